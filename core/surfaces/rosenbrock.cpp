// Rosenbrock valley: f(x, y) = (1-x)² + 100·(y-x²)². Rosenbrock 1960.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T a = 1.0 - x, b = y - x * x;
        return a * a + 100.0 * (b * b);
    }
};

}  // namespace

SurfaceSpec rosenbrock() {
    return {.id = "rosenbrock",
            .name = "Rosenbrock valley",
            .formula = "(1-x)² + 100·(y-x²)²",
            .shows = "A curved valley: finding it is easy, following its floor is not.",
            .domain = {-2, 2, -1, 3},
            .start = {-1.2, 1},
            .minima = {{1, 1}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
