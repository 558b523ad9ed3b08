// The curvature at a point of the contour: its eigenvectors as an ellipse there, the numbers on a card in a corner.
#pragma once

#include "app/session/local_model.hpp"
#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// Returns what the card covers. `card_left`: the side it is on, kept between frames so that it does not jump.
Rect draw_curvature(const ViewContext& context, const ContourState& state, const Rect& picture, const LocalModel& model, bool& card_left);

}  // namespace thalweg::app
