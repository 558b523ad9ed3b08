#include "core/networks/examples/files.hpp"

#include <algorithm>
#include <cmath>

#include "core/facts/text.hpp"
#include "core/networks/examples/gzip.hpp"
#include "core/problems/csv.hpp"

namespace thalweg {
namespace {

// The content of a file, unpacked if it is packed.
FileContent plain_content(const std::filesystem::path& file, std::string_view expected) {
    FileContent read = read_file(file, max_examples_bytes, expected);
    if (!read.error.empty() || !is_gzip(read.content)) return read;
    return unpacked_gzip(read.content, file.filename().string(), max_examples_bytes);
}

// "0, 1, 2", not without end
std::string some_of(const std::vector<double>& classes) {
    constexpr std::size_t most = 10;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(most, classes.size()); ++i) words.push_back(shortest(classes[i]));
    return joined(words) + (classes.size() > most ? " …" : "");
}

}  // namespace

ExamplesOrError parse_table_examples(std::string_view text, const std::string& name, bool classes, const Examples* trained) {
    if (text.starts_with(std::string_view("\0\0\x08", 3)))
        return name + ": byte 0: expected a table of numbers, found an IDX file; images need their labels, as in labels = \"train-labels-idx1-ubyte\"";
    const std::size_t least = trained ? static_cast<std::size_t>(trained->features()) + 1 : 2, most = trained ? least : max_features + 1;
    const std::string expected = trained ? std::to_string(least) + " columns as in the file to learn from" : "2 … " + std::to_string(most) + " columns, the last one being the answer";
    auto parsed = parse_table(text, name,
                              {.min_columns = least,
                               .max_columns = most,
                               .expected = expected,
                               .max_rows = max_examples, .max_values = max_examples_bytes / sizeof(double), .largest = largest_example});
    if (auto* wrong = std::get_if<std::string>(&parsed)) return std::move(*wrong);
    const Table& table = std::get<Table>(parsed);

    const auto width = static_cast<Eigen::Index>(table.columns), n = static_cast<Eigen::Index>(table.lines.size());
    const Eigen::Map<const Eigen::MatrixXd> columns(table.values.data(), width, n);
    Examples all{.inputs = columns.topRows(width - 1), .targets = columns.bottomRows(1), .labels = {}};
    if (!classes) return std::make_shared<const Examples>(std::move(all));

    if (trained) all.class_values = trained->class_values;
    std::vector<double>& answers = all.class_values;
    for (Eigen::Index i = 0; i < n; ++i) {
        const double answer = all.targets(0, i);
        const auto here = [&] { return cell_name(name, table.lines[static_cast<std::size_t>(i)], table.columns - 1); };
        if (answer != std::floor(answer)) return here() + "expected a class, a whole number, found " + shortest(answer);
        const auto at = std::lower_bound(answers.begin(), answers.end(), answer);
        if (at != answers.end() && *at == answer) continue;
        if (trained) return here() + "class " + shortest(answer) + " is not in the file to learn from, which has " + some_of(answers);
        answers.insert(at, answer);
        if (answers.size() > max_classes) return here() + "more than " + std::to_string(max_classes) + " classes";
    }
    if (answers.size() < 2) return name + ": expected at least 2 classes in the last column, found only " + shortest(answers[0]);
    all.classes = static_cast<int>(answers.size());
    for (const double answer : all.targets.row(0)) all.labels.push_back(static_cast<int>(std::lower_bound(answers.begin(), answers.end(), answer) - answers.begin()));
    if (all.classes > 2) all.targets.resize(0, n);
    else
        for (Eigen::Index i = 0; i < n; ++i) all.targets(0, i) = all.labels[static_cast<std::size_t>(i)];
    return std::make_shared<const Examples>(std::move(all));
}

ExamplesOrError load_examples(const std::filesystem::path& table, bool classes, const Examples* trained) {
    const FileContent read = plain_content(table, "a table of numbers, as .csv or .csv.gz");
    if (!read.error.empty()) return read.error;
    return parse_table_examples(read.content, table.filename().string(), classes, trained);
}

ExamplesOrError load_idx(const std::filesystem::path& images, const std::filesystem::path& labels, const Examples* trained) {
    const std::string_view expected = "a pair of IDX files, plain or .gz: images and labels";
    const FileContent classes = plain_content(labels, expected), pixels = classes.error.empty() ? plain_content(images, expected) : FileContent{};
    for (const FileContent* read : {&classes, &pixels})
        if (!read->error.empty()) return read->error;
    return parse_idx(pixels.content, images.filename().string(), classes.content, labels.filename().string(), trained);
}

}  // namespace thalweg
