// Styblinski–Tang: f(x, y) = ½·(x⁴ - 16x² + 5x + y⁴ - 16y² + 5y).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const auto part = [](const T& u) { return power<4>(u) - 16.0 * (u * u) + 5.0 * u; };
        return 0.5 * (part(x) + part(y));
    }
};

}  // namespace

SurfaceSpec styblinski_tang() {
    return {.id = "styblinski_tang",
            .name = "Styblinski–Tang",
            .formula = "½·(x⁴ - 16x² + 5x + y⁴ - 16y² + 5y)",
            .shows = "Four hollows of different depth; x and y do not interact.",
            .domain = {-5, 5, -5, 5},
            .start = {4, 4},
            .minima = {{-2.903534027771178, -2.903534027771178}},
            .minimum = -78.33233140754282,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
