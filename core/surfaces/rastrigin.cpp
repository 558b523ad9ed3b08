// Rastrigin: f(x, y) = 20 + x² - 10·cos 2πx + y² - 10·cos 2πy.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double tau = 2 * std::numbers::pi;
        return 20.0 + (x * x - 10.0 * cos(tau * x)) + (y * y - 10.0 * cos(tau * y));
    }
};

}  // namespace

SurfaceSpec rastrigin() {
    return {.id = "rastrigin",
            .name = "Rastrigin",
            .formula = "20 + x² - 10·cos 2πx + y² - 10·cos 2πy",
            .shows = "An egg box: every hollow is a trap for a rule that only follows the slope.",
            .domain = {-5.12, 5.12, -5.12, 5.12},
            .start = {-4.5, 4.3},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
