// Monkey saddle: f(x, y) = x³ - 3xy².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return x * x * x - 3.0 * (x * (y * y));
    }
};

}  // namespace

SurfaceSpec monkey_saddle() {
    return {.id = "monkey_saddle",
            .name = "Monkey saddle",
            .formula = "x³ - 3xy²",
            .shows = "Three ways down and a flat centre: gradient and curvature both vanish at the origin.",
            .domain = {-2, 2, -2, 2},
            .start = {1, 0.01},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
