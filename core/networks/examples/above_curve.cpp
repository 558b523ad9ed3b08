// Class 1 lies above the curve: y > f(x).
#include "core/networks/examples/curves.hpp"

namespace thalweg::examples {
namespace {

enum Index { shape, strip };

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double x = draws.between(-curve_reach, curve_reach), border = curve_value(wanted.parameters[shape], x), half_gap = wanted.parameters[strip] / 2;
    input << x, (wanted.label == 1 ? draws.between(border + half_gap, curve_reach) : draws.between(-curve_reach, border - half_gap));
}

}  // namespace

ExamplesSpec above_curve() {
    return {.id = "above_curve",
            .name = "Above a curve",
            .shows = "Is y > f(x)? The decision boundary must bend itself into a known curve, so its errors are easy to see.",
            .parameters = {curve_shape(), gap(0.2, 1.5)},
            .shape = {.features = 2, .classes = 2},
            .count = 300,
            .noise_slider = 1,
            .domain = Box{-3.6, 3.6, -3.6, 3.6},
            .example = example};
}

}  // namespace thalweg::examples
