// Max norm: f(x, y) = max(|x|, |y|). On a diagonal the gradient is the mean of both sides, at 0 it is 0.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return max(abs(x), abs(y));
    }
};

}  // namespace

SurfaceSpec norm_max() {
    return {.id = "norm_max",
            .name = "Max norm",
            .formula = "max(|x|, |y|)",
            .shows = "Only the larger coordinate has a gradient: a path runs to a diagonal and then chatters across it.",
            .domain = {-5, 5, -5, 5},
            .start = {-4, 3},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
