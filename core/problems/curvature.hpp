// What the second derivatives say about a point: how much the loss bends, which way, and what kind of point it is.
#pragma once

#include <limits>

#include "core/problems/objective.hpp"

namespace thalweg {

struct Curvature {
    Point at;
    Derivatives d;
    Eigen::Vector2d eigenvalues;  // of the Hessian: λ₁ ≥ λ₂
    Eigen::Matrix2d axes;         // its eigenvectors of length 1, as columns in that order
    bool defined = false;         // loss, gradient and Hessian are finite

    double condition() const;  // κ = max|λ|/min|λ|; infinite for a singular Hessian
    // How far Newton's method would go from here: how far the stationary point is, while the loss is nearly quadratic on the way.
    // Infinite where the Hessian is singular along the gradient.
    double newton_distance() const;
};

Curvature curvature_at(const Objective& objective, const Point& at);

// λ₁ ≥ λ₂ and the eigenvectors of a symmetric matrix.
void eigen_of(const Eigen::Matrix2d& symmetric, Eigen::Vector2d& values, Eigen::Matrix2d& vectors);

enum class PointKind {
    slope,    // no stationary point within reach
    minimum,
    saddle,
    maximum,
    flat,     // stationary, but the Hessian leaves it open: an eigenvalue is 0
};

// What stands within `reach` of the point: a length of the plane, as a few pixels.
PointKind kind_of(const Curvature& curvature, double reach);

// Of a stationary point, by the signs of the eigenvalues.
PointKind kind_of(const Eigen::Vector2d& eigenvalues);

// What a step did to the loss, against what the quadratic model at its start promised.
struct Decrease {
    double predicted;  // −gᵀs − ½sᵀHs
    double actual;     // f(θ) − f(θ + s)
};
Decrease decrease_of(const Objective& objective, const Curvature& start, const Point& step);

}  // namespace thalweg
