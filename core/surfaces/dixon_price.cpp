// Dixon-Price: f(x, y) = (x-1)² + 2·(2y²-x)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return square(x - 1.0) + 2.0 * square(2.0 * (y * y) - x);
    }
};

}  // namespace

SurfaceSpec dixon_price() {
    return {.id = "dixon_price",
            .name = "Dixon-Price",
            .formula = "(x-1)² + 2·(2y²-x)²",
            .shows = "Two equal minima on one parabola: the sign of y decides.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, 6},
            .minima = {{1, 0.7071067811865476}, {1, -0.7071067811865476}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
