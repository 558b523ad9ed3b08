// Six-hump camel: f(x, y) = (4 - 2.1x² + x⁴/3)·x² + xy + (4y² - 4)·y².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xx = x * x, yy = y * y;
        return (4.0 - 2.1 * xx + xx * xx / 3.0) * xx + x * y + (4.0 * yy - 4.0) * yy;
    }
};

}  // namespace

SurfaceSpec six_hump_camel() {
    return {.id = "six_hump_camel",
            .name = "Six-hump camel",
            .formula = "(4 - 2.1x² + x⁴/3)·x² + xy + (4y² - 4)·y²",
            .shows = "Six hollows, two of them lowest.",
            .domain = {-3, 3, -2, 2},
            .start = {-1.5, 1.5},
            .minima = {{0.08984201310031806, -0.7126564030207397}, {-0.08984201310031806, 0.7126564030207397}},
            .minimum = -1.031628453489877,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
