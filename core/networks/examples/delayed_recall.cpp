// A cue at the first step, then distraction, then: what was the cue? The answer is asked for after the last step, T steps later.
// The long-lag tasks of Hochreiter & Schmidhuber (1997) in their smallest form: the gradient has to reach back T steps.
#include <array>

#include "core/networks/examples/spec.hpp"

namespace thalweg::examples {
namespace {

enum Index { delay, cue };
constexpr std::array<std::string_view, 2> cues{"binary", "real"};

ExamplesShape shape(std::span<const double> p) { return {.features = 1, .classes = p[cue] == 0 ? 2 : 0, .time_steps = static_cast<int>(p[delay]) + 1}; }

void example(const ExampleWanted& wanted, ExampleDraws& draws, ExampleVector input, ExampleVector target) {
    if (wanted.parameters[cue] == 0) input[0] = wanted.label == 1 ? 1 : -1;
    else target[0] = input[0] = draws.between(-1, 1);
    if (wanted.noise > 0)
        for (double& distraction : input.tail(input.size() - 1)) distraction = wanted.noise * draws.gaussian();
}

}  // namespace

ExamplesSpec delayed_recall() {
    return {.id = "delayed_recall",
            .name = "Delayed recall",
            .shows = "A recurrent cell must remember its first input: the longer the delay, the more the gradient on its way back vanishes or explodes.",
            .parameters = {whole("delay", "T", "steps from the cue to the question", 10, {1, 200}),
                           {.id = "cue",
                            .symbol = "cue",
                            .meaning = "-1 or 1, or any number in between",
                            .default_value = 0,
                            .range = {0, 1},
                            .scale = Scale::choice,
                            .options = cues}},
            .shape = {.features = 1, .classes = 2, .time_steps = 11},
            .shape_with = shape,
            .noise = 0.1,
            .noise_on = NoiseOn::itself,
            .noise_slider = 1,
            .example = example};
}

}  // namespace thalweg::examples
