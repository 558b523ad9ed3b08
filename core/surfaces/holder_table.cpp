// Hölder table: f(x, y) = -|sin x·cos y·exp|1-√(x²+y²)/π||.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        const T r = sqrt(x * x + y * y);
        return -abs(sin(x) * cos(y) * exp(abs(1.0 - r / pi)));
    }
};

}  // namespace

SurfaceSpec holder_table() {
    return {.id = "holder_table",
            .name = "Hölder table",
            .formula = "-|sin x·cos y·exp|1-√(x²+y²)/π||",
            .shows = "Kinks in a grid, and the lowest points in four corners.",
            .domain = {-10, 10, -10, 10},
            .start = {0, 1},
            .minima = {{8.055023475736563, 9.664590019241272}, {-8.055023475736563, 9.664590019241272}, {8.055023475736563, -9.664590019241272}, {-8.055023475736563, -9.664590019241272}},
            .minimum = -19.208502567886732,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
