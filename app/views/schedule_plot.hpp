// The curve of a schedule over the run, with the playhead and the value there. A schedule with knots is drawn by the mouse: a click
// adds a knot, dragging moves one or draws freely, a right click removes one.
#pragma once

#include <optional>
#include <vector>

#include "app/scene/knots.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// What the mouse is doing on one of these plots; it has one hand.
struct KnotHand {
    ImGuiID plot = 0;      // 0: nothing
    int knot = -1;         // being moved, or just added
    bool drawing = false;  // from bare ground: moving on draws freely
    Point last = Point::Zero();
    double top = 1;        // of the axis: it stays while the hand is down
};

struct ScheduleCurve {
    std::vector<double> steps, values;  // the curve
    double shown = 0;                   // its value at the step that is shown; NaN where there is none
    bool from_zero = true;              // the axis begins at 0

    // Of schedules with knots. A knot lies at step + shift and, in pairs, at the height scale · factor.
    const Knots* knots = nullptr;
    bool pairs = false;
    double shift = 0, scale = 1;
};

struct KnotEdit {
    std::optional<Knots> knots;  // as they are now
    bool committed = false;      // the gesture ended
};

// Takes schedule_plot_height() at the cursor.
KnotEdit schedule_plot(const ViewContext& context, const char* id, const ScheduleCurve& curve, ImU32 colour, float width, KnotHand& hand);
float schedule_plot_height(const Ui& ui);

}  // namespace thalweg::app
