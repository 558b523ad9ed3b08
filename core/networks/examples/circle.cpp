// A disc within a ring, uniform over the area of each.
#include <cmath>
#include <numbers>

#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

constexpr double radius = 5, border = 3;

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const double half_gap = wanted.parameters[0] / 2;
    const double from = wanted.label == 1 ? 0 : border + half_gap, to = wanted.label == 1 ? border - half_gap : radius;
    const double r = std::sqrt(draws.between(from * from, to * to)), angle = draws.between(0, 2 * std::numbers::pi);
    input << r * cos(angle), r * sin(angle);
}

}  // namespace

ExamplesSpec circle() {
    return {.id = "circle",
            .name = "Circle",
            .shows = "One class surrounds the other: no straight line parts them, three units that each draw one line nearly do.",
            .parameters = {gap(1, 3)},
            .shape = {.features = 2, .classes = 2},
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
