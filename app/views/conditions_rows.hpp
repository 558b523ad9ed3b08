// What all racers share besides the problem: the minibatch, the noise of the gradients, and the seed of both.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

// Rows at the cursor, as wide as `content`.
void draw_conditions_rows(const ViewContext& context, const Rect& content);

}  // namespace thalweg::app
