#include "core/training/training.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <thread>
#include <utility>

#include "core/numerics/denormals.hpp"

namespace thalweg {
namespace {

constexpr std::chrono::milliseconds slice{4};  // that a thread stays with a racer before it looks for the one that is furthest behind

// ‖ΔW‖/‖W‖ of the weights that a row of the flow stands for.
double update_ratio(const FlowRow& row, std::span<const double> before, std::span<const double> after) {
    const Eigen::Map<const Vector<double>> old(before.data() + row.weights, row.size), now(after.data() + row.weights, row.size);
    const double length = old.norm();
    return length > 0 ? (now - old).norm() / length : 0;
}

// As near to each other as the memory allows from the first to the last, so that none is written to be thrown away.
int interval_for(const TrainingArena& arena, const Learner& learner, std::size_t memory) {
    const double bytes = static_cast<double>(sizeof(Keyframe) + (learner.theta().size() + learner.buffers().size()) * sizeof(double) + learner.saved_bytes());
    const double fits = std::ceil(arena.steps * bytes / std::max(1.0, static_cast<double>(memory)));
    return std::max({1, arena.steps / most_keyframes, static_cast<int>(std::min(fits, 1e9))});
}

}  // namespace

int evaluation_stride(const TrainingArena& arena) {
    if (!arena.problem) return 1;
    const TrainingProblem& p = *arena.problem;
    const int examples = p.train->size() + (p.test ? p.test->size() : 0), batch = p.batch > 0 ? p.batch : p.train->size();
    // An update passes over its batch forwards once and backwards, which costs twice as much; an evaluation forwards over everything.
    const double updates = examples / (3.0 * batch * evaluation_share);
    return std::max({1, arena.steps / most_evaluations, static_cast<int>(std::ceil(std::min(updates, 1e9)))});
}

void Training::arrange(const TrainingArena& arena, const std::vector<RacerSetup>& setups, std::size_t memory, const Training* former) {
    static std::atomic<std::uint64_t> revisions{0};
    // Each racer has its share of the memory, so with another number of racers all start over.
    const bool same_arena = former && arena == former->arena_ && memory == former->memory_ && setups.size() == former->runs_.size();
    std::vector<std::shared_ptr<Run>> old = same_arena ? former->runs_ : std::vector<std::shared_ptr<Run>>();
    arena_ = arena;
    memory_ = memory;
    runs_.clear();
    evaluation_stride_ = evaluation_stride(arena);
    flow_rows_ = arena.problem ? thalweg::flow_rows(arena.problem->architecture) : std::vector<FlowRow>();
    const int stride = std::max(1, arena.steps / most_flow_samples);
    for (const RacerSetup& setup : setups) {
        const auto same = std::find_if(old.begin(), old.end(), [&](const auto& run) { return run && run->setup == setup; });
        if (same != old.end()) {
            runs_.push_back(std::move(*same));
            continue;
        }
        auto run = std::make_shared<Run>();
        run->setup = setup;
        run->learner = std::make_unique<Learner>(arena, setup);
        const std::size_t share = memory / std::max<std::size_t>(1, setups.size());
        run->history = std::make_unique<TrainingHistory>(arena.steps, flow_rows_.size(), stride, share, interval_for(arena, *run->learner, share));
        run->revision = ++revisions;
        runs_.push_back(std::move(run));
    }
}

bool Training::done() const {
    return std::all_of(runs_.begin(), runs_.end(), [&](const auto& run) { return finished(*run); });
}

void Training::one_row(std::size_t racer, const OnRow& on_row) {
    Run& run = *runs_[racer];
    Learner& learner = *run.learner;
    TrainingHistory& history = *run.history;
    const int row = learner.step();
    const double loss = learner.loss(), norm = learner.gradient_norm();
    const TrainingProblem& problem = *arena_.problem;

    const int sample = row % history.flow_stride() == 0 ? row / history.flow_stride() : -1;
    if (sample >= 0) {
        FlowSample flow;
        learner.engine().measure(learner.theta().data(), learner.gradient(), flow_rows_, flow);
        history.write_flow(sample, flow);
    }
    if (history.wants_keyframe(row)) history.keep({row, {learner.theta().begin(), learner.theta().end()}, learner.buffers(), learner.save()});
    if (row % evaluation_stride_ == 0 || row == arena_.steps) {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        const double* theta = learner.theta().data();
        const double* buffers = learner.buffers().data();
        const Metrics train = learner.engine().metrics(theta, buffers, *problem.train);
        const bool tests = problem.test && problem.test->size() > 0;
        history.add({row, train, tests ? learner.engine().metrics(theta, buffers, *problem.test) : Metrics{none, none}});
    }
    if (on_row) on_row(racer, row, learner);

    bool escaped = !std::isfinite(norm);
    history.write(row, loss, norm, std::numeric_limits<double>::quiet_NaN());
    if (row < arena_.steps && !escaped) {
        escaped = !learner.advance();
        if (!escaped) {
            history.write(row, loss, norm, learner.lr());
            if (sample >= 0) {
                for (std::size_t r = 0; r < flow_rows_.size(); ++r) history.write_update(sample, r, update_ratio(flow_rows_[r], learner.theta_before(), learner.theta()));
            }
        }
    }
    if (escaped && row < arena_.steps) run.ending.store(Ending::diverged, std::memory_order_release);
    history.publish(row + 1);
}

bool Training::advance(Clock::time_point deadline, const std::stop_token& stop, int threads, const OnRow& on_row) {
    // Each racer is in the hands of one thread at a time; which one makes no difference to its numbers.
    std::mutex mutex;
    std::vector<bool> busy(runs_.size(), false);
    const auto next = [&]() -> std::optional<std::size_t> {
        const std::scoped_lock lock(mutex);
        std::optional<std::size_t> behind;
        for (std::size_t r = 0; r < runs_.size(); ++r)
            if (!busy[r] && !finished(*runs_[r]) && (!behind || runs_[r]->history->rows() < runs_[*behind]->history->rows())) behind = r;
        if (behind) busy[*behind] = true;
        return behind;
    };
    const auto out_of_time = [&] { return stop.stop_requested() || Clock::now() >= deadline; };
    const auto work = [&] {
        const DenormalsFlushed guard;
        while (!out_of_time()) {
            const std::optional<std::size_t> racer = next();
            if (!racer) return;
            const auto until = std::min(deadline, Clock::now() + slice);
            while (!finished(*runs_[*racer])) {
                one_row(*racer, on_row);
                if (stop.stop_requested() || Clock::now() >= until) break;
            }
            const std::scoped_lock lock(mutex);
            busy[*racer] = false;
        }
    };
    std::vector<std::jthread> helpers;
    for (int i = 1; i < std::min<int>(threads, static_cast<int>(runs_.size())); ++i) helpers.emplace_back(work);
    work();
    helpers.clear();
    return done();
}

std::unique_ptr<Learner> Training::learner_at(std::size_t racer, int step, const std::stop_token& stop) const {
    const Run& run = *runs_[racer];
    if (step >= run.history->rows()) return nullptr;
    const std::shared_ptr<const Keyframe> from = run.history->keyframe_before(step);
    if (!from) return nullptr;
    const DenormalsFlushed guard;
    auto learner = std::make_unique<Learner>(arena_, run.setup);
    learner->restore(from->step, from->theta, from->buffers, from->state);
    while (learner->step() < step)
        if (stop.stop_requested() || !learner->advance()) return nullptr;
    return learner;
}

}  // namespace thalweg
