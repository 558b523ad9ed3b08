// The loss surface from above: heights, isolines, trajectories, and the hand that moves the start point.
#pragma once

#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

void draw_contour_view(const ViewContext& context, ContourState& state);

// True while a sharper picture is still being sampled.
bool contour_busy(const ContourState& state);

}  // namespace thalweg::app
