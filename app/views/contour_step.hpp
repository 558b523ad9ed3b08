// The selected racer's step at the playhead, drawn on the contour picture with a legend.
#pragma once

#include <vector>

#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// Its texts keep away from what is covered; returns that with what they cover themselves.
std::vector<Rect> draw_step(const ViewContext& context, ContourState& state, const Rect& picture, std::vector<Rect> covered);

}  // namespace thalweg::app
