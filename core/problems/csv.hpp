// Tables of numbers as spreadsheets and people write them.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thalweg {

struct Table {
    std::size_t columns = 0;
    std::vector<double> values = {};  // row after row
    std::vector<int> lines = {};      // of the text, where each row stands
};

struct TableForm {
    std::size_t min_columns, max_columns;
    std::string_view expected;  // the same in words
    std::size_t max_rows, max_values = std::numeric_limits<std::size_t>::max();
    double largest = std::numeric_limits<double>::max();  // amount of a number
};

// With or without a line of headings; separated by comma, semicolon or tab; empty lines and those with # are passed over. At least
// two rows. An error names the line and the column.
std::variant<Table, std::string> parse_table(std::string_view text, const std::string& name, const TableForm& form);

// "points.csv:7, column 3: ", the beginning of a message
std::string cell_name(const std::string& name, int line, std::size_t column);

}  // namespace thalweg
