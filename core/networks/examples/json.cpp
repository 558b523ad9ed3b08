#include "core/networks/examples/json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/facts/text.hpp"
#include "core/networks/examples/files.hpp"

namespace thalweg {
namespace {

using nlohmann::json;

std::string cell(std::string_view key, std::size_t row) { return std::string(key) + "[" + std::to_string(row) + "]"; }
std::string cell(std::string_view key, std::size_t row, std::size_t column) { return cell(key, row) + "[" + std::to_string(column) + "]"; }

// Begins with the key; short, whatever the value is.
std::string wanted(const std::string& key, std::string_view what, const json& found) {
    const std::string shown = found.is_number() ? shortest(found.get<double>()) : found.is_null() ? "nothing" : "a value of type " + std::string(found.type_name());
    return key + " must be " + std::string(what) + "; found " + shown;
}

// [rows][columns], or with `flat` also [rows] for one column. Columns: as many as the first row has, or those given.
std::string read_matrix(const json& value, std::string_view key, bool flat, std::size_t columns, Eigen::MatrixXd& matrix) {
    const std::string form = flat ? "a list of numbers or of lists of numbers" : "a list of lists of numbers, one list per sample";
    if (!value.is_array() || value.empty()) return wanted(std::string(key), form, value);
    const bool listed = !flat || value[0].is_array();
    if (listed && !value[0].is_array()) return wanted(cell(key, 0), "a list of numbers", value[0]);
    const std::size_t width = listed ? value[0].size() : 1;
    if (width < 1 || width > max_features) return cell(key, 0) + " must hold 1 … " + std::to_string(max_features) + " numbers; found " + std::to_string(width);
    if (columns != 0 && width != columns) return cell(key, 0) + " must hold " + std::to_string(columns) + " numbers, one per output of the network; found " + std::to_string(width);
    if (value.size() > max_examples) return std::string(key) + " has more than " + std::to_string(max_examples) + " samples";
    if (value.size() * width > max_examples_bytes / sizeof(double)) return std::string(key) + " takes more than " + size_text(max_examples_bytes);
    // Looked at before the memory is taken, so that one long row in front does not make all the others long.
    for (std::size_t i = 0; listed && i < value.size(); ++i)
        if (!value[i].is_array() || value[i].size() != width) {
            const std::string what = "a list of " + std::to_string(width) + " numbers, as " + cell(key, 0) + " is";
            return value[i].is_array() ? cell(key, i) + " must be " + what + "; found " + std::to_string(value[i].size()) : wanted(cell(key, i), what, value[i]);
        }
    matrix.resize(static_cast<Eigen::Index>(width), static_cast<Eigen::Index>(value.size()));
    for (std::size_t i = 0; i < value.size(); ++i)
        for (std::size_t j = 0; j < width; ++j) {
            const json& number = listed ? value[i][j] : value[i];
            const double read = number.is_number() ? number.get<double>() : NAN;
            if (!(std::abs(read) <= largest_example)) return wanted(listed ? cell(key, i, j) : cell(key, i), "a number within ±" + shortest(largest_example), number);
            matrix(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i)) = read;
        }
    return {};
}

}  // namespace

ExamplesOrError examples_from_json(const json& data, Answers answers, int outputs) {
    if (!data.is_object()) return wanted("data", "a table with x and y", data);
    for (const char* key : {"x", "y"})
        if (!data.contains(key)) return "data." + std::string(key) + " is missing";
    Examples all;
    if (std::string wrong = read_matrix(data["x"], "data.x", false, 0, all.inputs); !wrong.empty()) return wrong;
    const std::size_t columns = answers == Answers::values ? static_cast<std::size_t>(outputs) : 1;
    if (std::string wrong = read_matrix(data["y"], "data.y", true, columns, all.targets); !wrong.empty()) return wrong;
    if (all.inputs.cols() != all.targets.cols())
        return "data.y must have as many samples as data.x, " + std::to_string(all.inputs.cols()) + "; found " + std::to_string(all.targets.cols());

    if (answers == Answers::two_classes) {
        all.classes = 2;
        for (Eigen::Index i = 0; i < all.targets.cols(); ++i) {
            const double y = all.targets(0, i);
            if (!(y >= 0 && y <= 1)) return cell("data.y", static_cast<std::size_t>(i)) + " must be 0 or 1, or in between; found " + shortest(y);
            all.labels.push_back(y >= 0.5 ? 1 : 0);
        }
    }
    if (answers == Answers::classes) {
        all.classes = outputs > 0 ? outputs : std::clamp(static_cast<int>(std::min(all.targets.maxCoeff(), 1.0 * max_classes)) + 1, 2, max_classes);
        for (Eigen::Index i = 0; i < all.targets.cols(); ++i) {
            const double y = all.targets(0, i);
            if (!(y == std::floor(y) && y >= 0 && y < all.classes))
                return cell("data.y", static_cast<std::size_t>(i)) + " must be a class, a whole number 0 … " + std::to_string(all.classes - 1) + "; found " + shortest(y);
            all.labels.push_back(static_cast<int>(y));
        }
        all.targets.resize(all.classes == 2 ? 1 : 0, all.targets.cols());
        if (all.classes == 2)
            for (Eigen::Index i = 0; i < all.targets.cols(); ++i) all.targets(0, i) = all.labels[static_cast<std::size_t>(i)];
    }
    return std::make_shared<const Examples>(std::move(all));
}

}  // namespace thalweg
