// One sigmoid neuron with weight x and bias y, squared error on six points (a, t) whose classes overlap, so that the best weight is finite.
#include "core/numerics/functions.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double points[][2] = {{-2.5, 0}, {-1.5, 0}, {-0.5, 1}, {0.5, 0}, {1.5, 1}, {2.5, 1}};
        T sum = 0.0;
        for (const auto& [a, t] : points) sum = sum + square(sigmoid(a * x + y) - t);
        return sum / 6.0;
    }
};

}  // namespace

SurfaceSpec saturating_neuron() {
    return {.id = "saturating_neuron",
            .name = "Saturating neuron",
            .formula = "mean (σ(x·a + y) - t)² over (a, t) = (-2.5, 0), (-1.5, 0), (-0.5, 1), (0.5, 0), (1.5, 1), (2.5, 1)",
            .shows = "Saturation: where the neuron says 0 or 1 with confidence, right or wrong, the gradient all but vanishes. Initialise small.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, 8},
            .minima = {{0.8923098058106711, 0}},
            .minimum = 0.14144749470363324,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
