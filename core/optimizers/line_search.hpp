// Line searches along θ + a·p, written once for every rule that has one. They ask the counted oracle, so that all of a search
// sees one sample; they end after a bounded number of evaluations, and where nothing acceptable is found they answer a = 0.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "core/optimizers/whole_vector.hpp"

namespace thalweg {

// What is known at a point of the ray.
struct End {
    double a;      // how far
    double loss;
    double slope;  // ⟨∇f, p⟩
};

// In the plane a point keeps its gradient. In a network, where that takes room, it knows whether all of it was finite; who needs the
// gradient at the point that was found asks for it again.
struct Finiteness {
    Finiteness(const auto& gradient) : all(gradient.allFinite()) {}
    bool allFinite() const { return all; }
    bool all;
};
template <class O>
struct RayPoint : End {
    std::conditional_t<std::is_same_v<O, Oracle>, Point, Finiteness> gradient;
};

// Sufficient decrease: the largest a = trial·shrinkᵏ, k = 0, 1, …, with f(θ + a·p) ≤ f(θ) + c₁·a·slope. `at` is for the points asked.
struct Armijo {
    double c1, shrink;
    int trials = 60;
};
template <class O, class V>
double armijo(O& oracle, const V& theta, const auto& p, const End& start, double trial, const Armijo& rule, V& at) {
    if (!(start.slope < 0) || !p.allFinite() || !std::isfinite(start.loss)) return 0;
    double a = trial;
    for (int k = 0; k < rule.trials; ++k, a *= rule.shrink) {
        at = theta + a * p;
        if (oracle.loss(at) <= start.loss + rule.c1 * a * start.slope) return a;
    }
    return 0;
}

// Sufficient decrease and |slope| ≤ −c₂·slope(0): brackets such a point, then closes in by cubic interpolation. Nocedal & Wright,
// algorithms 3.5 and 3.6, with the safeguards and constants of PyTorch's _strong_wolfe, evaluation by evaluation.
struct StrongWolfe {
    double c1 = 1e-4, c2 = 0.9;
    double least_move = 1e-9;   // a bracket shorter than this, in the largest coordinate, is not divided further
    int trials = 25;
};

// The minimum of the cubic through two points with their slopes, held between the bounds; the middle where there is none.
double cubic_minimum(const End& one, const End& other, double least, double most);

template <class O, class V>
class StrongWolfeSearch {
public:
    using Found = RayPoint<O>;

    StrongWolfeSearch(O& oracle, const V& theta, const V& p, const Found& start, const StrongWolfe& rule, V& at)
        : oracle_(oracle), theta_(theta), p_(p), start_(start), rule_(rule), reach_(p.cwiseAbs().maxCoeff()), at_(at) {}

    Found from(double trial) {
        Found before = start_, now = look(trial);
        int looked = 0;  // beyond the first trial
        for (; looked < rule_.trials; ++looked) {
            if (!descends(now) || (looked > 1 && now.loss >= before.loss)) return close_in(before, now, looked);
            if (flat(now)) return now;
            if (now.slope >= 0) return close_in(before, now, looked);
            const double a = cubic_minimum(before, now, now.a + 0.01 * (now.a - before.a), 10 * now.a);
            before = now;
            now = look(a);
        }
        return start_.loss <= now.loss ? start_ : now;
    }

private:
    Found look(double a) {
        at_ = theta_ + a * p_;
        const auto sample = oracle_.at(at_);
        return {{a, sample.loss, sample.gradient.dot(p_)}, sample.gradient};
    }
    // A loss that is not a number is no descent.
    bool descends(const Found& at) const { return at.loss <= start_.loss + rule_.c1 * at.a * start_.slope; }
    bool flat(const Found& at) const { return std::abs(at.slope) <= -rule_.c2 * start_.slope; }

    // An acceptable point lies between the two ends.
    Found close_in(const Found& one, const Found& other, int looked) {
        std::array<Found, 2> ends{one, other};
        std::size_t low = lower_of(ends);
        bool stalled = false;
        while (looked < rule_.trials && std::abs(ends[1].a - ends[0].a) * reach_ >= rule_.least_move) {
            const auto [least, most] = std::minmax({ends[0].a, ends[1].a});
            double a = cubic_minimum(ends[0], ends[1], least, most);
            // A trial within a tenth of an end twice running, or on it, moves to a tenth away.
            const double margin = 0.1 * (most - least);
            if (std::min(most - a, a - least) < margin) {
                const bool again = stalled || a >= most || a <= least;
                if (again) a = std::abs(a - most) < std::abs(a - least) ? most - margin : least + margin;
                stalled = !again;
            } else {
                stalled = false;
            }
            const Found now = look(a);
            ++looked;
            if (!descends(now) || now.loss >= ends[low].loss) {
                ends[1 - low] = now;
                low = lower_of(ends);
                continue;
            }
            if (flat(now)) return now;
            if (now.slope * (ends[1 - low].a - ends[low].a) >= 0) ends[1 - low] = ends[low];
            ends[low] = now;
        }
        return ends[low];
    }
    // A loss that is not a number is never the lower one.
    static std::size_t lower_of(const std::array<Found, 2>& ends) { return ends[0].loss <= ends[1].loss || std::isnan(ends[1].loss) ? 0 : 1; }

    O& oracle_;
    const V& theta_;
    const V& p_;
    const Found& start_;
    const StrongWolfe& rule_;
    const double reach_;
    V& at_;
};

template <class O, class V>
RayPoint<O> strong_wolfe(O& oracle, const V& theta, const V& p, const RayPoint<O>& start, double trial, const StrongWolfe& rule, V& at) {
    if (!(start.slope <= 0) || !p.allFinite() || !std::isfinite(start.loss)) return start;
    const RayPoint<O> found = StrongWolfeSearch<O, V>(oracle, theta, p, start, rule, at).from(trial);
    return std::isfinite(found.a) && std::isfinite(found.loss) && found.gradient.allFinite() ? found : start;
}

// The first trial of rules whose directions have the length of a gradient: as a learning rate for short ones, but no longer than
// lr in the 1-norm. PyTorch's L-BFGS starts so.
double first_trial(double lr, const auto& p) { return std::min(1.0, 1 / p.cwiseAbs().sum()) * lr; }

// Hyperparameters that every search shares.
namespace hyper {
inline Parameter trial_lr(double value = 1) {
    return {"lr", "α", "first step length that the search tries", value, {0, 1e4}, Scale::log, {1e-3, 10}};
}
inline Parameter c1() { return {"c1", "c₁", "decrease asked for, as a share of what the slope promises", 1e-4, {0, 0.999}, Scale::log, {1e-6, 0.999}, true}; }
inline Parameter c2(double value) {
    return {"c2", "c₂", "slope that may remain, as a share of the first slope", value, {0, 0.999}, Scale::linear, {0.01, 0.99}};
}
}  // namespace hyper

}  // namespace thalweg
