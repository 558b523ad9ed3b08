// A curve of straight lines between knots, as a hand edits it. Knots lie at whole steps in rising order; every edit keeps that.
#pragma once

#include <vector>

#include "core/problems/objective.hpp"

namespace thalweg::app {

using Knots = std::vector<Point>;

// Position of the knot at this step, or -1.
int knot_at(const Knots& knots, double step);

// With a knot there; one at the same step is replaced.
Knots with_knot(Knots knots, Point at);
Knots without_knot(Knots knots, int knot);

// The knot goes to `to`, or as near as its neighbours and the ends 0 and `last` let it.
Knots with_knot_moved(Knots knots, int knot, Point to, double last);

// A stroke from one point to the next: it ends in a knot, and what it passes over is gone.
Knots with_stroke(Knots knots, const Point& from, Point to);

}  // namespace thalweg::app
