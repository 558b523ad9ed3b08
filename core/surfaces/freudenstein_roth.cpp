// Freudenstein and Roth 1963: f(x, y) = (x-13+((5-y)·y-2)·y)² + (x-29+((y+1)·y-14)·y)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T a = x - 13.0 + ((5.0 - y) * y - 2.0) * y, b = x - 29.0 + ((y + 1.0) * y - 14.0) * y;
        return a * a + b * b;
    }
};

}  // namespace

SurfaceSpec freudenstein_roth() {
    return {.id = "freudenstein_roth",
            .name = "Freudenstein-Roth",
            .formula = "(x-13+((5-y)·y-2)·y)² + (x-29+((y+1)·y-14)·y)²",
            .shows = "A strong trap: a second hollow at (11.41, -0.90), with loss 48.98, catches most paths.",
            .domain = {-5, 15, -3, 6},
            .start = {0.5, -2},
            .minima = {{5, 4}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
