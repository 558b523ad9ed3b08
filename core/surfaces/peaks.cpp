// Peaks: f(x, y) = 3(1-x)²·exp(-x²-(y+1)²) - 10·(x/5-x³-y⁵)·exp(-x²-y²) - ⅓·exp(-(x+1)²-y²).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xx = x * x, yy = y * y;
        return 3.0 * square(1.0 - x) * exp(-xx - square(y + 1.0)) - 10.0 * (x / 5.0 - xx * x - power<5>(y)) * exp(-xx - yy) - exp(-square(x + 1.0) - yy) / 3.0;
    }
};

}  // namespace

SurfaceSpec peaks() {
    return {.id = "peaks",
            .name = "Peaks",
            .formula = "3(1-x)²·exp(-x²-(y+1)²) - 10·(x/5-x³-y⁵)·exp(-x²-y²) - ⅓·exp(-(x+1)²-y²)",
            .shows = "Three hills, two hollows, and a plain around them where the gradient fades.",
            .domain = {-3, 3, -3, 3},
            .start = {0.3, 1.2},
            .minima = {{0.22827892055636909, -1.6255349574999964}},
            .minimum = -6.551133332835837,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
