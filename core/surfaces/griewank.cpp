// Griewank: f(x, y) = 1 + (x²+y²)/4000 - cos x·cos(y/√2).
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        return 1.0 + (x * x + y * y) / 4000.0 - cos(x) * cos(y / std::numbers::sqrt2);
    }
};

}  // namespace

SurfaceSpec griewank() {
    return {.id = "griewank",
            .name = "Griewank",
            .formula = "1 + (x²+y²)/4000 - cos x·cos(y/√2)",
            .shows = "Waves on a very wide bowl: what you see depends on how far you stand.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, 7},
            .minima = {{0, 0}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
