// What the plots over steps have in common: the axis with its gestures and cursors, and their room. Their lines: step_lines.hpp.
#pragma once

#include <functional>
#include <vector>

#include "app/views/view.hpp"
#include "app/widgets/plot.hpp"

namespace thalweg::app {

struct StepAxis {
    Axis axis;                // the steps that are shown, or the evaluations
    int steps = -1;           // of the race it belongs to: the last value that there is
    double before_click = 0;  // a double click begins with a click: the playhead then goes back to where it was
    bool second_click = false;
};

// Before use: all steps of a new race, unless a part of them was chosen that still exists.
void follow_race(StepAxis& steps, const Session& session);
void follow(StepAxis& steps, int last);  // the same for an axis that ends elsewhere

// The wheel zooms, dragging pans, a click moves the playhead, hovering moves the cursor of the window. `step_at`: the step that
// belongs to a value of an axis of something else.
void step_gestures(const ViewContext& context, const char* id, const Rect& plot, StepAxis& steps, const std::function<double(double)>& step_at = {});

// The step under the mouse and the playhead. `x_at`: where a step lies on an axis of something else.
void draw_cursors(const ViewContext& context, Plot& plot, const std::function<double(double)>& x_at = {});

// What the axis and the lines of a plot are made from: while it stays the same, they do.
struct PlotInputs {
    std::vector<std::uint64_t> revisions;  // of the racers, and of what else is drawn
    std::vector<int> rows;
    std::vector<bool> hidden;
    std::vector<int> choices;              // the view's own
    double first = 0, last = 0;            // of the axis across
    float width = 0, height = 0, scale = 0;
    bool operator==(const PlotInputs&) const = default;
};
PlotInputs plot_inputs(const ViewContext& context, const Axis& across);

// Racers that are shown, the selected one last: upon the others.
std::vector<std::size_t> drawing_order(const Session& session);

// Where a plot over steps goes below the heading of a pane, and how many labels fit beside it.
struct PlotRoom {
    Rect area;
    int x_ticks = 0, y_ticks = 0;
    float labels_y = 0;  // of the steps
    bool wide = false, enough = false;  // for their labels; for the plot
};
PlotRoom plot_room(const Ui& ui, const Rect& pane, const StepAxis& steps, const Axis& y);

// The room that the last label of the axis needs beyond the plot's right edge.
float step_label_overhang(const Ui& ui, int steps);
void draw_step_labels(const Ui& ui, float x0, float x1, float centre_y, const Axis& steps, int wanted);

}  // namespace thalweg::app
