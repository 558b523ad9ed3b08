// The loss surface in 3D, linked with the contour: the same rectangle, levels, colours, cursor and playhead.
#pragma once

#include "app/views/contour_state.hpp"
#include "app/views/surface_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// `contour` says which part of the plane is shown, and how heights become colours.
void draw_surface_view(const ViewContext& context, SurfaceState& state, ContourState& contour);

// True while a sharper picture is still being sampled.
bool surface_busy(const SurfaceState& state);

}  // namespace thalweg::app
