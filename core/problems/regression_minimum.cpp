#include "core/problems/regression_minimum.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/problems/pointwise.hpp"

namespace thalweg {
namespace {

// Damped Newton (Levenberg) on a convex function. False where it does not come to rest: the function then falls for ever.
bool descend(const Objective& f, Point& at) {
    double damping = 0;
    Derivatives here = f.derivatives(at);
    for (int step = 0; step < 150; ++step) {
        if (!std::isfinite(here.loss) || !here.gradient.allFinite()) return false;
        if (here.gradient.isZero(0)) return true;
        const double size = here.hessian.trace();
        if (size == 0 && damping == 0) damping = here.gradient.norm();  // a flank without curvature: a step of length 1
        const Eigen::Matrix2d curvature = here.hessian + (damping + 1e-15 * size) * Eigen::Matrix2d::Identity();
        const Point move = -curvature.ldlt().solve(here.gradient);
        const Point next = at + move;
        if (!move.allFinite()) return false;
        const Derivatives there = f.derivatives(next);
        const bool at_rest = move.norm() <= 1e-13 * (1 + at.norm());
        if (there.loss <= here.loss) {
            at = next;
            here = there;
            damping = damping < 1e-9 * size ? 0 : damping * 0.1;
            if (at_rest) return true;
        } else {
            if (at_rest) return true;
            damping = std::max({10 * damping, 1e-6 * size, 1e-300});
        }
    }
    return false;
}

template <class Rho>
Pointwise<Rho> sum_of(std::span<const Sighting> points, Rho rho, Ridge ridge) { return {{points.begin(), points.end()}, rho, ridge}; }

double loss_of(const Objective& f, const Point& at) { return f.derivatives(at).loss; }

double largest_residual(std::span<const Sighting> points, const Point& at) {
    double largest = 0;
    for (const Sighting& p : points) largest = std::max(largest, std::abs(p.a * at.x() + p.b * at.y() - p.y));
    return largest;
}

// Huber's loss from wide to narrow: each minimum is where the next search begins. Wide, it is least squares; narrow, it is δ·|z − y|.
Point follow_huber(std::span<const Sighting> points, double delta, double lambda, bool intercept) {
    const bool absolute = delta == 0;
    Point at = Point::Zero();
    double width = std::max(2 * largest_residual(points, at), 1e-300);
    const double last = absolute ? 1e-10 * width : delta;
    for (width = std::max(width, last);; width = std::max(last, 0.2 * width)) {
        descend(sum_of(points, HuberLoss{width}, Ridge(absolute ? lambda * width : lambda, intercept)), at);  // of δ·l1, as the sum is
        if (width <= last) return at;
    }
}

// The best line of l1 passes through two of the points, unless a penalty holds it back.
Point through_two(std::span<const Sighting> points, const Objective& f, const Point& near) {
    std::vector<Sighting> closest(points.begin(), points.end());
    const auto residual = [&](const Sighting& p) { return std::abs(p.a * near.x() + p.b * near.y() - p.y); };
    const std::size_t few = std::min<std::size_t>(6, closest.size());
    std::partial_sort(closest.begin(), closest.begin() + static_cast<std::ptrdiff_t>(few), closest.end(), [&](const Sighting& p, const Sighting& q) { return residual(p) < residual(q); });
    Point best = near;
    double lowest = loss_of(f, near) * (1 + 1e-9);
    for (std::size_t i = 0; i < few; ++i)
        for (std::size_t k = 0; k < i; ++k) {
            const Sighting &p = closest[i], &q = closest[k];
            const double determinant = p.a * q.b - p.b * q.a;
            if (std::abs(determinant) < 1e-9 * (std::abs(p.a * q.b) + std::abs(p.b * q.a))) continue;
            const Point at((p.y * q.b - p.b * q.y) / determinant, (p.a * q.y - p.y * q.a) / determinant);
            if (const double here = loss_of(f, at); (at - near).norm() < 1e-3 * (1 + near.norm()) && here <= lowest) best = at, lowest = here;
        }
    return best;
}

// A convex function that rises a little way off in every direction, and along every line on which a residual stays 0, has one minimum.
bool rises_around(std::span<const Sighting> points, const Objective& f, const Point& at) {
    const double floor = loss_of(f, at), h = 1e-3 * (1 + at.norm());
    const auto rises = [&](const Point& direction) { return loss_of(f, at + h * direction) > floor * (1 + 1e-11) && loss_of(f, at - h * direction) > floor * (1 + 1e-11); };
    for (int i = 0; i < 8; ++i)
        if (!rises({std::cos(i * std::numbers::pi / 8), std::sin(i * std::numbers::pi / 8)})) return false;
    const double near = 1e-8 * largest_residual(points, Point::Zero());
    int looked_at = 0;
    for (const Sighting& p : points) {
        const double length = std::hypot(p.a, p.b);
        if (length == 0 || std::abs(p.a * at.x() + p.b * at.y() - p.y) > near || ++looked_at > 16) continue;
        if (!rises(Point(p.b, -p.a) / length)) return false;
    }
    return true;
}

}  // namespace

LowestPoint lowest_point(std::span<const Sighting> points, const RegressionLoss& loss, bool intercept) {
    const Ridge ridge(loss.ridge, intercept);
    if (loss.kind == Loss::logistic) {
        const auto f = sum_of(points, LogisticLoss{}, ridge);
        Point at = Point::Zero();
        if (!descend(f, at)) return {};  // separable: the steeper the better
        const Derivatives d = f.derivatives(at);
        const Point eigenvalues = Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(d.hessian).eigenvalues();
        return {eigenvalues[0] > 1e-12 * eigenvalues[1] ? std::optional(at) : std::nullopt, d.loss};
    }
    const bool absolute = loss.kind == Loss::l1;
    Point at = follow_huber(points, absolute ? 0 : loss.delta, loss.ridge, intercept);
    const auto unique = [&](const Objective& f) { return LowestPoint{rises_around(points, f, at) ? std::optional(at) : std::nullopt, loss_of(f, at)}; };
    if (!absolute) return unique(sum_of(points, HuberLoss{loss.delta}, ridge));
    const auto f = sum_of(points, AbsoluteLoss{}, ridge);
    at = through_two(points, f, at);
    return unique(f);
}

}  // namespace thalweg
