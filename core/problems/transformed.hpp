// Any surface moved, stretched and turned in its plane: the probe for what a rule owes to the direction of the axes.
#pragma once

#include <array>

#include "core/facts/parameter.hpp"
#include "core/problems/problem.hpp"

namespace thalweg {

// A point u of the surface lies at p = shift + R(φ)·(scale_x·u₁, scale_y·u₂): stretched along the surface's own axes, then turned
// counterclockwise about the origin, then moved.
struct Transform {
    std::array<double, 5> values{0, 0, 1, 1, 0};  // in the order of transform_parameters()

    bool identity() const { return *this == Transform{}; }
    Point apply(const Point& u) const;   // from the surface to the plane
    Point revert(const Point& p) const;  // and back
    bool operator==(const Transform&) const = default;
};

std::span<const Parameter> transform_parameters();  // shift_x, shift_y, scale_x, scale_y, rotation

// The problem with everything that it knows moved along: minima, start, and a view that holds the turned domain. The identity
// gives the problem itself.
Problem transformed(Problem problem, const Transform& transform);

}  // namespace thalweg
