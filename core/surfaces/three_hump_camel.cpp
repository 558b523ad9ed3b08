// Three-hump camel: f(x, y) = 2x² - 1.05x⁴ + x⁶/6 + xy + y².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xx = x * x;
        return 2.0 * xx - 1.05 * (xx * xx) + xx * xx * xx / 6.0 + x * y + y * y;
    }
};

}  // namespace

SurfaceSpec three_hump_camel() {
    return {.id = "three_hump_camel",
            .name = "Three-hump camel",
            .formula = "2x² - 1.05x⁴ + x⁶/6 + xy + y²",
            .shows = "A central hollow with a shallow trap on either side.",
            .domain = {-2.5, 2.5, -2.5, 2.5},
            .start = {-2, 1.5},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
