// Lévy: f(x, y) = sin²πu + (u-1)²·(1+10·sin²(πu+1)) + (v-1)²·(1+sin²2πv), u = 1+(x-1)/4, v = 1+(y-1)/4.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        const T u = 1.0 + (x - 1.0) / 4.0, v = 1.0 + (y - 1.0) / 4.0;
        return square(sin(pi * u)) + square(u - 1.0) * (1.0 + 10.0 * square(sin(pi * u + 1.0))) + square(v - 1.0) * (1.0 + square(sin(2 * pi * v)));
    }
};

}  // namespace

SurfaceSpec levy() {
    return {.id = "levy",
            .name = "Lévy",
            .formula = "sin²πu + (u-1)²·(1+10·sin²(πu+1)) + (v-1)²·(1+sin²2πv), u = 1+(x-1)/4, v = 1+(y-1)/4",
            .shows = "A wavy valley: traps along x, ripples along y.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, -6},
            .minima = {{1, 1}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
