// Easom: f(x, y) = -cos x·cos y·exp(-(x-π)²-(y-π)²).
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        return -(cos(x) * cos(y) * exp(-(square(x - pi) + square(y - pi))));
    }
};

}  // namespace

SurfaceSpec easom() {
    return {.id = "easom",
            .name = "Easom",
            .formula = "-cos x·cos y·exp(-(x-π)²-(y-π)²)",
            .shows = "A needle in a plain: far from it the gradient vanishes and ε decides.",
            .domain = {-2, 8, -2, 8},
            .start = {1, 1},
            .minima = {{std::numbers::pi, std::numbers::pi}},
            .minimum = -1,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
