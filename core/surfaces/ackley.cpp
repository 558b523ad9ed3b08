// Ackley: f(x, y) = -20·exp(-0.2·√(½(x²+y²))) - exp(½(cos 2πx + cos 2πy)) + e + 20. Ackley 1987. At the tip of the cone (the minimum) the gradient is 0 by convention.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double tau = 2 * std::numbers::pi;
        return 20.0 + std::numbers::e - 20.0 * exp(-0.2 * sqrt(0.5 * (x * x + y * y))) - exp(0.5 * (cos(tau * x) + cos(tau * y)));
    }
};

}  // namespace

SurfaceSpec ackley() {
    return {.id = "ackley",
            .name = "Ackley",
            .formula = "-20·exp(-0.2·√(½(x²+y²))) - exp(½(cos 2πx + cos 2πy)) + e + 20",
            .shows = "A nearly flat rim with ripples around one sharp cone.",
            .domain = {-5, 5, -5, 5},
            .start = {-4, 3.5},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
