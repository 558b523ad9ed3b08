// Strict saddle: f(x, y) = ½x² + ¼y⁴ - ½y².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T yy = y * y;
        return 0.5 * (x * x) + 0.25 * (yy * yy) - 0.5 * yy;
    }
};

}  // namespace

SurfaceSpec strict_saddle() {
    return {.id = "strict_saddle",
            .name = "Strict saddle",
            .formula = "½x² + ¼y⁴ - ½y²",
            .shows = "A saddle with a way out on both sides: how long does it take to notice? Noise helps.",
            .domain = {-2, 2, -2, 2},
            .start = {-1.5, 0.001},
            .minima = {{0, 1}, {0, -1}},
            .minimum = -0.25,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
