// Eggholder: f(x, y) = -(y+47)·sin√|x/2+y+47| - x·sin√|x-(y+47)|.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T b = y + 47.0;
        return -(b * sin(sqrt(abs(x / 2.0 + b)))) - x * sin(sqrt(abs(x - b)));
    }
};

}  // namespace

SurfaceSpec eggholder() {
    return {.id = "eggholder",
            .name = "Eggholder",
            .formula = "-(y+47)·sin√|x/2+y+47| - x·sin√|x-(y+47)|",
            .shows = "Deep irregular hollows; the lowest lies on the border of the box.",
            .domain = {-512, 512, -512, 512},
            .start = {0, 0},
            .minima = {{512, 404.2318051137578}},
            .minimum = -959.640662720851,
            .minima_on_border = true,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
