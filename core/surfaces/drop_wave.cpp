// Drop-wave: f(x, y) = -(1+cos 12√(x²+y²)) / (½(x²+y²)+2).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T rr = x * x + y * y;
        return -((1.0 + cos(12.0 * sqrt(rr))) / (0.5 * rr + 2.0));
    }
};

}  // namespace

SurfaceSpec drop_wave() {
    return {.id = "drop_wave",
            .name = "Drop-wave",
            .formula = "-(1+cos 12√(x²+y²)) / (½(x²+y²)+2)",
            .shows = "Rings around the minimum: every ring is a trap.",
            .domain = {-5.12, 5.12, -5.12, 5.12},
            .start = {-3, 2},
            .minima = {{0, 0}},
            .minimum = -1,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
