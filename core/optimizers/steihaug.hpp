// The lowest point of a quadratic model of a network's loss by conjugate gradients on exact Hessian-vector products, without the Hessian.
#pragma once

#include <cmath>
#include <limits>

#include "core/optimizers/whole_vector.hpp"

namespace thalweg {

inline constexpr int most_products = 50;  // of one solution

struct ModelMinimum {
    double decrease;        // −⟨g, p⟩ − ½⟨p, (H + τI)·p⟩
    bool curved_down;       // met a direction along which the model falls for ever
};

// Steihaug's p within a circle (1983; Nocedal & Wright 2006, algorithm 7.2), for H + τI; r, d and H·d are room for the model's gradient at
// p, the direction and its product. A direction of negative curvature is followed to the circle; where there is no circle, p stays what it
// was before, or is −g at first (algorithm 7.1).
inline ModelMinimum steihaug(PartOracle& oracle, const Part& theta, const ConstPart& g, double damping, double radius, Part& p, Part& r, Part& d, Part& Hd) {
    const double wanted = 1e-10 * g.norm();
    p.setZero();
    r = g;
    d = -g;
    const auto decrease = [&] { return -0.5 * p.dot(g + r); };
    // As far along d as the circle: the positive root of ‖p + a·d‖ = radius.
    const auto to_circle = [&] {
        const double dd = d.squaredNorm(), pd = p.dot(d), room = radius * radius - p.squaredNorm();
        return room / (pd + std::sqrt(pd * pd + dd * room));
    };
    double rr = g.squaredNorm();
    for (int i = 0; i < most_products && std::sqrt(rr) > wanted; ++i) {
        oracle.hessian_times(theta, d, Hd);
        Hd += damping * d;
        const double curvature = d.dot(Hd);
        if (!(curvature > 0)) {
            if (std::isfinite(radius) && std::isfinite(curvature)) {
                const double a = to_circle();
                p += a * d;
                r += a * Hd;
            } else if (i == 0) {
                p = d;
                r += Hd;
            }
            return {decrease(), true};
        }
        const double whole = rr / curvature;
        const bool leaves = (p + whole * d).norm() >= radius;
        const double a = leaves ? to_circle() : whole;
        p += a * d;
        r += a * Hd;
        if (leaves) break;
        const double before = std::exchange(rr, r.squaredNorm());
        d = (rr / before) * d - r;
    }
    return {decrease(), false};
}

}  // namespace thalweg
