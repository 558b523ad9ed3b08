// Schaffer 2: f(x, y) = ½ + (sin²(x²-y²)-½) / (1+0.001·(x²+y²))².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xx = x * x, yy = y * y;
        return 0.5 + (square(sin(xx - yy)) - 0.5) / square(1.0 + 0.001 * (xx + yy));
    }
};

}  // namespace

SurfaceSpec schaffer_2() {
    return {.id = "schaffer_2",
            .name = "Schaffer 2",
            .formula = "½ + (sin²(x²-y²)-½) / (1+0.001·(x²+y²))²",
            .shows = "Ripples that grow finer with the distance: the gradient points every way but home.",
            .domain = {-10, 10, -10, 10},
            .start = {6, -4},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
