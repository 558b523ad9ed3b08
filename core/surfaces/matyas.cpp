// Matyas: f(x, y) = 0.26·(x²+y²) - 0.48·xy.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return 0.26 * (x * x + y * y) - 0.48 * (x * y);
    }
};

}  // namespace

SurfaceSpec matyas() {
    return {.id = "matyas",
            .name = "Matyas",
            .formula = "0.26·(x²+y²) - 0.48·xy",
            .shows = "A long shallow diagonal valley.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, 4},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
