// The stationary points of a view: minima, saddles and maxima, found numerically.
#pragma once

#include <stop_token>
#include <vector>

#include "core/problems/critical_curves.hpp"

namespace thalweg {

struct CriticalPoint {
    Point at;
    double loss;
    PointKind kind;  // never slope
};

struct CriticalPoints {
    std::vector<CriticalPoint> points;   // isolated ones
    std::vector<CriticalCurve> curves;   // of all others
    bool complete = true;  // false: there are more than most_critical_points, or they took too long to find, or the search was stopped
};

inline constexpr std::size_t most_critical_points = 600;

// Newton's method on ∇f from every cell of a grid in which both components of ∇f may vanish, and the minima that find_minima() knows of at
// kinks, where ∇f does not vanish. From points that are not isolated the whole curve of them is followed.
CriticalPoints find_critical_points(const Objective& objective, const Box& view, const std::stop_token& stop = {});

}  // namespace thalweg
