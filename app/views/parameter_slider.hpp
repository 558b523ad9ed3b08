// One parameter from its facts: a slider, a switch or a choice of words.
#pragma once

#include "app/widgets/controls.hpp"
#include "core/facts/parameter.hpp"

namespace thalweg::app {

// Takes a row at the cursor. `linked` marks the symbol: it moves in all racers together.
SliderResult parameter_slider(const Ui& ui, const Parameter& parameter, double& value, float width, bool linked = false);

}  // namespace thalweg::app
