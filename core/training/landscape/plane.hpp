// A plane through parameter space, θ(a, b) = θ0 + a·u + b·v, and where other parameters stand above it.
#pragma once

#include <span>

#include "core/networks/scalar.hpp"

namespace thalweg {

struct Plane {
    Vector<double> origin, u, v;  // directions need not be orthogonal, but must not be parallel

    Vector<double> at(double a, double b) const { return origin + a * u + b * v; }
};

// The point of the plane next to some θ, and how far away from it θ is.
struct Projection {
    double a, b;
    double distance;
};

// Least squares: (a, b) minimises ‖θ − θ0 − a·u − b·v‖, so that what is left over is orthogonal to both directions.
class Projector {
public:
    explicit Projector(Plane plane);

    const Plane& plane() const { return plane_; }
    Projection operator()(std::span<const double> theta) const;

private:
    Plane plane_;
    double uu_, uv_, vv_;  // the directions' Gram matrix
};

}  // namespace thalweg
