// The step at the playhead as lines on the picture: its parts tip to tail, what other rules would do, and the optimizer's own
// figures (preconditioner, trust region, simplex, covariance). Geometry only, in pixels of the picture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/scene/view_rect.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg::app {

struct StepArrow {
    enum class Role { part, whole, comparison };
    Role role;
    std::string symbol;  // short, beside the arrow: "g", "m"
    std::string label;   // in the legend: "first moment so far"
    PixelPoint from, to;
    bool cut = false;    // a comparison that goes on far beyond what is drawn
    int index = 0;       // of a part, in the order of the sum; of a comparison
};

struct StepOutline {
    std::string symbol, label;
    std::vector<PixelPoint> points;
    bool closed = true;  // else a segment, which ends at a point of interest
};

struct StepFigure {
    double magnification = 1;  // of everything about θ, as under a magnifying glass; not of figures of which only the shape counts
    std::vector<StepArrow> arrows;
    std::vector<StepOutline> outlines;
};

// Magnified by 1, 2, 5, 10, … so that it is legible at any zoom, or by `wanted`. `former` is kept while it
// still suits, so that nothing jumps while the playhead moves. `unit`: pixels per unscaled pixel.
StepFigure step_figure(const Anatomy& anatomy, const ViewRect& view, PixelSize size, double unit, std::optional<double> wanted = {}, double former = 0);

}  // namespace thalweg::app
