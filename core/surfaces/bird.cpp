// Bird: f(x, y) = sin x·exp((1-cos y)²) + cos y·exp((1-sin x)²) + (x-y)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T sine = sin(x), cosine = cos(y);
        return sine * exp(square(1.0 - cosine)) + cosine * exp(square(1.0 - sine)) + square(x - y);
    }
};

}  // namespace

SurfaceSpec bird() {
    return {.id = "bird",
            .name = "Bird",
            .formula = "sin x·exp((1-cos y)²) + cos y·exp((1-sin x)²) + (x-y)²",
            .shows = "Two deep narrow pits beside hills of the same size.",
            .domain = {-6.283185307179586, 6.283185307179586, -6.283185307179586, 6.283185307179586},
            .start = {0, 0},
            .minima = {{4.701043130249553, 3.15293850372493}, {-1.5821421769300335, -3.1302468034546562}},
            .minimum = -106.76453674926468,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
