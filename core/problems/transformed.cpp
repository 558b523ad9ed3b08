#include "core/problems/transformed.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/numerics/elementary.hpp"

namespace thalweg {
namespace {

// f(A·(p - shift)), so ∇ = Aᵀ·∇f and H = Aᵀ·H_f·A, with A = diag(1/scale_x, 1/scale_y)·R(-φ).
struct Map {
    Point shift;
    Eigen::Matrix2d a;

    explicit Map(const Transform& t) : shift(t.values[0], t.values[1]) {
        const double c = cos(t.values[4]), s = sin(t.values[4]);
        a << c / t.values[2], s / t.values[2], -s / t.values[3], c / t.values[3];
    }
    Point point(const Point& p) const { return a * (p - shift); }
    Point gradient(const Point& g) const { return a.transpose() * g; }
    Eigen::Matrix2d hessian(const Eigen::Matrix2d& h) const {
        Eigen::Matrix2d turned = a.transpose() * h * a;
        turned(0, 1) = turned(1, 0) = 0.5 * (turned(0, 1) + turned(1, 0));  // equal but for rounding
        return turned;
    }
};

class Transformed final : public Objective {
public:
    Transformed(std::shared_ptr<const Objective> inner, const Transform& transform) : inner_(std::move(inner)), map_(transform) {}

    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        in_blocks(theta, [&](std::span<const Point> own, std::size_t first) {
            const std::span<Point> g = gradient.subspan(first, own.size());
            inner_->evaluate(own, g, loss.subspan(first, own.size()));
            for (Point& each : g) each = map_.gradient(each);
        });
    }

    Derivatives derivatives(const Point& theta) const override {
        const Derivatives d = inner_->derivatives(map_.point(theta));
        return {d.loss, map_.gradient(d.gradient), map_.hessian(d.hessian)};
    }

    // A row of the plane is a slanted line on the surface, so its points go there one by one.
    void heights(std::span<const double> x, double y, std::span<double> loss) const override {
        std::array<Point, block> own, gradient;
        for (std::size_t first = 0; first < loss.size(); first += block) {
            const std::size_t n = std::min(block, loss.size() - first);
            for (std::size_t i = 0; i < n; ++i) own[i] = map_.point({x[first + i], y});
            inner_->evaluate({own.data(), n}, {gradient.data(), n}, loss.subspan(first, n));
        }
    }

    bool stochastic() const override { return inner_->stochastic(); }
    void sample_gradients(std::span<const Point> theta, std::uint64_t seed, int step, std::span<Point> gradient) const override {
        in_blocks(theta, [&](std::span<const Point> own, std::size_t first) {
            const std::span<Point> g = gradient.subspan(first, own.size());
            inner_->sample_gradients(own, seed, step, g);
            for (Point& each : g) each = map_.gradient(each);
        });
    }
    double sample_loss(const Point& theta, std::uint64_t seed, int step) const override { return inner_->sample_loss(map_.point(theta), seed, step); }

private:
    static constexpr std::size_t block = 64;

    // Calls visit(points on the surface, index of the first) for a block after the other.
    template <class Visit>
    void in_blocks(std::span<const Point> theta, Visit&& visit) const {
        std::array<Point, block> own;
        for (std::size_t first = 0; first < theta.size(); first += block) {
            const std::size_t n = std::min(block, theta.size() - first);
            for (std::size_t i = 0; i < n; ++i) own[i] = map_.point(theta[first + i]);
            visit(std::span<const Point>(own.data(), n), first);
        }
    }

    std::shared_ptr<const Objective> inner_;
    Map map_;
};

}  // namespace

Point Transform::apply(const Point& u) const {
    const double c = cos(values[4]), s = sin(values[4]), x = values[2] * u.x(), y = values[3] * u.y();
    return {values[0] + (c * x - s * y), values[1] + (s * x + c * y)};
}

Point Transform::revert(const Point& p) const { return Map(*this).point(p); }

std::span<const Parameter> transform_parameters() {
    constexpr double pi = std::numbers::pi;
    static const std::array all{
        Parameter{"shift_x", "Δx", "moves the surface along x", 0, {-1e6, 1e6}, Scale::linear, {-10, 10}},
        Parameter{"shift_y", "Δy", "moves the surface along y", 0, {-1e6, 1e6}, Scale::linear, {-10, 10}},
        Parameter{"scale_x", "sx", "stretches the surface along its own x", 1, {1e-3, 1e3}, Scale::log, {0.1, 10}},
        Parameter{"scale_y", "sy", "stretches the surface along its own y", 1, {1e-3, 1e3}, Scale::log, {0.1, 10}},
        Parameter{"rotation", "φ", "turns the surface counterclockwise about the origin, in radians", 0, {-pi, pi}, Scale::linear},
    };
    return all;
}

Problem transformed(Problem problem, const Transform& transform) {
    if (transform.identity()) return problem;
    const Box own = problem.domain;
    const Point corner = transform.apply({own.x_min, own.y_min});
    problem.domain = {corner.x(), corner.x(), corner.y(), corner.y()};
    for (const Point& u : {Point(own.x_max, own.y_min), Point(own.x_min, own.y_max), Point(own.x_max, own.y_max)}) {
        const Point p = transform.apply(u);
        problem.domain = {std::min(problem.domain.x_min, p.x()), std::max(problem.domain.x_max, p.x()), std::min(problem.domain.y_min, p.y()), std::max(problem.domain.y_max, p.y())};
    }
    for (auto* points : {&problem.minima, &problem.local_minima})
        for (Point& minimum : *points) minimum = transform.apply(minimum);
    problem.start = transform.apply(problem.start);
    problem.formula += ", moved, stretched and turned";
    problem.objective = std::make_shared<const Transformed>(std::move(problem.objective), transform);
    return problem;
}

}  // namespace thalweg
