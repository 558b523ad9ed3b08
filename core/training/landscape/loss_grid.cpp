#include "core/training/landscape/loss_grid.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "core/numerics/denormals.hpp"
#include "core/numerics/random.hpp"
#include "core/training/landscape/work.hpp"

namespace thalweg {
namespace {

constexpr int fewest_examples = 64;

// Drawn once and for all, so that every landscape of a problem is over the same ones.
Examples some_of(const Examples& all, int count) {
    std::vector<int> chosen(static_cast<std::size_t>(all.size()));
    std::iota(chosen.begin(), chosen.end(), 0);
    const auto n = static_cast<std::uint32_t>(all.size());
    std::erase_if(chosen, [&](int i) { return permuted(static_cast<std::uint32_t>(i), n, 0, 0, Stream::landscape_examples) >= static_cast<std::uint32_t>(count); });
    Examples some{all.inputs(Eigen::all, chosen), {}, {}, all.classes, all.time_steps};
    if (all.targets.rows() > 0) some.targets = all.targets(Eigen::all, chosen);
    if (!all.labels.empty())
        for (const int i : chosen) some.labels.push_back(all.labels[static_cast<std::size_t>(i)]);
    return some;
}

// The training examples, or as many of them as a point may cost, as one batch.
std::shared_ptr<const TrainingProblem> as_one_batch(const TrainingProblem& problem, double work_per_point) {
    auto whole = std::make_shared<TrainingProblem>(problem);
    whole->batch = 0;
    whole->test.reset();
    const double fits = work_per_point / std::max(1.0, forward_work(problem.architecture));
    const int count = std::max(fewest_examples, static_cast<int>(std::min(fits, 1e9)));
    if (count < problem.train->size()) whole->train = std::make_shared<const Examples>(some_of(*problem.train, count));
    return whole;
}

}  // namespace

Landscape::Landscape(const std::shared_ptr<const TrainingProblem>& problem, double work_per_point) : problem_(as_one_batch(*problem, work_per_point)), all_(problem->train->size()), everything_(static_cast<std::size_t>(problem_->train->size())) {
    std::iota(everything_.begin(), everything_.end(), 0U);
}

Engine& Landscape::engine(std::size_t thread) {
    while (engines_.size() <= thread) {
        engines_.push_back(make_engine(problem_));
        buffers_.push_back(problem_->buffers);
    }
    return *engines_[thread];
}

double Landscape::loss(const Vector<double>& theta) {
    const DenormalsFlushed guard;
    return engine(0).loss(theta.data(), buffers_[0].data(), everything_, {.training = true, .remembers = false, .drops = false});
}

bool Landscape::levels(const Plane& plane, const Box& range, int last_level, const OnLevel& on_level, int threads, const std::stop_token& stop) {
    LossGrid grid{range, 0, {}};
    engine(static_cast<std::size_t>(std::max(1, threads) - 1));  // all that are needed
    for (int level = 0; level <= last_level; ++level) {
        const LossGrid before = std::move(grid);
        grid = {range, grid_side(level), std::vector<double>(static_cast<std::size_t>(grid_side(level)) * static_cast<std::size_t>(grid_side(level)))};
        std::atomic<int> next{0};
        const auto work = [&](std::size_t thread) {
            const DenormalsFlushed guard;
            Engine& engine = *engines_[thread];
            Vector<double> row, theta;
            for (int j = next++; j < grid.side; j = next++) {
                row = plane.origin + grid.b(j) * plane.v;
                for (int i = 0; i < grid.side; ++i) {
                    double& value = grid.values[static_cast<std::size_t>(j) * static_cast<std::size_t>(grid.side) + static_cast<std::size_t>(i)];
                    if (level > 0 && i % 2 == 0 && j % 2 == 0) {
                        value = before.at(i / 2, j / 2);
                        continue;
                    }
                    if (stop.stop_requested()) return;
                    theta = row + grid.a(i) * plane.u;
                    value = engine.loss(theta.data(), buffers_[thread].data(), everything_, {.training = true, .remembers = false, .drops = false});
                }
            }
        };
        {
            std::vector<std::jthread> helpers;
            for (int t = 1; t < threads; ++t) helpers.emplace_back(work, static_cast<std::size_t>(t));
            work(0);
        }
        if (stop.stop_requested()) return false;
        on_level(grid);
    }
    return true;
}

}  // namespace thalweg
