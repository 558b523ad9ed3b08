// Factorisation: f(x, y) = ½·(xy-1)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return 0.5 * square(x * y - 1.0);
    }
};

}  // namespace

SurfaceSpec factorisation() {
    return {.id = "factorisation",
            .name = "Factorisation",
            .formula = "½·(xy-1)²",
            .shows = "Every point of xy = 1 is lowest, sharp far out and flat near the diagonal: too large a rate is thrown from the sharp ones to the flat ones.",
            .domain = {-3, 3, -3, 3},
            .start = {2.8, 0.1},
            .minima = {{1, 1}, {-1, -1}},
            .minimum = 0,
            .minima_on_curve = true,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
