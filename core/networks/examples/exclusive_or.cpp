// Exclusive or: class 1 where the two coordinates have the same sign. (`xor` itself is a keyword of C++.)
#include <cmath>

#include "core/networks/examples/spec.hpp"

namespace thalweg::examples {
namespace {

constexpr double half_side = 5;

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double half_gap = wanted.parameters[0] / 2;
    const double x = draws.sign() * draws.between(half_gap, half_side), y = draws.between(half_gap, half_side);
    input << x, ((x > 0) == (wanted.label == 1) ? y : -y);
}

}  // namespace

ExamplesSpec exclusive_or() {
    return {.id = "xor",
            .name = "Exclusive or",
            .shows = "Opposite quadrants belong together: the smallest task that needs a hidden layer, with a saddle where all weights are zero.",
            .parameters = {gap(0.6, 4)},
            .shape = {.features = 2, .classes = 2},
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
