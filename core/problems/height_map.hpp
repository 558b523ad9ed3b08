// A grey image as a landscape: white is high, black is low.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// Shared, never changed.
struct HeightMap {
    std::string name;
    int columns = 0, rows = 0;
    std::vector<std::uint16_t> grey = {};  // 0 is black, 65535 white; row after row, the lowest of the picture first

    double at(int column, int row) const { return grey[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)] / 65535.0; }
    bool operator==(const HeightMap&) const = default;
};

using HeightMapOrError = std::variant<std::shared_ptr<const HeightMap>, std::string>;

inline constexpr int min_image_side = 2, max_image_side = 4096;
inline constexpr std::size_t max_image_bytes = 64'000'000;

// A PNG file; colours become grey by their luma, transparency is ignored. An error says what was expected.
HeightMapOrError load_height_map(const std::filesystem::path& file);
HeightMapOrError parse_png(std::string_view bytes, std::string name);

// The plane's measures: the centres of the outermost pixels of the longer side lie at ±5, pixels are square, the picture's centre is
// the origin.
struct ImageFrame {
    double half_width, half_height, pixels_per_unit;
    explicit ImageFrame(const HeightMap&);
};

std::span<const Parameter> image_parameters();  // height

// f(x, y) = height · grey, interpolated by bicubic Catmull–Rom splines (Keys 1981 with a = −½): it passes through every pixel's
// centre and has a continuous gradient; the Hessian jumps at the lines between centres, where it is that of the cell above and to
// the right. Beyond the border the outermost pixels go on for ever, so the surface is level there.
std::shared_ptr<const Objective> image_objective(std::shared_ptr<const HeightMap> image, double height);

}  // namespace thalweg
