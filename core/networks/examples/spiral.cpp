// Arms of Archimedean spirals, evenly turned: r = 5t, angle = 2π(turns·t + label/arms), t in 0.05 … 1.
#include <numbers>

#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

enum Index { arms, turns };
constexpr double radius = 5, innermost = 0.05;

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double* p = wanted.parameters.data();
    const double t = draws.between(innermost, 1), angle = 2 * std::numbers::pi * (p[turns] * t + wanted.label / p[arms]);
    input << radius * t * sin(angle), radius * t * cos(angle);
}

}  // namespace

ExamplesSpec spiral() {
    return {.id = "spiral",
            .name = "Spirals",
            .shows = "Arms wound around each other: hard for small networks, so optimizers, depth and activations show their differences.",
            .parameters = {whole("arms", "k", "number of arms, each a class of its own", 2, {2, 8}),
                           {"turns", "turns", "how often each arm goes round", 1.75, {0.25, 4}, Scale::linear}},
            .shape = {.features = 2, .classes = 2},
            .shape_with = [](std::span<const double> p) { return ExamplesShape{.features = 2, .classes = static_cast<int>(p[arms])}; },
            .count = 400,
            .noise = 0.1,
            .noise_slider = 1,
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
