// The loss landscape of a network race from above: the real loss on a plane through parameter space, with every racer's path upon it.
#pragma once

#include "app/views/contour_options.hpp"
#include "app/views/landscape_state.hpp"

namespace thalweg::app {

// `options`: colours and isolines as the user likes them.
void draw_landscape_view(const ViewContext& context, LandscapeState& state, ContourOptions& options);

// What both pictures of it offer on the picture itself: colours, levels, home. `exaggeration` where there is one.
void draw_landscape_options(const ViewContext& context, LandscapeState& state, ContourOptions& options, const Rect& picture, bool at_home, bool& reset, double* exaggeration = nullptr);
// (a, b), loss and distance from the plane there.
Rect draw_landscape_readout(const ViewContext& context, const LandscapeState& state, const Rect& picture, const Point& at);

}  // namespace thalweg::app
