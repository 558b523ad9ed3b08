// One parameter of the scenario: a row whose slider makes an edit, and ends the gesture where the hand lets go.
#pragma once

#include "app/views/parameter_slider.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// `edit(value)` makes the edit that sets it. `label_width` as parameter_slider has it.
template <class MakeEdit>
void parameter_row(const ViewContext& context, const Parameter& parameter, double value, float width, MakeEdit&& edit, float label_width = 0) {
    const SliderResult result = parameter_slider(context.ui, parameter, value, width, false, label_width);
    if (result.changed) context.edits.push_back(edit(value));
    if (result.committed) context.edits.push_back(EndGesture{});
}

// Those of every race, whatever its problem is.
inline constexpr Parameter steps_parameter{"steps", "steps", "updates of each racer", default_steps, {min_steps, max_steps}, Scale::log_count, {10, 100'000}};
inline void steps_row(const ViewContext& context, float width, float label_width = 0) {
    parameter_row(context, steps_parameter, context.session.scenario().steps, width, [](double steps) { return SetSteps{static_cast<int>(std::lround(steps))}; }, label_width);
}
inline void seed_row(const ViewContext& context, float width, std::string_view meaning, float label_width = 0) {
    const Parameter seed{"seed", "seed", meaning, 0, {0, 1e15}, Scale::count, {0, 100}};
    parameter_row(context, seed, static_cast<double>(context.session.scenario().seed), width, [](double number) { return SetSeed{static_cast<std::uint64_t>(number)}; }, label_width);
}

}  // namespace thalweg::app
