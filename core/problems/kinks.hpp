// Where the slope has a jump: the gradients on all sides of a point, and the one among their mixtures that is the way down.
#pragma once

#include <optional>

#include "core/problems/objective.hpp"

namespace thalweg {

struct GradientsAround {
    Point least;     // of the convex hull of the gradients: 0 where no direction leads down. Along a kink it is the slope of the kink itself:
                     // −least is where Filippov's solution of x′ = −∇f slides
    double largest;  // norm of a gradient
    double spread;   // norm of a difference of two
};

// Of sixteen points on the ellipse with these semi-axes. Nothing where one of them has no gradient.
// After Burke, Lewis & Overton 2005, "A robust gradient sampling algorithm for nonsmooth, nonconvex optimization".
std::optional<GradientsAround> gradients_around(const Objective& objective, const Point& at, const Point& radii);

}  // namespace thalweg
