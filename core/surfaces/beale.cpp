// Beale: f(x, y) = (1.5-x+xy)² + (2.25-x+xy²)² + (2.625-x+xy³)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xy = x * y, xyy = xy * y, xyyy = xyy * y;
        return square(1.5 - x + xy) + square(2.25 - x + xyy) + square(2.625 - x + xyyy);
    }
};

}  // namespace

SurfaceSpec beale() {
    return {.id = "beale",
            .name = "Beale",
            .formula = "(1.5-x+xy)² + (2.25-x+xy²)² + (2.625-x+xy³)²",
            .shows = "A flat plateau between steep spikes: slow where the gradient fades, wild where it does not.",
            .domain = {-4.5, 4.5, -4.5, 4.5},
            .start = {1, 1},
            .minima = {{3, 0.5}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
