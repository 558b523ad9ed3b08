// What all racers share besides the problem: the minibatch, the noise of the gradients, and the seed of both.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

// Rows at the cursor, as wide as `content`.
void draw_conditions_rows(const ViewContext& context, const Rect& content);

// Those of the noise alone: kind, and where it has them size and tails. `label_width` as parameter_slider has it.
void draw_noise_rows(const ViewContext& context, float width, float label_width = 0);

}  // namespace thalweg::app
