// Two half circles that reach into each other.
#include <numbers>

#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

constexpr double radius = 3;

// The second half circle is the first one turned by half about the origin.
void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double angle = draws.between(0, std::numbers::pi), side = wanted.label == 1 ? -1 : 1;
    input << side * (radius * cos(angle) - radius / 2), side * (radius * sin(angle) - radius / 4);
}

}  // namespace

ExamplesSpec moons() {
    return {.id = "moons",
            .name = "Moons",
            .shows = "Two half moons: a straight line gets most points right, the rest needs a curve.",
            .shape = {.features = 2, .classes = 2},
            .noise = 0.3,
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
