#include "core/problems/critical_points.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "core/problems/minima.hpp"

namespace thalweg {
namespace {

constexpr int side = 128;          // cells per axis
constexpr int most_updates = 60;   // of Newton's method; many only where it converges linearly, at a singular Hessian
constexpr int patience = 300'000;  // evaluations
constexpr double same_place = 1e-2;  // of a cell

class Search {
public:
    Search(const Objective& objective, const Box& view, const std::stop_token& stop)
        : objective_(objective), view_(view), stop_(stop), low_(view.x_min, view.y_min), high_(view.x_max, view.y_max), cell_((high_ - low_) / side) {}

    CriticalPoints run() {
        sample();
        for (int j = 0; j < side; ++j)
            for (int i = 0; i < side; ++i) {
                if (stop_.stop_requested()) return stopped();
                if (!may_vanish(i, j)) continue;
                const Point centre = low_ + cell_.cwiseProduct(Point(i + 0.5, j + 0.5));
                if (const auto found = polished(centre)) add(*found);
                else add_curve(centre);
                if (result_.points.size() > most_critical_points || spent_ > patience) return stopped();
            }
        add_kinks();
        std::erase_if(result_.points, [&](const CriticalPoint& c) { return on_curve(c.at); });
        return std::move(result_);
    }

private:
    CriticalPoints stopped() {
        result_.complete = false;
        return std::move(result_);
    }
    Curvature at(const Point& p) const {
        ++spent_;
        return curvature_at(objective_, p);
    }
    bool inside(const Point& p) const { return (p.array() >= low_.array()).all() && (p.array() <= high_.array()).all(); }
    const Point& gradient(int i, int j) const { return gradients_[static_cast<std::size_t>(j) * (side + 1) + static_cast<std::size_t>(i)]; }
    double in_cells(const Point& move) const { return move.cwiseQuotient(cell_).cwiseAbs().maxCoeff(); }

    void sample() {
        constexpr std::size_t n = side + 1;
        std::array<Point, n> row;
        std::array<double, n> loss;
        gradients_.resize(n * n);
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t i = 0; i < n; ++i) row[i] = low_ + cell_.cwiseProduct(Point(static_cast<double>(i), static_cast<double>(j)));
            objective_.evaluate(row, {&gradients_[j * n], n}, loss);
        }
        double steepest = 0;
        for (const Point& g : gradients_)
            if (g.allFinite()) steepest = std::max(steepest, g.norm());
        least_curvature_ = 1e-9 * steepest / (high_ - low_).maxCoeff();
    }

    // Both components of ∇f change sign over the cell or a neighbour's width around it, or ∇f is shorter at a corner than all around.
    bool may_vanish(int i, int j) const {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        Point least = Point::Constant(infinity), most = -least;
        for (int v = std::max(j - 1, 0); v <= std::min(j + 2, side); ++v)
            for (int u = std::max(i - 1, 0); u <= std::min(i + 2, side); ++u) {
                const Point& g = gradient(u, v);
                if (!g.allFinite()) continue;
                least = least.cwiseMin(g);
                most = most.cwiseMax(g);
            }
        if ((least.array() <= 0).all() && (most.array() >= 0).all() && least != most) return true;
        return shortest_around(i, j);
    }
    bool shortest_around(int i, int j) const {
        if (i == 0 || j == 0) return false;
        const double here = gradient(i, j).squaredNorm();
        if (!(here > 0)) return false;
        for (int v = j - 1; v <= j + 1; ++v)
            for (int u = i - 1; u <= i + 1; ++u)
                if ((u != i || v != j) && !(gradient(u, v).squaredNorm() > here)) return false;
        return true;
    }

    // Newton's method on ∇f = 0, halved until ‖∇f‖ falls; given up where it leads far away.
    std::optional<Curvature> polished(const Point& from) const {
        Curvature here = at(from);
        for (int update = 0; update < most_updates && here.defined; ++update) {
            if (here.d.gradient.isZero(0)) return here.d.hessian.isZero(0) ? std::nullopt : std::optional(here);
            Point move = Point::Zero();
            for (int i = 0; i < 2; ++i)
                if (here.eigenvalues[i] != 0) move -= here.axes.col(i) * (here.axes.col(i).dot(here.d.gradient) / here.eigenvalues[i]);
            const double far = in_cells(move);
            if (!std::isfinite(far)) return {};
            if (far < 1e-9) return here;
            if (far > 1.5) move *= 1.5 / far;
            double share = 1;
            Curvature there = at(here.at + move);
            for (; share > 0.02 && !(there.defined && there.d.gradient.norm() < here.d.gradient.norm()); share *= 0.5) there = at(here.at + 0.5 * share * move);
            if (!there.defined || !(there.d.gradient.norm() < here.d.gradient.norm()))
                return far < 1e-4 ? std::optional(here) : std::nullopt;  // down to rounding, or nothing here
            if (in_cells(there.at - from) > 4) return {};
            here = there;
        }
        // At a singular Hessian the last digits come slowly.
        return here.defined && here.newton_distance() < 1e-3 * cell_.maxCoeff() ? std::optional(here) : std::nullopt;
    }

    void add(const Curvature& found) {
        if (!inside(found.at) || known(found.at)) return;
        PointKind kind = kind_of(found.eigenvalues);
        if (kind == PointKind::flat || found.eigenvalues.cwiseAbs().minCoeff() < least_curvature_) {
            if (on_curve(found.at)) return;
            if (!isolated(found)) return add_curve(found.at);
            kind = kind_around(found);
            if (kind == PointKind::slope) return;
        } else if (!smooth(found)) {
            return;
        }
        result_.points.push_back({found.at, found.d.loss, kind});
    }
    // Close by, ∇f is what the Hessian says: not so where the derivative at a kink happens to be 0.
    bool smooth(const Curvature& c) const {
        const double size = c.eigenvalues.cwiseAbs().maxCoeff();
        for (int i = 0; i < 8; ++i) {
            const Point beside = 1e-3 * cell_.cwiseProduct(around(i, 8));
            const Curvature there = at(c.at + beside);
            if (!there.defined || !((there.d.gradient - c.d.gradient - c.d.hessian * beside).norm() < 0.2 * size * beside.norm())) return false;
        }
        return true;
    }
    static Point around(int i, int n) {
        const double angle = 2 * std::numbers::pi * i / n;
        return {std::cos(angle), std::sin(angle)};
    }
    bool known(const Point& p) const {
        return std::any_of(result_.points.begin(), result_.points.end(), [&](const CriticalPoint& c) { return in_cells(c.at - p) < (c.kind == PointKind::flat ? 0.1 : same_place); });
    }

    void add_curve(const Point& beside) {
        if (on_curve(beside)) return;
        const CurveTracer tracer(objective_, view_, cell_, spent_);
        const auto from = tracer.nearest(beside);
        if (!from || on_curve(from->at)) return;
        if (auto curve = tracer.through(*from)) result_.curves.push_back(std::move(*curve));
    }
    bool on_curve(const Point& p) const {
        return std::any_of(result_.curves.begin(), result_.curves.end(), [&](const CriticalCurve& curve) {
            return std::any_of(curve.points.begin(), curve.points.end(), [&](const Point& q) { return in_cells(q - p) < 0.5; });
        });
    }

    // From beside it the search comes back. Otherwise the point is one of a curve of stationary points.
    bool isolated(const Curvature& c) const {
        const Point flattest = c.axes.col(std::abs(c.eigenvalues[0]) < std::abs(c.eigenvalues[1]) ? 0 : 1);
        const auto leads_elsewhere = [&](const Point& direction) {
            const auto other = polished(c.at + 0.4 * cell_.cwiseProduct(direction));
            return other && in_cells(other->at - c.at) > 0.1;
        };
        if (leads_elsewhere(flattest) || leads_elsewhere(-flattest)) return false;
        for (int i = 0; i < 8; ++i)
            if (leads_elsewhere(around(i, 8))) return false;
        return true;
    }

    // Where the Hessian leaves it open: what the loss does all around decides. A slope on level ground, where it does nothing.
    PointKind kind_around(const Curvature& c) const {
        constexpr int n = 32;
        int above = 0, below = 0;
        for (int i = 0; i < n; ++i) {
            const double there = at(c.at + 0.1 * cell_.cwiseProduct(around(i, n))).d.loss;
            above += there > c.d.loss;
            below += there < c.d.loss;
        }
        if (above + below == 0) return PointKind::slope;
        return above == n ? PointKind::minimum : below == n ? PointKind::maximum : above + below == n ? PointKind::saddle : PointKind::flat;
    }

    void add_kinks() {
        const FoundMinima minima = find_minima(objective_, view_);
        for (const auto* list : {&minima.lowest, &minima.others})
            for (const Point& p : *list) {
                const bool near = std::any_of(result_.points.begin(), result_.points.end(), [&](const CriticalPoint& c) { return in_cells(c.at - p) < 0.1; });
                if (!near) result_.points.push_back({p, curvature_at(objective_, p).d.loss, PointKind::minimum});
            }
    }

    const Objective& objective_;
    const Box& view_;
    const std::stop_token& stop_;
    Point low_, high_, cell_;
    std::vector<Point> gradients_;
    double least_curvature_ = 0;  // what is less of it counts as none
    mutable int spent_ = 0;
    CriticalPoints result_;
};

}  // namespace

CriticalPoints find_critical_points(const Objective& objective, const Box& view, const std::stop_token& stop) { return Search(objective, view, stop).run(); }

}  // namespace thalweg
