// Leon: f(x, y) = (1-x)² + 100·(y-x³)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return square(1.0 - x) + 100.0 * square(y - x * x * x);
    }
};

}  // namespace

SurfaceSpec leon() {
    return {.id = "leon",
            .name = "Leon",
            .formula = "(1-x)² + 100·(y-x³)²",
            .shows = "A cubic valley: flatter at the inflection and sharper at the ends than Rosenbrock's.",
            .domain = {-1.5, 1.5, -1.5, 1.5},
            .start = {-1.2, -1},
            .minima = {{1, 1}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
