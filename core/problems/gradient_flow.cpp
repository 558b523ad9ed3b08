// Rodas3 (Sandu et al. 1997, Benchmarking stiff ODE solvers for atmospheric chemistry problems II): a Rosenbrock method of
// order 3 with an embedded one of order 2, stiffly accurate and L-stable. Its Jacobian is −H, which is exact here; one
// 2 × 2 factorisation serves all four stages.
#include "core/problems/gradient_flow.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/problems/curvature.hpp"
#include "core/problems/kinks.hpp"

namespace thalweg {
namespace {

constexpr double longest = 1.0 / 100;   // of the box: one step
constexpr double sharpest = 0.95;       // cosine between the directions at both ends of a step …
constexpr double too_short = 1.0 / 2000;  // … that is longer than this
constexpr std::size_t look_back = 16;     // steps after which to see whether …
constexpr double creeping = 1.0 / 400;    // … they together went no further than this, of the box: to and fro across a kink
constexpr double arrived = 1e-8;        // of the box: Newton's method would go no further

class Flow {
public:
    Flow(const Objective& objective, const Box& box, double tolerance)
        : objective_(objective), low_(box.x_min, box.y_min), high_(box.x_max, box.y_max), size_(high_ - low_), tolerance_(tolerance) {}

    FlowLine from(const Point& start) {
        FlowLine line{{start}, FlowLine::Ending::stalled};
        Curvature here = curvature_at(objective_, start);
        if (!here.defined || !inside(start)) {
            line.ending = here.defined ? FlowLine::Ending::left : FlowLine::Ending::undefined;
            return line;
        }
        double h = first_step(here);
        for (int step = 0; step < most_flow_steps; ++step) {
            const std::size_t n = line.points.size();
            const bool creeps = n % look_back == 0 && length(here.at - line.points[n - look_back]) < creeping;
            const bool on_saddle = creeps && here.newton_distance() < arrived * size_.minCoeff();
            if (here.d.gradient.isZero(0) || near_minimum(here, arrived) || on_saddle) {
                line.ending = FlowLine::Ending::stationary;
                return line;
            }
            const auto next = onward(here, creeps, h);
            if (!next) break;
            if (!inside(next->at)) {
                line.points.push_back(at_border(here.at, next->at));
                line.ending = FlowLine::Ending::left;
                return line;
            }
            line.points.push_back(next->at);
            here = *next;
        }
        // Rounding may end it a little before a minimum.
        const Point ahead = here.at - 1e-6 * size_.cwiseProduct(here.d.gradient.normalized());
        if (lowest_ || near_minimum(here, 1e-5)) line.ending = FlowLine::Ending::stationary;
        else if (!curvature_at(objective_, ahead).defined) line.ending = FlowLine::Ending::undefined;
        return line;
    }

private:
    bool inside(const Point& p) const { return (p.array() >= low_.array()).all() && (p.array() <= high_.array()).all(); }
    double length(const Point& move) const { return move.cwiseQuotient(size_).norm(); }  // as a share of the box

    bool near_minimum(const Curvature& c, double within) const { return c.eigenvalues[1] > 0 && c.newton_distance() < within * size_.minCoeff(); }

    double first_step(const Curvature& c) const {
        const double speed = length(c.d.gradient);
        return speed > 0 ? 1e-3 / speed : 1;
    }

    // The next point, smoothly or along a kink; nothing at the end.
    std::optional<Curvature> onward(const Curvature& here, bool creeps, double& h) {
        std::optional<Curvature> next;
        if (creeps || slides_) next = slid(here.at);
        if (!next && !lowest_) next = advanced(here, h);
        if (!next && !lowest_ && !near_minimum(here, 1e-5)) next = slid(here.at);
        if (next && slides_) h = first_step(*next);
        return next;
    }

    // One accepted step; `h` becomes the time that suits the next one. Nothing where none succeeds.
    std::optional<Curvature> advanced(const Curvature& here, double& h) {
        for (int attempt = 0; attempt < 80; ++attempt) {
            // Upwards of a ridge the flow grows exponentially: I/(γh) + H must stay positive definite.
            if (here.eigenvalues[1] < 0) h = std::min(h, -1 / here.eigenvalues[1]);
            const auto [move, error] = stages(here, h);
            double grow = 0.25;
            if (move.allFinite() && here.at + move == here.at) return {};  // smaller than rounding
            if (move.allFinite() && length(move) <= 1.5 * longest) {
                const double wrong = length(error) / tolerance_;
                grow = std::clamp(0.9 / std::cbrt(std::max(wrong, 1e-9)), 0.2, 4.0);
                if (wrong <= 1) {
                    const Curvature there = curvature_at(objective_, here.at + move);
                    const double both = here.d.gradient.norm() * there.d.gradient.norm();
                    const bool bends = length(move) > too_short && both > 0 && here.d.gradient.dot(there.d.gradient) < sharpest * both;
                    if (there.defined && there.d.loss <= here.d.loss && !bends) {
                        h *= std::min(grow, std::max(0.5, longest / length(move)));
                        return there;
                    }
                    grow = 0.4;
                }
            } else if (move.allFinite()) {
                grow = std::clamp(longest / length(move), 0.05, 0.7);
            }
            h *= grow;
        }
        return {};
    }

    // A step along a kink. Nothing where there is none, or where it is lowest. At a kink gradients differ as much close by as ten times as
    // far away.
    std::optional<Curvature> slid(const Point& at) {
        slides_ = false;
        std::optional<GradientsAround> around, wider = gradients_around(objective_, at, 1e-8 * size_);
        for (const double radius : {1e-8, 1e-7, 1e-6, 1e-5, 1e-4}) {
            around = wider;
            wider = gradients_around(objective_, at, 10 * radius * size_);
            if (!around || !wider) return {};
            if (around->spread <= 0.1 * around->largest || around->spread <= 0.5 * wider->spread) continue;
            const double slope = around->least.norm();
            lowest_ = slope <= 1e-9 * around->largest;
            if (lowest_) return {};
            const Point way = -around->least / slope;
            const double before = loss(at);
            for (double share = std::min(longest, 2 * slide_); share > radius; share *= 0.5) {
                const double far = share / length(way);
                const Point there = onto_kink(at + far * way, Point(-way.y(), way.x()), far);
                if (!(loss(there) < before - 0.1 * slope * far)) continue;
                slides_ = true;
                slide_ = share;
                if (const Curvature next = curvature_at(objective_, there); next.defined) return next;
                return {};
            }
        }
        return {};
    }
    // The lowest point across a kink, where the slope across changes its sign, no further than so much to either side.
    Point onto_kink(const Point& p, const Point& across, double most) const {
        const auto slope = [&](double s) { return -flow(p + s * across).dot(across); };
        double reach = 1e-9 * most;
        while (reach < most && !(slope(-reach) < 0 && slope(reach) > 0)) reach *= 4;
        if (reach >= most) return p;
        double low = -reach, high = reach;
        for (int i = 0; i < 60; ++i) {
            const double middle = 0.5 * (low + high);
            (slope(middle) < 0 ? low : high) = middle;
        }
        return p + low * across;
    }
    double loss(const Point& p) const {
        Point gradient;
        double value;
        objective_.evaluate({&p, 1}, {&gradient, 1}, {&value, 1});
        return value;
    }

    struct Attempt {
        Point move, error;
    };
    // (I/(γh) + H)·Kᵢ = F(yᵢ) + Σ cᵢⱼ·Kⱼ/h, in the form of Hairer & Wanner II, IV.7; γ = ½ and c, a as below.
    Attempt stages(const Curvature& here, double h) const {
        const Eigen::Matrix2d inverse = (Eigen::Matrix2d::Identity() * (2 / h) + here.d.hessian).inverse();
        const Point f = -here.d.gradient;
        const Point k1 = inverse * f;
        const Point k2 = inverse * (f + 4 / h * k1);
        const Point k3 = inverse * (flow(here.at + 2 * k1) + (k1 - k2) / h);
        const Point k4 = inverse * (flow(here.at + 2 * k1 + k3) + (k1 - k2 - 8.0 / 3 * k3) / h);
        return {2 * k1 + k3 + k4, k4};
    }
    Point flow(const Point& p) const {
        Point gradient;
        double loss;
        objective_.evaluate({&p, 1}, {&gradient, 1}, {&loss, 1});
        return -gradient;
    }
    Point at_border(const Point& from, const Point& to) const {
        double share = 1;
        for (int i = 0; i < 2; ++i) {
            if (to[i] > high_[i]) share = std::min(share, (high_[i] - from[i]) / (to[i] - from[i]));
            if (to[i] < low_[i]) share = std::min(share, (low_[i] - from[i]) / (to[i] - from[i]));
        }
        return from + share * (to - from);
    }

    const Objective& objective_;
    Point low_, high_, size_;
    double tolerance_;
    bool slides_ = false;      // the last step was along a kink
    bool lowest_ = false;      // from the kink no direction leads down
    double slide_ = longest;   // how long it was, as a share of the box
};

}  // namespace

FlowLine gradient_flow(const Objective& objective, const Point& from, const Box& box, double tolerance) { return Flow(objective, box, tolerance).from(from); }

}  // namespace thalweg
