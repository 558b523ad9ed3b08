// Sphere: f(x, y) = x² + y².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return x * x + y * y;
    }
};

}  // namespace

SurfaceSpec sphere() {
    return {.id = "sphere",
            .name = "Sphere",
            .formula = "x² + y²",
            .shows = "The baseline: equally steep all around, so the direction of the gradient is always right and only the length of the step matters.",
            .domain = {-5, 5, -5, 5},
            .start = {-4, 3},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
