// What lies on the contour picture of a problem besides what any picture of a plane has. ImGui only, no GL.
#pragma once

#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

inline ViewRect view_of(const Box& box) { return {box.x_min, box.x_max, box.y_min, box.y_max}; }

ColourMapId shown_map(const ContourOptions& options, const Ui& ui);
ColourMapId shown_map(const ContourState& state, const Ui& ui);

// Positions to the digits that a step of `x_pixel`, `y_pixel` needs.
Rect draw_point_readout(const ViewContext& context, const Rect& picture, const Point& at, double x_pixel, double y_pixel);

}  // namespace thalweg::app
