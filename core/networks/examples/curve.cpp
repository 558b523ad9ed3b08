// Regression of one variable: y = f(x) + σ·ξ.
#include "core/networks/examples/curves.hpp"

namespace thalweg::examples {
namespace {

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector target) {
    input[0] = draws.between(-curve_reach, curve_reach);
    target[0] = curve_value(wanted.parameters[0], input[0]);
}

}  // namespace

ExamplesSpec curve() {
    return {.id = "curve",
            .name = "Curve",
            .shows = "A network draws a curve: slow bends come first, fast ones last, and with noise and too many units it follows the noise.",
            .parameters = {curve_shape()},
            .shape = {.features = 1},
            .count = 100,
            .noise = 0.1,
            .noise_on = NoiseOn::targets,
            .noise_slider = 1,
            .domain = Box{-3.6, 3.6, -2.5, 2.5},
            .example = example};
}

}  // namespace thalweg::examples
