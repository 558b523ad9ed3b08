// Monkey saddle, bounded: f(x, y) = x³ - 3xy² + ¼·(x²+y²)².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xx = x * x, yy = y * y;
        return xx * x - 3.0 * (x * yy) + 0.25 * square(xx + yy);
    }
};

}  // namespace

SurfaceSpec monkey_saddle_bounded() {
    return {.id = "monkey_saddle_bounded",
            .name = "Monkey saddle, bounded",
            .formula = "x³ - 3xy² + ¼·(x²+y²)²",
            .shows = "A centre where gradient and Hessian both vanish, and three equal minima around it.",
            .domain = {-4, 4, -4, 4},
            .start = {1, 0.01},
            .minima = {{-3, 0}, {1.5, 2.598076211353316}, {1.5, -2.598076211353316}},
            .minimum = -6.75,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
