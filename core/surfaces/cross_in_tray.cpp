// Cross-in-tray: f(x, y) = -0.0001·(|sin x·sin y·exp|100-√(x²+y²)/π|| + 1)^0.1.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T r = sqrt(x * x + y * y);
        return -0.0001 * pow(abs(sin(x) * sin(y) * exp(abs(100.0 - r / std::numbers::pi))) + 1.0, 0.1);
    }
};

}  // namespace

SurfaceSpec cross_in_tray() {
    return {.id = "cross_in_tray",
            .name = "Cross-in-tray",
            .formula = "-0.0001·(|sin x·sin y·exp|100-√(x²+y²)/π|| + 1)^0.1",
            .shows = "Kinks: the gradient jumps where the cross is.",
            .domain = {-10, 10, -10, 10},
            .start = {-4, 5},
            .minima = {{1.3494066171539108, 1.3494066171539108}, {-1.3494066171539108, 1.3494066171539108}, {1.3494066171539108, -1.3494066171539108}, {-1.3494066171539108, -1.3494066171539108}},
            .minimum = -2.062611870822739,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
