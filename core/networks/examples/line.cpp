// The first regression of most tutorials: y = 3x + 2 + σ·ξ, x in 0 … 2.
#include "core/networks/examples/spec.hpp"

namespace thalweg::examples {
namespace {

enum Index { slope, intercept };

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector target) {
    input[0] = draws.between(0, 2);
    target[0] = wanted.parameters[slope] * input[0] + wanted.parameters[intercept];
}

}  // namespace

ExamplesSpec line() {
    return {.id = "line",
            .name = "Line",
            .shows = "y = 3x + 2 with noise: one weight and one bias, whose best values are known before training begins.",
            .parameters = {{"slope", "w", "slope of the line", 3, {-100, 100}, Scale::linear, {-5, 5}},
                           {"intercept", "b", "where it crosses x = 0", 2, {-100, 100}, Scale::linear, {-5, 5}}},
            .shape = {.features = 1},
            .count = 100,
            .noise = 0.5,
            .noise_on = NoiseOn::targets,
            .domain = Box{-0.25, 2.25, 0, 10},
            .example = example};
}

}  // namespace thalweg::examples
