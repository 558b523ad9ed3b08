// Branin: f(x, y) = (y - 5.1·x²/(4π²) + 5x/π - 6)² + 10·(1-1/(8π))·cos x + 10.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        return square(y - 5.1 / (4 * pi * pi) * (x * x) + 5 / pi * x - 6.0) + 10 * (1 - 1 / (8 * pi)) * cos(x) + 10.0;
    }
};

}  // namespace

SurfaceSpec branin() {
    return {.id = "branin",
            .name = "Branin",
            .formula = "(y - 5.1·x²/(4π²) + 5x/π - 6)² + 10·(1-1/(8π))·cos x + 10",
            .shows = "Three equal minima: start and momentum decide which.",
            .domain = {-5, 10, 0, 15},
            .start = {-4, 1},
            .minima = {{-3.141592653589793, 12.275}, {3.141592653589793, 2.275}, {9.42477796076938, 2.475}},
            .minimum = 0.3978873577297383,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
