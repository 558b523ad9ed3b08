// Lévy 13: f(x, y) = sin²3πx + (x-1)²·(1+sin²3πy) + (y-1)²·(1+sin²2πy).
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        return square(sin(3 * pi * x)) + square(x - 1.0) * (1.0 + square(sin(3 * pi * y))) + square(y - 1.0) * (1.0 + square(sin(2 * pi * y)));
    }
};

}  // namespace

SurfaceSpec levy_n13() {
    return {.id = "levy_n13",
            .name = "Lévy 13",
            .formula = "sin²3πx + (x-1)²·(1+sin²3πy) + (y-1)²·(1+sin²2πy)",
            .shows = "A bowl covered with ripples.",
            .domain = {-10, 10, -10, 10},
            .start = {-6, 7},
            .minima = {{1, 1}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
