// Trid: f(x, y) = (x-1)² + (y-1)² - xy.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return square(x - 1.0) + square(y - 1.0) - x * y;
    }
};

}  // namespace

SurfaceSpec trid() {
    return {.id = "trid",
            .name = "Trid",
            .formula = "(x-1)² + (y-1)² - xy",
            .shows = "A gentle quadratic whose lowest loss is negative.",
            .domain = {-4, 4, -4, 4},
            .start = {-3, 3},
            .minima = {{2, 2}},
            .minimum = -2,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
