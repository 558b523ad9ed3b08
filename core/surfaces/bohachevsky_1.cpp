// Bohachevsky 1: f(x, y) = x² + 2y² - 0.3·cos 3πx - 0.4·cos 4πy + 0.7.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        return x * x + 2.0 * (y * y) - 0.3 * cos(3 * pi * x) - 0.4 * cos(4 * pi * y) + 0.7;
    }
};

}  // namespace

SurfaceSpec bohachevsky_1() {
    return {.id = "bohachevsky_1",
            .name = "Bohachevsky 1",
            .formula = "x² + 2y² - 0.3·cos 3πx - 0.4·cos 4πy + 0.7",
            .shows = "A bowl with ripples that momentum can roll over.",
            .domain = {-2, 2, -2, 2},
            .start = {-1.7, 1.4},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
