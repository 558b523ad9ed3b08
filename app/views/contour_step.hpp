// The selected racer's step at the playhead, drawn on the contour picture with a legend.
#pragma once

#include <vector>

#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// Returns what its texts cover, so that others keep away.
std::vector<Rect> draw_step(const ViewContext& context, ContourState& state, const Rect& picture);

}  // namespace thalweg::app
