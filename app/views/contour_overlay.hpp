// What lies on and around the contour picture: axes, colour bar, labels, read-out. ImGui only, no GL.
#pragma once

#include <span>

#include "app/views/contour_state.hpp"
#include "app/views/landmarks.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

inline ViewRect view_of(const Box& box) { return {box.x_min, box.x_max, box.y_min, box.y_max}; }

// Where a point of the plane is on screen, the picture being at `picture`.
ImVec2 on_screen(const ContourState& state, const Rect& picture, const Point& p);
Placer placer_of(const ContourState& state, const Rect& picture);  // while both live

ColourMapId shown_map(const ContourState& state, const Ui& ui);

void draw_axes(const ViewContext& context, const ContourState& state, const Rect& picture);
void draw_colour_bar(const ViewContext& context, const ContourState& state, const Rect& bar);
void draw_isoline_labels(const ViewContext& context, const ContourState& state, const Rect& picture, std::span<const Rect> covered);
// Positions to the digits that a step of `x_pixel`, `y_pixel` needs.
Rect draw_point_readout(const ViewContext& context, const Rect& picture, const Point& at, double x_pixel, double y_pixel);

}  // namespace thalweg::app
