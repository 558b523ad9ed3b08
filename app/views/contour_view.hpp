// The loss surface from above: heights, isolines, trajectories, and the hand that moves the start point.
#pragma once

#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

void draw_contour_view(const ViewContext& context, ContourState& state);

// Levels and colours of the problem at hand, for every picture of it; costs nothing while it is the same.
void follow_problem(const Session& session, ContourState& state);
RowSampler sampler_of(const Problem& problem);

// True while a sharper picture is still being sampled.
bool contour_busy(const ContourState& state);

}  // namespace thalweg::app
