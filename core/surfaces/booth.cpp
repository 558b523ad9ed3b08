// Booth: f(x, y) = (x+2y-7)² + (2x+y-5)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return square(x + 2.0 * y - 7.0) + square(2.0 * x + y - 5.0);
    }
};

}  // namespace

SurfaceSpec booth() {
    return {.id = "booth",
            .name = "Booth",
            .formula = "(x+2y-7)² + (2x+y-5)²",
            .shows = "A correlated quadratic bowl: the gradient does not point at the minimum.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, -8},
            .minima = {{1, 3}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
