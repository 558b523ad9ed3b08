#include "core/optimizers/line_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {
namespace {

// The minimum of the cubic through two points with their slopes, held between the bounds; the middle where there is none.
double cubic_minimum(const RayPoint& one, const RayPoint& other, double least, double most) {
    const double middle = (least + most) / 2;
    const double d1 = one.slope + other.slope - 3 * (one.loss - other.loss) / (one.a - other.a);
    const double square = d1 * d1 - one.slope * other.slope;
    if (!(square >= 0)) return middle;
    const double d2 = std::sqrt(square);
    const double at = one.a <= other.a ? other.a - (other.a - one.a) * ((other.slope + d2 - d1) / (other.slope - one.slope + 2 * d2))
                                       : one.a - (one.a - other.a) * ((one.slope + d2 - d1) / (one.slope - other.slope + 2 * d2));
    return std::isnan(at) ? middle : std::min(std::max(at, least), most);
}

class Search {
public:
    Search(Oracle& oracle, const Point& theta, const Point& p, const RayPoint& start, const StrongWolfe& rule)
        : oracle_(oracle), theta_(theta), p_(p), start_(start), rule_(rule), reach_(p.lpNorm<Eigen::Infinity>()) {}

    RayPoint from(double trial) {
        RayPoint before = start_, now = look(trial);
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
    RayPoint look(double a) {
        const Sample sample = oracle_.at(theta_ + a * p_);
        return {a, sample.loss, sample.gradient.dot(p_), sample.gradient};
    }
    // A loss that is not a number is no descent.
    bool descends(const RayPoint& at) const { return at.loss <= start_.loss + rule_.c1 * at.a * start_.slope; }
    bool flat(const RayPoint& at) const { return std::abs(at.slope) <= -rule_.c2 * start_.slope; }

    // An acceptable point lies between the two ends.
    RayPoint close_in(const RayPoint& one, const RayPoint& other, int looked) {
        std::array<RayPoint, 2> ends{one, other};
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
            const RayPoint now = look(a);
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
    static std::size_t lower_of(const std::array<RayPoint, 2>& ends) { return ends[0].loss <= ends[1].loss || std::isnan(ends[1].loss) ? 0 : 1; }

    Oracle& oracle_;
    const Point& theta_;
    const Point& p_;
    const RayPoint& start_;
    const StrongWolfe& rule_;
    const double reach_;
};

}  // namespace

double armijo(Oracle& oracle, const Point& theta, const Point& p, const RayPoint& start, double trial, const Armijo& rule) {
    if (!(start.slope < 0) || !p.allFinite() || !std::isfinite(start.loss)) return 0;
    double a = trial;
    for (int k = 0; k < rule.trials; ++k, a *= rule.shrink)
        if (oracle.loss(theta + a * p) <= start.loss + rule.c1 * a * start.slope) return a;
    return 0;
}

RayPoint strong_wolfe(Oracle& oracle, const Point& theta, const Point& p, const RayPoint& start, double trial, const StrongWolfe& rule) {
    if (!(start.slope <= 0) || !p.allFinite() || !std::isfinite(start.loss)) return start;
    const RayPoint found = Search(oracle, theta, p, start, rule).from(trial);
    return std::isfinite(found.a) && std::isfinite(found.loss) && found.gradient.allFinite() ? found : start;
}

double first_trial(double lr, const Point& p) { return std::min(1.0, 1 / p.lpNorm<1>()) * lr; }

}  // namespace thalweg
