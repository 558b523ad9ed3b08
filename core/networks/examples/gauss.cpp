// Normal clouds whose centres lie evenly on a circle; two of them at (2, 2) and (-2, -2).
#include <cmath>
#include <numbers>

#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

enum Index { clouds, spread };
constexpr double distance = 2 * std::numbers::sqrt2;

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double* p = wanted.parameters.data();
    const double angle = 2 * std::numbers::pi * (0.125 + (1 - wanted.label) / p[clouds]);  // class 1 up and right
    input[0] = distance * cos(angle) + p[spread] * draws.gaussian();
    input[1] = distance * sin(angle) + p[spread] * draws.gaussian();
}

}  // namespace

ExamplesSpec gauss() {
    return {.id = "gauss",
            .name = "Gaussian clouds",
            .shows = "Straight lines part the clouds, so no hidden layer is needed; where clouds overlap, no network can be certain.",
            .parameters = {whole("clouds", "k", "number of clouds, each a class of its own", 2, {2, 8}),
                           {"spread", "σ₀", "standard deviation of each cloud", 1, {0, 3}, Scale::linear}},
            .shape = {.features = 2, .classes = 2},
            .shape_with = [](std::span<const double> p) { return ExamplesShape{.features = 2, .classes = static_cast<int>(p[clouds])}; },
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
