// One racer: an optimizer with its hyperparameters, its state and what happened to it so far.
#pragma once

#include <atomic>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/optimizers/optimizer.hpp"
#include "core/schedules/schedule.hpp"
#include "core/wrappers/wrapper.hpp"

namespace thalweg {

inline constexpr double escape_distance = 1e12;  // a coordinate beyond this ends the run

// Everything that decides a racer's path, apart from the problem and the seed.
struct RacerSetup {
    const OptimizerSpec* optimizer = nullptr;
    std::vector<double> hyper;  // one value per hyperparameter of the optimizer, within its range
    Clipping clipping = {};
    Point start = Point::Zero();
    ScheduleSetup lr_schedule = {};        // of the first hyperparameter
    ScheduleSetup momentum_schedule = {};  // of momentum, or β₁
    WrapperSetup wrapper = {};

    // Nothing but the rule itself: g → step.
    bool plain() const { return optimizer->rule.step && !lr_schedule.active() && !momentum_schedule.active() && !wrapper.spec; }

    bool operator==(const RacerSetup&) const = default;
};

// The coordinates within escape_distance; NaN is not. Several masks join with &, without a branch per racer.
template <int N>
typename Pack<double, N>::Mask inside(Pack<double, N> coordinates) {
    return abs(coordinates) <= Pack<double, N>(escape_distance);
}
inline Pair::Mask inside(const Point& theta) { return inside(Pair::load(theta.data())); }
inline bool escaped(const Point& theta) { return !Pair::all(inside(theta)); }

// θ and loss of every step. Rows appear from the front; those below rows() never change until the racer is run again.
// One thread may write while others read.
class History {
public:
    // Keeps its memory where that is large enough. `counted`: rows may have other evaluations than one per update.
    void restart(int capacity, bool counted);

    int rows() const { return rows_.load(std::memory_order_acquire); }
    const Point& theta(int row) const { return theta_[static_cast<std::size_t>(row)]; }
    double loss(int row) const { return loss_[static_cast<std::size_t>(row)]; }
    std::span<const Point> path() const { return {theta_.get(), static_cast<std::size_t>(rows())}; }
    std::span<const double> losses() const { return {loss_.get(), static_cast<std::size_t>(rows())}; }
    // Points at which the rule has asked for the loss or the gradient so far.
    int evaluations(int row) const { return evaluations_ ? evaluations_[static_cast<std::size_t>(row)] : row; }

    // For the race alone.
    Point* theta_data() { return theta_.get(); }
    double* loss_data() { return loss_.get(); }
    int* evaluation_data() { return evaluations_.get(); }
    void publish(int rows) { rows_.store(rows, std::memory_order_release); }

private:
    std::unique_ptr<Point[]> theta_;
    std::unique_ptr<double[]> loss_;
    std::unique_ptr<int[]> evaluations_;
    int capacity_ = 0;
    std::atomic<int> rows_{0};
};

enum class Ending {
    open,      // still on its way, or all steps done
    diverged,  // the next point would have been beyond escape_distance or not finite
};

}  // namespace thalweg
