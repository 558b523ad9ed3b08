#include "core/problems/minima.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace thalweg {
namespace {

constexpr int side = 96;                    // samples per axis
constexpr std::size_t most_candidates = 48;
constexpr int patience = 20'000;            // evaluations, after which no further candidate is looked at; the lowest come first
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Candidate {
    Point at;
    double loss;
};

class Search {
public:
    Search(const Objective& objective, const Box& domain)
        : objective_(objective), low_(domain.x_min, domain.y_min), high_(domain.x_max, domain.y_max), cell_((high_ - low_) / side) {}

    FoundMinima run() {
        std::vector<Candidate> found;
        double floor = infinity;
        for (const Candidate& candidate : candidates()) {
            if (spent_ > patience) break;
            const Candidate bottom = polished(descended(candidate));
            if (!inside(bottom.at)) continue;
            if (!nothing_below(bottom) || on_a_plateau(bottom)) continue;
            floor = std::min(floor, bottom.loss);
            const auto same = [&](const Candidate& other) { return ((other.at - bottom.at).cwiseAbs().array() < 1e-2 * cell_.array()).all(); };
            if (std::none_of(found.begin(), found.end(), same) && isolated(bottom)) found.push_back(bottom);
        }
        FoundMinima result;
        const double room = tolerance(floor);
        if (floor < infinity && sampled_floor_ >= floor - room) result.minimum = floor;
        std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) { return a.loss < b.loss; });
        for (const Candidate& c : found) (result.minimum && c.loss <= floor + room ? result.lowest : result.others).push_back(c.at);
        return result;
    }

private:
    double tolerance(double loss) const { return 1e-9 * std::max(std::abs(loss), 1e-3 * std::min(spread_, 1.0)); }
    bool inside(const Point& p) const { return (p.array() >= low_.array()).all() && (p.array() <= high_.array()).all(); }
    // Infinite where it is not defined.
    double loss_anywhere(const Point& p) const {
        ++spent_;
        double value = 0;
        objective_.gradient(Pair::load(p.data()), value);
        return std::isnan(value) ? infinity : value;
    }
    Derivatives derivatives(const Point& p) const {
        spent_ += 3;
        return objective_.derivatives(p);
    }
    double loss(const Point& p) const { return inside(p) ? loss_anywhere(p) : infinity; }

    // Samples that no neighbour lies below, the lowest first.
    std::vector<Candidate> candidates() {
        constexpr int n = side + 1;
        std::vector<double> f(static_cast<std::size_t>(n) * n);
        const auto at = [&](int i, int j) -> double& { return f[static_cast<std::size_t>(j) * n + static_cast<std::size_t>(i)]; };
        std::array<double, n> x;
        for (int i = 0; i < n; ++i) x[static_cast<std::size_t>(i)] = low_.x() + i * cell_.x();
        for (int j = 0; j < n; ++j) objective_.heights(x, low_.y() + j * cell_.y(), {&at(0, j), x.size()});
        double top = -infinity;
        for (double& value : f) {
            if (std::isfinite(value)) top = std::max(top, value);
            if (std::isnan(value)) value = infinity;
            sampled_floor_ = std::min(sampled_floor_, value);
        }
        spread_ = std::isfinite(top - sampled_floor_) ? top - sampled_floor_ : 1;
        std::vector<Candidate> all;
        for (int j = 0; j < n; ++j)
            for (int i = 0; i < n; ++i) {
                const double here = at(i, j);
                if (!std::isfinite(here)) continue;
                bool lowest = true, level = true;
                for (int v = std::max(j - 1, 0); v <= std::min(j + 1, n - 1) && lowest; ++v)
                    for (int u = std::max(i - 1, 0); u <= std::min(i + 1, n - 1) && lowest; ++u) {
                        lowest = here <= at(u, v);
                        level = level && here == at(u, v);
                    }
                if (lowest && !level) all.push_back({Point(low_.x() + i * cell_.x(), low_.y() + j * cell_.y()), here});
            }
        std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.loss < b.loss; });
        if (all.size() > most_candidates) all.resize(most_candidates);
        return all;
    }

    // Newton's method; along a direction that curves downwards or not at all, down the slope. A step that does not descend halves the trust region.
    Candidate descended(Candidate here) const {
        double radius = cell_.maxCoeff();
        for (int step = 0; step < 80 && radius > 1e-14 * cell_.maxCoeff(); ++step) {
            const Derivatives d = derivatives(here.at);
            if (!d.gradient.allFinite() || !d.hessian.allFinite() || d.gradient.isZero(0)) break;
            const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(d.hessian);
            const double largest = eigen.eigenvalues().cwiseAbs().maxCoeff();
            Point move = Point::Zero();
            for (int i = 0; i < 2; ++i) {
                const Point axis = eigen.eigenvectors().col(i);
                const double slope = axis.dot(d.gradient), curvature = std::abs(eigen.eigenvalues()[i]);
                move -= curvature > 1e-12 * largest ? Point(axis * (slope / curvature)) : Point(axis * std::copysign(slope == 0 ? 0 : radius, slope));
            }
            if (move.norm() > radius) move *= radius / move.norm();
            const Point next = here.at + move;
            if (next == here.at) break;
            const double there = loss(next);
            if (there < here.loss) {
                here = {next, there};
                radius = std::min(radius * 2, 4 * cell_.maxCoeff());
            } else if (there == here.loss && move.norm() < 1e-7 * cell_.maxCoeff()) {
                return {next, there};  // down to rounding of the loss: the gradient knows better than the loss
            } else {
                radius = 0.5 * std::min(radius, move.norm());
            }
        }
        return here;
    }

    // Where the slope has a jump Newton's method sticks on its way: eight directions, ever closer.
    Candidate polished(Candidate here) const {
        if (derivatives(here.at).gradient.norm() * cell_.maxCoeff() <= 1e-7 * std::max(spread_, 1e-300)) return here;
        double h = 0.5;
        for (int step = 0; step < 400 && h > 1e-12; ++step) {
            Candidate best = here;
            for (int i = 0; i < 8; ++i) {
                const double angle = std::numbers::pi / 4 * i;
                const Point p = here.at + h * cell_.cwiseProduct(Point(std::cos(angle), std::sin(angle)));
                if (const double there = loss(p); there < best.loss) best = {p, there};
            }
            if (best.loss < here.loss) here = best;
            else h *= 0.5;
        }
        return here;
    }

    // Rings around, beyond the domain too: a lowest point of its border is no minimum.
    bool nothing_below(const Candidate& c) const {
        const double rounding = 1e-13 * std::max({std::abs(c.loss), 1e-3 * std::min(spread_, 1.0), 1e-300});
        for (const double h : {1e-2, 1e-4, 1e-6})
            for (int i = 0; i < 16; ++i) {
                const double angle = std::numbers::pi / 8 * (i + 0.37);
                if (loss_anywhere(c.at + h * cell_.cwiseProduct(Point(std::cos(angle), std::sin(angle)))) < c.loss - rounding) return false;
            }
        return true;
    }

    // Level all around but for rounding, a cell away: no place is lower than the others.
    bool on_a_plateau(const Candidate& c) const {
        const double rounding = 1e-13 * std::abs(c.loss);
        for (int i = 0; i < 16; ++i) {
            const double angle = std::numbers::pi / 8 * i;
            if (!(loss_anywhere(c.at + cell_.cwiseProduct(Point(std::cos(angle), std::sin(angle)))) <= c.loss + rounding)) return false;
        }
        return true;
    }

    // False on a level valley floor. Where the Hessian leaves it open: a search that begins a little way along the flattest direction
    // must come back.
    bool isolated(const Candidate& c) const {
        const Derivatives d = derivatives(c.at);
        Point flattest(1, 0);
        if (d.hessian.allFinite()) {
            const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(d.hessian);
            if (eigen.eigenvalues()[0] > 1e-10 * std::abs(eigen.eigenvalues()[1])) return true;
            flattest = eigen.eigenvectors().col(0);
        }
        const double rounding = 1e-12 * std::max({std::abs(c.loss), 1e-3 * std::min(spread_, 1.0), 1e-300});
        for (const double h : {0.4, -0.4}) {
            const Point beside = c.at + h * cell_.cwiseProduct(flattest);
            const Candidate back = polished(descended({beside, loss(beside)}));
            if (back.loss <= c.loss + rounding && ((back.at - c.at).cwiseAbs().array() > 0.1 * cell_.array()).any()) return false;
        }
        return true;
    }

    const Objective& objective_;
    Point low_, high_, cell_;
    double sampled_floor_ = infinity, spread_ = 1;
    mutable int spent_ = 0;
};

}  // namespace

FoundMinima find_minima(const Objective& objective, const Box& domain) { return Search(objective, domain).run(); }

}  // namespace thalweg
