// The loss itself over a rectangle of a plane, coarse to fine.
//
// Which loss: that of the training examples as one batch, with weight decay where the network has it, without dropout, which is noise and no
// property of θ. A batch norm takes the statistics of that very batch: its running ones belong to the path of one racer; away from it they
// would show a network that nobody trains, and the loss would no longer be indifferent to the scale of the weights before the norm.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/surfaces/surface.hpp"
#include "core/training/engine.hpp"
#include "core/training/landscape/plane.hpp"

namespace thalweg {

struct LossGrid {
    Box range;   // of a and b; the outermost points lie on its borders
    int side = 0;  // points along each axis
    std::vector<double> values;  // row-major, the first row at the lowest b

    double at(int i, int j) const { return values[static_cast<std::size_t>(j) * static_cast<std::size_t>(side) + static_cast<std::size_t>(i)]; }
    double a(int i) const { return range.x_min + (range.x_max - range.x_min) * i / (side - 1); }
    double b(int j) const { return range.y_min + (range.y_max - range.y_min) * j / (side - 1); }
};

// 9, 17, 33, 65, 129: each level holds the points of the one before.
inline constexpr int grid_levels = 5;
constexpr int grid_side(int level) { return (8 << level) + 1; }

// Multiplications that a point may cost: more, and the landscape is that of fewer examples.
inline constexpr double most_work_per_point = 1.2e7;

class Landscape {
public:
    explicit Landscape(const std::shared_ptr<const TrainingProblem>& problem, double work_per_point = most_work_per_point);

    int examples() const { return problem_->train->size(); }  // that the loss is over
    int all_examples() const { return all_; }
    double loss(const Vector<double>& theta);

    // Calls `on_level` with the grid of every level up to the last. Each point is computed once, with the same bits on any number of threads and
    // whatever came before. False where a stop was asked for, which is heard between two points.
    using OnLevel = std::function<void(const LossGrid&)>;
    bool levels(const Plane& plane, const Box& range, int last_level, const OnLevel& on_level, int threads = 1, const std::stop_token& stop = {});

private:
    Engine& engine(std::size_t thread);
    double loss(Engine& engine, const double* theta);

    std::shared_ptr<const TrainingProblem> problem_;
    int all_;
    std::vector<std::unique_ptr<Engine>> engines_;
    std::vector<std::uint32_t> everything_;
    std::vector<std::vector<double>> buffers_;
};

}  // namespace thalweg
