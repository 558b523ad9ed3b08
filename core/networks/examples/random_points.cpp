// A hundred normal random points with a simple rule, or none: what tutorials feed to a first 2-3-1 network.
#include <array>

#include "core/networks/examples/spec.hpp"

namespace thalweg::examples {
namespace {

constexpr std::array<std::string_view, 3> rules{"sum", "product", "coin"};

// A point of the wrong side is mirrored onto the right one, which leaves the distribution normal.
void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector) {
    input[0] = draws.gaussian();
    input[1] = draws.gaussian();
    const bool wants = wanted.label == 1;
    switch (static_cast<int>(wanted.parameters[0])) {
    case 0:
        if ((input[0] + input[1] > 0) != wants) input = -input.eval();
        break;
    case 1:
        if ((input[0] * input[1] > 0) != wants) input[0] = -input[0];
        break;
    default: break;  // classes in turn, wherever the points lie
    }
}

}  // namespace

ExamplesSpec random_points() {
    return {.id = "random_points",
            .name = "Random points",
            .shows = "A hundred points for a 2-3-1 network: by the sign of x₁ + x₂ any optimizer learns them, by coin toss they can only be memorised.",
            .parameters = {{.id = "rule",
                            .symbol = "rule",
                            .meaning = "of class 1: x₁ + x₂ > 0, x₁·x₂ > 0, or a coin decides",
                            .default_value = 0,
                            .range = {0, rules.size() - 1},
                            .scale = Scale::choice,
                            .options = rules}},
            .shape = {.features = 2, .classes = 2},
            .count = 100,
            .noise_slider = 1,
            .domain = Box{-3.6, 3.6, -3.6, 3.6},
            .example = example};
}

}  // namespace thalweg::examples
