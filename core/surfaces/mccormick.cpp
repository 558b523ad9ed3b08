// McCormick: f(x, y) = sin(x+y) + (x-y)² - 1.5x + 2.5y + 1.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        return sin(x + y) + square(x - y) - 1.5 * x + 2.5 * y + 1.0;
    }
};

}  // namespace

SurfaceSpec mccormick() {
    return {.id = "mccormick",
            .name = "McCormick",
            .formula = "sin(x+y) + (x-y)² - 1.5x + 2.5y + 1",
            .shows = "A gentle curved valley; lowest within the box, beyond it the sheet goes on falling.",
            .domain = {-1.5, 4, -3, 4},
            .start = {3, 3},
            .minima = {{-0.5471975511965976, -1.547197551196598}},
            .minimum = -1.913222954981037,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
