// One parameter from its facts: a slider, a switch or a choice of words.
#pragma once

#include "app/widgets/controls.hpp"
#include "core/facts/parameter.hpp"

namespace thalweg::app {

// Takes a row at the cursor. `linked` marks the symbol: it moves in all racers together. `label_width`
// unscaled, where the labels of a card are words; 0 is enough for symbols.
SliderResult parameter_slider(const Ui& ui, const Parameter& parameter, double& value, float width, bool linked = false, float label_width = 0);

}  // namespace thalweg::app
