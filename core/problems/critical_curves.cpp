#include "core/problems/critical_curves.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

constexpr double longest_step = 0.5, shortest_step = 1.0 / 64;  // in cells
constexpr int most_steps = 3000;     // each way
constexpr int most_corrections = 12;
constexpr double level = 1e-9;       // the slope along the curve, as a share of what the curvature across makes of a cell
constexpr std::size_t fewest = 5;    // points that make a curve

// The axis along which the loss bends: columns of Curvature::axes.
int across(const Curvature& c) { return std::abs(c.eigenvalues[0]) >= std::abs(c.eigenvalues[1]) ? 0 : 1; }
Point along_of(const Curvature& c) { return c.axes.col(1 - across(c)); }
double bend(const Curvature& c) { return c.eigenvalues[across(c)]; }

}  // namespace

Curvature CurveTracer::at(const Point& p) const {
    ++spent_;
    return curvature_at(objective_, p);
}

bool CurveTracer::is_level(const Curvature& c) const {
    const double steep = std::abs(bend(c)), flat = std::abs(c.eigenvalues[1 - across(c)]);
    return steep > 0 && flat <= 1e-4 * steep && std::abs(along_of(c).dot(c.d.gradient)) <= level * steep * cell_.minCoeff();
}

// Newton's method along the axis that bends.
std::optional<Curvature> CurveTracer::corrected(const Point& from, double reach) const {
    Curvature c = at(from);
    for (int i = 0; i < most_corrections && c.defined && bend(c) != 0; ++i) {
        const Point axis = c.axes.col(across(c)), move = -axis * (axis.dot(c.d.gradient) / bend(c));
        if (!(in_cells(c.at + move - from) < reach)) return {};
        const bool there = in_cells(move) < 1e-11;
        c = at(c.at + move);
        if (there) return c.defined && is_level(c) ? std::optional(c) : std::nullopt;
    }
    return {};
}

// A step along the axis that does not bend, then back onto the curve.
std::vector<Point> CurveTracer::follow(const Curvature& from, Point along) const {
    std::vector<Point> points{from.at};
    Curvature here = from;
    double step = longest_step;
    while (points.size() < most_steps && step >= shortest_step) {
        const auto next = corrected(here.at + along * (step / in_cells(along)), longest_step);
        Point onward = next ? along_of(*next) : along;
        if (onward.dot(along) < 0) onward = -onward;
        if (!next || onward.dot(along) < 0.9 || (next->at - here.at).dot(along) <= 0 || bend(*next) * bend(from) <= 0) {
            step *= 0.5;
            continue;
        }
        here = *next;
        along = onward;
        points.push_back(here.at);
        if (here.at.x() < view_.x_min || here.at.x() > view_.x_max || here.at.y() < view_.y_min || here.at.y() > view_.y_max) break;
        if (points.size() > fewest && in_cells(here.at - from.at) < 0.75 * step) {
            points.push_back(from.at);
            break;
        }
        step = std::min(2 * step, longest_step);
    }
    return points;
}

std::optional<CriticalCurve> CurveTracer::through(const Curvature& from) const {
    CriticalCurve curve{follow(from, along_of(from)), bend(from) > 0 ? PointKind::minimum : PointKind::maximum};
    if (const bool closed = curve.points.size() > fewest && curve.points.back() == from.at; !closed) {
        std::vector<Point> back = follow(from, -along_of(from));
        curve.points.insert(curve.points.begin(), back.rbegin(), back.rend() - 1);  // without the point itself
    }
    return curve.points.size() < fewest ? std::nullopt : std::optional(std::move(curve));
}

}  // namespace thalweg
