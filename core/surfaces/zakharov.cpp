// Zakharov: f(x, y) = x² + y² + s² + s⁴, s = ½x + y.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T s = 0.5 * x + y, ss = s * s;
        return x * x + y * y + ss + ss * ss;
    }
};

}  // namespace

SurfaceSpec zakharov() {
    return {.id = "zakharov",
            .name = "Zakharov",
            .formula = "x² + y² + s² + s⁴, s = ½x + y",
            .shows = "Quartic walls: far out the gradient grows with the cube of the distance, and a step that suits the floor overshoots.",
            .domain = {-5, 10, -5, 10},
            .start = {8, 8},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
