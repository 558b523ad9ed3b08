// The heading of the landscape: which plane it is drawn on, with what that needs to be told, and below it what is known about the plane.
#pragma once

#include "app/views/landscape_state.hpp"

namespace thalweg::app {

// At the top of the view; returns where the picture may begin.
float draw_landscape_heading(const ViewContext& context, LandscapeState& state);

}  // namespace thalweg::app
