// Examples of the user's own. Every loader gives all examples or one message that names the file, the line or byte, and what was
// expected there; none takes more memory than max_examples_bytes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/networks/examples/spec.hpp"

namespace thalweg {

inline constexpr int max_features = 100'000, max_classes = 1000;
inline constexpr double largest_example = 1e100;  // amount of a number, so that sums of squares stay finite

// Examples to test a network on go with those that it learns from, `trained`: as many features, and no class that is not among
// theirs.

// A table, also within .gz: one example per line, features first, then the answer. With `classes` the answers must be whole numbers;
// the smallest is class 0, the next that occurs class 1, and so on, or as `trained` has them.
ExamplesOrError parse_table_examples(std::string_view text, const std::string& name, bool classes, const Examples* trained = nullptr);
ExamplesOrError load_examples(const std::filesystem::path& table, bool classes, const Examples* trained = nullptr);

// A pair of IDX files, the format of MNIST, also within .gz: images of bytes, here 0 … 1, and their classes.
ExamplesOrError parse_idx(std::string_view images, const std::string& images_name, std::string_view labels, const std::string& labels_name, const Examples* trained = nullptr);
ExamplesOrError load_idx(const std::filesystem::path& images, const std::filesystem::path& labels, const Examples* trained = nullptr);

}  // namespace thalweg
