// The box around a run of points that lie one behind the other: a whole run is judged at once by it.
#pragma once

#include "core/numerics/pack.hpp"

#include <cmath>
#include <cstddef>

namespace thalweg::app {

struct Extent {
    double x_lo, x_hi, y_lo, y_hi;
};

// Of x0 y0 x1 y1 …, `Count` points. False where one of them is not finite.
template <std::size_t Count>
bool extent_of(const double* xy, Extent& extent) {
    constexpr std::size_t width = native_lanes;
    static_assert(2 * Count % width == 0);
    Lanes lowest = Lanes::load(xy), highest = lowest, rest = lowest - lowest;  // NaN once something is not finite
    for (std::size_t i = width; i < 2 * Count; i += width) {
        const Lanes here = Lanes::load(xy + i);
        lowest = min(lowest, here);
        highest = max(highest, here);
        rest += here - here;
    }
    extent = {lowest[0], highest[0], lowest[1], highest[1]};
    double odd = rest[0] + rest[1];
    for (int lane = 2; lane < native_lanes; lane += 2) {
        extent.x_lo = min(extent.x_lo, lowest[lane]);
        extent.x_hi = max(extent.x_hi, highest[lane]);
        extent.y_lo = min(extent.y_lo, lowest[lane + 1]);
        extent.y_hi = max(extent.y_hi, highest[lane + 1]);
        odd += rest[lane] + rest[lane + 1];
    }
    return odd == 0;
}

}  // namespace thalweg::app
