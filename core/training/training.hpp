// Several optimizers train the same network from the same parameters on the same batches. Racers are independent of each other, so
// they run on several threads without waiting for one another; what is shown is what all of them have reached.
#pragma once

#include <chrono>
#include <stop_token>

#include "core/training/learner.hpp"
#include "core/training/training_history.hpp"

namespace thalweg {

inline constexpr std::size_t default_training_memory = std::size_t{512} << 20;  // bytes, of keyframes and histories
inline constexpr int most_flow_samples = 1000;
inline constexpr int most_evaluations = 200;
inline constexpr double evaluation_share = 0.25;  // of the time that updates take, for evaluations: they pass over all examples
inline constexpr int most_keyframes = 100;

// Updates between two evaluations of a run.
int evaluation_stride(const TrainingArena& arena);

class Training {
public:
    using Clock = std::chrono::steady_clock;

    // Racers of `former` whose arena and setup are the same go on where they are; all others start over. The former training may
    // still be looked at, but not advanced any more.
    void arrange(const TrainingArena& arena, const std::vector<RacerSetup>& setups, std::size_t memory = default_training_memory, const Training* former = nullptr);

    // Runs until every racer is done, the deadline passes or a stop is asked for. True when all are done. `on_row` hears of every
    // row of a racer before its update is made, on whichever thread works on it.
    using OnRow = std::function<void(std::size_t racer, int row, Learner& learner)>;
    bool advance(Clock::time_point deadline = Clock::time_point::max(), const std::stop_token& stop = {}, int threads = 1, const OnRow& on_row = {});

    bool done() const;
    std::size_t size() const { return runs_.size(); }
    const TrainingArena& arena() const { return arena_; }
    const std::vector<FlowRow>& flow_rows() const { return flow_rows_; }
    const RacerSetup& setup(std::size_t racer) const { return runs_[racer]->setup; }
    const TrainingHistory& history(std::size_t racer) const { return *runs_[racer]->history; }
    Ending ending(std::size_t racer) const { return runs_[racer]->ending.load(std::memory_order_acquire); }
    std::uint64_t revision(std::size_t racer) const { return runs_[racer]->revision; }

    // A learner at that step of a racer, made from the nearest keyframe and stepped on; null where the racer has not come so far, or
    // where a stop was asked for. May run while advance() does.
    std::unique_ptr<Learner> learner_at(std::size_t racer, int step, const std::stop_token& stop = {}) const;

private:
    struct Run {
        RacerSetup setup;
        std::unique_ptr<TrainingHistory> history;
        std::unique_ptr<Learner> learner;
        std::atomic<Ending> ending{Ending::open};
        std::uint64_t revision = 0;
    };

    bool finished(const Run& run) const { return run.ending.load(std::memory_order_acquire) == Ending::diverged || run.history->rows() > arena_.steps; }
    void one_row(std::size_t racer, const OnRow& on_row);

    TrainingArena arena_;
    std::size_t memory_ = 0;
    int evaluation_stride_ = 1;
    std::vector<FlowRow> flow_rows_;
    std::vector<std::shared_ptr<Run>> runs_;  // shared with a former training
};

}  // namespace thalweg
