// Adjiman: f(x, y) = cos x·sin y - x / (y²+1).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        return cos(x) * sin(y) - x / (y * y + 1.0);
    }
};

}  // namespace

SurfaceSpec adjiman() {
    return {.id = "adjiman",
            .name = "Adjiman",
            .formula = "cos x·sin y - x / (y²+1)",
            .shows = "The lowest point lies on the border of the box: what descends walks out of it.",
            .domain = {-1, 2, -1, 1},
            .start = {-0.5, 0.5},
            .minima = {{2, 0.1057834694517169}},
            .minimum = -2.021806783359787,
            .minima_on_border = true,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
