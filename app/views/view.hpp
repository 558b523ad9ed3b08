// What every view gets: the session to read, a rectangle to fill, and a place for its edits. One panel per file;
// view_list.cpp is the map of the window.
#pragma once

#include <optional>

#include "app/session/session.hpp"
#include "app/widgets/ui.hpp"

namespace thalweg::app {

// One cursor for the whole window: hovering a step, or a point of the plane, in one view shows it in all of them.
struct SharedCursor {
    std::optional<double> step;  // hovered in the frame before, by whichever view
    std::optional<double> next;  // set by the view under the mouse
    std::optional<Point> point, next_point;  // likewise, of the plane
};

struct ViewContext {
    const Session& session;
    const Ui& ui;
    Edits& edits;
    SharedCursor& cursor;
    Rect rect;  // in pixels; the view stays within it

    // The step whose numbers are shown: the one under the mouse, else the playhead.
    double shown_step() const { return cursor.step.value_or(session.playhead()); }
};

}  // namespace thalweg::app
