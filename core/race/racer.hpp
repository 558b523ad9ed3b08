// One racer: an optimizer with its hyperparameters, its state and what happened to it so far.
#pragma once

#include <atomic>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/optimizers/optimizer.hpp"

namespace thalweg {

inline constexpr double escape_distance = 1e12;  // a coordinate beyond this ends the run

// Everything that decides a racer's path, apart from the problem and the seed.
struct RacerSetup {
    const OptimizerSpec* optimizer = nullptr;
    std::vector<double> hyper;  // one value per hyperparameter of the optimizer, within its range
    double clip_norm = 0;       // 0 is off. g ← g·min(1, clip_norm/(‖g‖ + 1e-6)), as PyTorch
    double clip_value = 0;      // 0 is off. every component of g into ±clip_value
    Point start = Point::Zero();

    bool operator==(const RacerSetup&) const = default;
};

// g as the rule receives it.
void clip(const RacerSetup& setup, Point& g);

// The coordinates beyond escape_distance; those that are NaN, too. Several masks join with |, without a branch per racer.
inline Pair::Mask outside(const Point& theta) { return ~(abs(Pair::load(theta.data())) <= Pair(escape_distance)); }
inline bool any(Pair::Mask m) { return (m[0] | m[1]) != 0; }
inline bool escaped(const Point& theta) { return any(outside(theta)); }

// θ and loss of every step. Rows appear from the front; those below rows() never change until the racer is run again.
// One thread may write while others read.
class History {
public:
    void restart(int capacity);  // keeps its memory where that is large enough

    int rows() const { return rows_.load(std::memory_order_acquire); }
    const Point& theta(int row) const { return theta_[static_cast<std::size_t>(row)]; }
    double loss(int row) const { return loss_[static_cast<std::size_t>(row)]; }
    std::span<const Point> path() const { return {theta_.get(), static_cast<std::size_t>(rows())}; }
    std::span<const double> losses() const { return {loss_.get(), static_cast<std::size_t>(rows())}; }

    // For the race alone.
    Point* theta_data() { return theta_.get(); }
    double* loss_data() { return loss_.get(); }
    void publish(int rows) { rows_.store(rows, std::memory_order_release); }

private:
    std::unique_ptr<Point[]> theta_;
    std::unique_ptr<double[]> loss_;
    int capacity_ = 0;
    std::atomic<int> rows_{0};
};

enum class Ending {
    open,      // still on its way, or all steps done
    diverged,  // the next point would have been beyond escape_distance or not finite
};

}  // namespace thalweg
