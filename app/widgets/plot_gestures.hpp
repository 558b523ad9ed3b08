// The mouse upon a plot: the wheel zooms about the cursor, dragging pans, a double click shows everything again.
#pragma once

#include "app/widgets/axis.hpp"
#include "app/widgets/hit.hpp"

#include <optional>

namespace thalweg::app {

struct PlotGesture {
    bool changed = false;             // an axis is different now
    std::optional<double> hover_x;    // values under the mouse
    std::optional<double> hover_y;
    std::optional<double> clicked_x;  // pressed and released without dragging: move the playhead here
    Hit hit;
};

struct PlotGestureStyle {
    bool zoom_x = true, zoom_y = false;  // Shift turns to the other axis where it is allowed
    bool drag_pans = true;               // otherwise `hit.held` and hover_x let a drag scrub the playhead
};

// `home` is what the double click returns to and, on x, what panning may not leave.
PlotGesture plot_gesture(const Ui& ui, const char* id, const Rect& rect, Axis& x, const Axis& x_home, Axis& y, const Axis& y_home,
                         const PlotGestureStyle& style = {});

}  // namespace thalweg::app
