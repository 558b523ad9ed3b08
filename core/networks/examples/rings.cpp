// Circles around one centre, in turn of either class; the farther out, the more points, so that all are equally dense.
#include <numbers>

#include "core/networks/examples/spec.hpp"
#include "core/numerics/elementary.hpp"

namespace thalweg::examples {
namespace {

constexpr double radius = 5;

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    const int rings = static_cast<int>(wanted.parameters[0]);
    // Ring 1, 2, … from the centre has a share of points like its number. The outermost is of class 0.
    const auto of_class = [&](int ring) { return (rings - ring) % 2 == wanted.label; };
    int total = 0, ring = 1;
    for (int k = 1; k <= rings; ++k) total += of_class(k) ? k : 0;
    for (int place = draws.below(total); !of_class(ring) || place >= ring; ++ring) place -= of_class(ring) ? ring : 0;
    const double r = radius * ring / rings, angle = draws.between(0, 2 * std::numbers::pi);
    input << r * cos(angle), r * sin(angle);
}

}  // namespace

ExamplesSpec rings() {
    return {.id = "rings",
            .name = "Rings",
            .shows = "Class within class within class: each ring more needs another bend of the decision boundary.",
            .parameters = {whole("rings", "k", "number of rings, in turn of either class", 3, {2, 8})},
            .shape = {.features = 2, .classes = 2},
            .count = 400,
            .noise = 0.15,
            .noise_slider = 1,
            .domain = Box{-6, 6, -6, 6},
            .example = example};
}

}  // namespace thalweg::examples
