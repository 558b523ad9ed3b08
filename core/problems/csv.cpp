#include <algorithm>
#include <cmath>

#include "core/facts/file.hpp"
#include "core/facts/text.hpp"
#include "core/problems/csv.hpp"
#include "core/problems/dataset.hpp"

namespace thalweg {
namespace {

std::string_view trimmed(std::string_view s) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!s.empty() && blank(s.front())) s.remove_prefix(1);
    while (!s.empty() && blank(s.back())) s.remove_suffix(1);
    return s.size() >= 2 && s.front() == '"' && s.back() == '"' ? s.substr(1, s.size() - 2) : s;
}

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
    std::vector<std::string_view> cells;
    for (std::size_t from = 0;;) {
        const std::size_t to = line.find(separator, from);
        cells.push_back(trimmed(line.substr(from, to == std::string_view::npos ? to : to - from)));
        if (to == std::string_view::npos) return cells;
        from = to + 1;
    }
}

// Digits and signs, and the words that printf writes for numbers that are none: never a heading.
bool looks_like_number(std::string_view cell) {
    std::string low;
    for (const char c : cell) low += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return std::string_view("0123456789+-.").find(low.front()) != std::string_view::npos || low == "nan" || low == "inf" || low == "infinity";
}

}  // namespace

std::variant<Table, std::string> parse_table(std::string_view text, const std::string& name, const TableForm& form) {
    Table table;
    char separator = ',';
    int line_number = 0;
    const auto at = [&](std::size_t column) { return cell_name(name, line_number, column); };
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark of some spreadsheets

    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        ++line_number;
        if (trimmed(line).empty() || trimmed(line).starts_with('#')) continue;

        const bool first = table.columns == 0;
        if (first) separator = line.find(';') != std::string_view::npos ? ';' : line.find('\t') != std::string_view::npos ? '\t' : ',';
        const auto columns = static_cast<std::size_t>(std::count(line.begin(), line.end(), separator)) + 1;
        if (first && (columns < form.min_columns || columns > form.max_columns)) return at(0) + "expected " + std::string(form.expected) + ", found " + std::to_string(columns);
        if (!first && columns != table.columns)
            return at(std::min(columns, table.columns)) + "expected " + std::to_string(table.columns) + " columns as in the first line, found " + std::to_string(columns);
        const auto cells = cells_of(line, separator);
        if (first) {
            table.columns = columns;
            bool heading = true;
            for (const std::string_view cell : cells) heading = heading && !cell.empty() && !looks_like_number(cell);
            if (heading) continue;
        }
        for (std::size_t c = 0; c < columns; ++c) {
            const auto value = number(cells[c]);
            if (!value) return at(c) + "expected a finite number, found '" + std::string(cells[c].substr(0, 40)) + "'";
            if (std::abs(*value) > form.largest) return at(c) + "expected a number within ±" + shortest(form.largest) + ", found " + shortest(*value);
            table.values.push_back(*value);
        }
        table.lines.push_back(line_number);
        if (table.lines.size() > form.max_rows) return at(0) + "more than " + std::to_string(form.max_rows) + " rows";
        if (table.values.size() > form.max_values) return at(0) + "more than " + std::to_string(form.max_values) + " numbers";
    }
    if (table.lines.size() < 2) return name + ": expected at least 2 rows of numbers, found " + std::to_string(table.lines.size());
    return table;
}

std::string cell_name(const std::string& name, int line, std::size_t column) { return name + ":" + std::to_string(line) + ", column " + std::to_string(column + 1) + ": "; }

DatasetOrError parse_csv(std::string_view text, std::string name) {
    auto table = parse_table(text, name, {.min_columns = 2, .max_columns = 3, .expected = "2 columns (x, y) or 3 (x1, x2, y)", .max_rows = max_dataset_rows});
    if (auto* wrong = std::get_if<std::string>(&table)) return std::move(*wrong);
    Table& read = std::get<Table>(table);
    return std::make_shared<const Dataset>(Dataset{.name = std::move(name), .features = static_cast<int>(read.columns) - 1, .values = std::move(read.values)});
}

DatasetOrError load_csv(const std::filesystem::path& file) {
    constexpr std::size_t most = std::size_t{256} << 20;
    const FileContent read = read_file(file, most, "a CSV file with columns x, y or x1, x2, y");
    if (!read.error.empty()) return read.error;
    return parse_csv(read.content, file.filename().string());
}

}  // namespace thalweg
