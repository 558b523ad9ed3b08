// Himmelblau: f(x, y) = (x²+y-11)² + (x+y²-7)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return square(x * x + y - 11.0) + square(x + y * y - 7.0);
    }
};

}  // namespace

SurfaceSpec himmelblau() {
    return {.id = "himmelblau",
            .name = "Himmelblau",
            .formula = "(x²+y-11)² + (x+y²-7)²",
            .shows = "Four equal minima: which basin a racer falls into depends on its momentum and step.",
            .domain = {-6, 6, -6, 6},
            .start = {0, 0},
            .minima = {{3, 2}, {-2.805118086952745, 3.131312518250573}, {-3.779310253377747, -3.28318599128617}, {3.584428340330492, -1.848126526964404}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
