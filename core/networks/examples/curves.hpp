// The functions of one variable that data sets are made of, over -3 … 3.
#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {

inline constexpr double curve_reach = 3;
inline constexpr std::array<std::string_view, 5> curve_shapes{"sine", "sinc", "cubic", "absolute", "step"};

inline Parameter curve_shape() {
    return {.id = "shape",
            .symbol = "f",
            .meaning = "the curve: sin 2x, sin(πx)/(πx), (x³ - 5x)/6, |x| - 3/2 or the sign of x",
            .default_value = 0,
            .range = {0, curve_shapes.size() - 1},
            .scale = Scale::choice,
            .options = curve_shapes};
}

inline double curve_value(double shape, double x) {
    switch (static_cast<int>(shape)) {
    case 0: return sin(2 * x);
    case 1: return x == 0 ? 1 : sin(std::numbers::pi * x) / (std::numbers::pi * x);
    case 2: return (x * x * x - 5 * x) / 6;
    case 3: return std::abs(x) - 1.5;
    default: return x < 0 ? -1 : 1;
    }
}

}  // namespace thalweg::examples
