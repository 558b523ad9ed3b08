// Whole curves of stationary points: the level floor of a valley, the level crest of a ridge.
#pragma once

#include <optional>
#include <vector>

#include "core/problems/curvature.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {

struct CriticalCurve {
    std::vector<Point> points;  // in order, close together; the last is the first again where the curve is closed
    PointKind kind;             // what it is across: minimum or maximum
};

// Finds such curves. `cell` is the size of what is looked at closely; evaluations are added to `spent`.
class CurveTracer {
public:
    CurveTracer(const Objective& objective, const Box& view, const Point& cell, int& spent) : objective_(objective), view_(view), cell_(cell), spent_(spent) {}

    // The point of a curve across from here, a cell or two away at most.
    std::optional<Curvature> nearest(const Point& from) const { return corrected(from, 1.5); }
    // The curve through such a point, both ways, until it closes, leaves the view or is level no more; nothing where that is at once.
    std::optional<CriticalCurve> through(const Curvature& from) const;

private:
    std::optional<Curvature> corrected(const Point& from, double reach) const;
    bool is_level(const Curvature& c) const;
    std::vector<Point> follow(const Curvature& from, Point along) const;
    Curvature at(const Point& p) const;
    double in_cells(const Point& move) const { return move.cwiseQuotient(cell_).cwiseAbs().maxCoeff(); }

    const Objective& objective_;
    Box view_;
    Point cell_;
    int& spent_;
};

}  // namespace thalweg
