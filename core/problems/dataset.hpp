// Points to fit a line or a plane through: shipped with the program, or the user's own from a CSV file.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thalweg {

struct Dataset {
    std::string name;
    int features = 1;            // 1: columns x, y; the model is w·x + b.  2: columns x1, x2, y; the model is w1·x1 + w2·x2
    std::vector<double> values = {};  // row after row, features + 1 numbers each

    std::size_t size() const { return values.size() / static_cast<std::size_t>(features + 1); }
    std::span<const double> row(std::size_t i) const {
        const auto width = static_cast<std::size_t>(features + 1);
        return {values.data() + i * width, width};
    }
    bool operator==(const Dataset&) const = default;
};

using DatasetOrError = std::variant<std::shared_ptr<const Dataset>, std::string>;

inline constexpr std::size_t min_dataset_rows = 2;
inline constexpr std::size_t max_dataset_rows = 1'000'000;

// Two or three columns of numbers, with or without a line of headings; separated by comma, semicolon or tab. An error names
// the line and the column, and nothing is loaded.
DatasetOrError parse_csv(std::string_view text, std::string name);
DatasetOrError load_csv(const std::filesystem::path& file);

// Points that a scenario holds itself, such as those that a hand has moved.
inline constexpr std::string_view own_points_name = "points of the scenario";
inline constexpr std::size_t max_own_points = 10'000;
using DataRow = std::array<double, 3>;  // as many as a row has

// The same points as points of the scenario, with one moved, one more or one fewer.
std::shared_ptr<const Dataset> with_point(const Dataset& data, std::size_t index, const DataRow& row);
std::shared_ptr<const Dataset> with_new_point(const Dataset& data, const DataRow& row);
std::shared_ptr<const Dataset> without_point(const Dataset& data, std::size_t index);

enum class Loss { squared, logistic, l1, huber };  // loss.hpp

struct ShippedDataset {
    std::string_view id, description;
    Dataset (*make)();
    Loss loss = Loss::squared;  // which it is meant for
};
std::span<const ShippedDataset> dataset_catalogue();
const ShippedDataset* find_shipped(std::string_view id);
std::shared_ptr<const Dataset> find_dataset(std::string_view id);  // null if there is none

}  // namespace thalweg
