#include "core/race/race.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "core/race/lanes.hpp"

namespace thalweg {
namespace {

// Nothing but the exact gradient and the rule itself.
bool bare(const Arena& arena, const RacerSetup& setup) {
    return setup.plain() && !setup.clipping.active() && !arena.noise.active() && !arena.problem->objective->stochastic();
}

}  // namespace

void Race::arrange(const Arena& arena, const std::vector<RacerSetup>& setups) {
    std::vector<std::unique_ptr<Run>> former = std::move(runs_), next(setups.size());
    const bool same_arena = arena == arena_;
    arena_ = arena;
    for (std::size_t i = 0; same_arena && i < setups.size(); ++i)
        for (auto& run : former)
            if (run && run->setup == setups[i]) {
                next[i] = std::move(run);
                break;
            }
    for (std::size_t i = 0; i < setups.size(); ++i) {
        if (next[i]) continue;
        const auto spare = std::find_if(former.begin(), former.end(), [](const auto& run) { return run != nullptr; });
        next[i] = spare != former.end() ? std::move(*spare) : std::make_unique<Run>();  // a spare brings its memory along
        next[i]->setup = setups[i];
        begin(*next[i]);
    }
    runs_ = std::move(next);
}

void Race::begin(Run& run) {
    const std::size_t bytes = Layout(run.setup).bytes;
    run.history.restart(arena_.steps + 1, !run.setup.plain());
    run.state.resize(bytes);
    run.keyframes.resize(bytes * static_cast<std::size_t>(arena_.steps / keyframe_interval + 1));
    run.next = 0;
    run.theta = run.setup.start;
    run.ending = Ending::open;
    run.revision = ++revisions_;
    begin_racer(run.setup, run.state.data());
}

bool Race::done() const {
    return std::all_of(runs_.begin(), runs_.end(), [&](const auto& run) { return finished(*run); });
}

bool Race::advance(Clock::time_point deadline, const std::stop_token& stop) {
    const DenormalsFlushed guard;
    int slice = 64;  // steps between two looks at the clock, adapted to what they cost
    std::vector<Run*> group;
    for (Clock::time_point now = Clock::now();;) {
        // Those furthest behind go first, up to where the next ones stand.
        int front = std::numeric_limits<int>::max(), ahead = arena_.steps + 1;
        for (const auto& run : runs_)
            if (!finished(*run)) front = std::min(front, run->next);
        if (front == std::numeric_limits<int>::max()) return true;
        group.clear();
        for (const auto& run : runs_) {
            if (finished(*run)) continue;
            if (run->next == front) group.push_back(run.get());
            else ahead = std::min(ahead, run->next);
        }
        if (now >= deadline || stop.stop_requested()) return false;
        const int until = std::min(ahead, front + slice);
        if (!std::all_of(group.begin(), group.end(), [&](const Run* run) { return bare(arena_, run->setup); })) lockstep<false>(group, until);
        else if (group.size() > 1) lockstep<true>(group, until);
        else alone(*group[0], until);
        const Clock::time_point then = std::exchange(now, Clock::now());
        slice = now - then < std::chrono::microseconds(500) ? std::min(slice * 2, 1 << 16) : std::max(slice / 2, 1);
    }
}

// What lockstep does for one racer and nothing but its rule: its point and gradient then stay in registers.
void Race::alone(Run& run, int until) {
    const Objective& objective = *arena_.problem->objective;
    const auto step = run.setup.optimizer->rule.step;
    const double* hyper = run.setup.hyper.data();
    std::byte* state = run.state.data();
    Point* path = run.history.theta_data();
    double* losses = run.history.loss_data();
    Pair theta = Pair::load(run.theta.data());
    Ending ending = Ending::open;
    int t = run.next;
    for (; t < until; ++t) {
        if (t % keyframe_interval == 0) std::memcpy(run.keyframes.data() + static_cast<std::size_t>(t / keyframe_interval) * run.state.size(), state, run.state.size());
        if (!all(inside(theta))) {  // its rows end before this one
            ending = Ending::diverged;
            break;
        }
        const Pair g = objective.gradient(theta, losses[t]);
        theta.store(path[t].data());
        if (t < arena_.steps) theta = step(hyper, t + 1, g, theta, state);  // nothing follows the last row
    }
    theta.store(run.theta.data());
    run.next = t;
    run.ending.store(ending, std::memory_order_release);
    run.history.publish(t);
}

// All runs of the group stand at the same row. Rows up to until - 1 are written. `bare`: every one has nothing but its rule.
template <bool bare>
void Race::lockstep(std::span<Run*> group, int until) {
    struct Record {
        Point* path;
        double* losses;
        Run* run;
    };
    std::array<Lane, max_racers> lanes;
    std::array<Record, max_racers> records;
    std::array<Point, max_racers> theta, g;
    std::array<double, max_racers> loss;
    std::size_t n = group.size();
    for (std::size_t r = 0; r < n; ++r) {
        Run& run = *group[r];
        lanes[r] = {run.setup, run.state.data()};
        records[r] = {run.history.theta_data(), run.history.loss_data(), &run};
        theta[r] = run.theta;
    }

    const Objective& objective = *arena_.problem->objective;
    const InForce in_force(arena_, {lanes.data(), n});
    const auto close = [&](std::size_t r, int row, Ending ending) {
        Run& run = *records[r].run;
        run.theta = theta[r];
        run.next = row;
        run.ending.store(ending, std::memory_order_release);
        run.history.publish(row);
    };

    int t = group[0]->next;
    for (; t < until && n > 0; ++t) {
        if (t % keyframe_interval == 0)
            for (std::size_t r = 0; r < n; ++r) {
                Run& run = *records[r].run;
                std::memcpy(run.keyframes.data() + static_cast<std::size_t>(t / keyframe_interval) * run.state.size(), run.state.data(), run.state.size());
            }
        objective.evaluate({theta.data(), n}, {g.data(), n}, {loss.data(), n});
        Pair::Mask within = ~Pair::Mask{};
        for (std::size_t r = 0; r < n; ++r) {
            within &= inside(theta[r]);
            records[r].path[t] = theta[r];
            records[r].losses[t] = loss[r];
            if constexpr (!bare)
                if (!lanes[r].step) records[r].run->history.evaluation_data()[t] = records[r].run->evaluations();
        }
        if (!all(within)) {  // their rows end before this one
            std::size_t kept = 0;
            for (std::size_t r = 0; r < n; ++r) {
                if (escaped(theta[r])) {
                    close(r, t, Ending::diverged);
                } else {
                    lanes[kept] = lanes[r];
                    records[kept] = records[r];
                    theta[kept] = theta[r];
                    loss[kept] = loss[r];
                    g[kept++] = g[r];
                }
            }
            n = kept;
        }
        if (t == arena_.steps) continue;  // the last row: nothing follows it
        if constexpr (bare)
            for (std::size_t r = 0; r < n; ++r) lanes[r].step(lanes[r].hyper, t + 1, Pair::load(g[r].data()), Pair::load(theta[r].data()), lanes[r].state).store(theta[r].data());
        else step_lanes(arena_, in_force, t + 1, in_force.noise ? noise_of_update(arena_.noise, arena_.seed, t + 1) : Point(Point::Zero()), {lanes.data(), n}, theta.data(), g.data(), loss.data());
    }
    for (std::size_t r = 0; r < n; ++r) close(r, t, Ending::open);
}

Race::Replay::Replay(const Race& race, std::size_t racer, int first)
    : arena_(race.arena_), run_(*race.runs_[racer]), bare_(bare(arena_, run_.setup)), derived_(run_.setup.optimizer->derived.size()) {
    const int recorded = run_.history.rows();
    const int keyframe = recorded > 0 ? std::min(first, recorded - 1) / keyframe_interval : 0;
    row_ = keyframe * keyframe_interval;
    const auto bytes = static_cast<std::ptrdiff_t>(run_.state.size());
    state_.assign(run_.keyframes.begin() + keyframe * bytes, run_.keyframes.begin() + (keyframe + 1) * bytes);
    StepDetail skipped;
    while (row_ < first && next(skipped)) {}
}

// Several rows are asked for at once: many objectives then work side by side.
Point Race::Replay::gradient() {
    if (row_ < gradients_from_ || row_ >= gradients_end_) {
        const auto path = run_.history.path().subspan(static_cast<std::size_t>(row_));  // the race may be adding to it
        const std::size_t n = std::min(path.size(), gradients_.size());
        std::array<double, gradients_at_once> losses;
        arena_.problem->objective->evaluate(path.first(n), {gradients_.data(), n}, {losses.data(), n});
        gradients_from_ = row_;
        gradients_end_ = row_ + static_cast<int>(n);
    }
    return gradients_[static_cast<std::size_t>(row_ - gradients_from_)];
}

Point Race::Replay::moved_from(const Point& theta) {
    const RacerSetup& setup = run_.setup;
    Sample exact;
    arena_.problem->objective->evaluate({&theta, 1}, {&exact.gradient, 1}, {&exact.loss, 1});
    scratch_ = state_;
    if (!setup.plain()) Layout(setup).extras_of(scratch_.data()).wrapper.iterate = theta;
    Point moved = theta;
    update_racer(arena_, setup, row_ + 1, exact, moved, scratch_.data(), &record_);
    return record_.to;
}

bool Race::moves(std::size_t racer, int k, std::span<const Point> from, std::span<Point> to) const {
    if (k < 0 || k >= runs_[racer]->history.rows()) return false;
    Replay replay(*this, racer, k);
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = replay.moved_from(from[i]);
    return true;
}

bool Race::Replay::next(StepDetail& detail) {
    if (row_ >= run_.history.rows()) return false;
    const OptimizerSpec& optimizer = *run_.setup.optimizer;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();

    detail.step = row_;
    detail.theta = run_.history.theta(row_);
    detail.loss = run_.history.loss(row_);
    detail.gradient = gradient();
    detail.evaluations = run_.history.evaluations(row_);

    detail.slots.resize(optimizer.slots.size());
    if (!detail.slots.empty()) std::memcpy(static_cast<void*>(detail.slots.data()), state_.data() + optimizer.rule.slots_offset, detail.slots.size() * sizeof(Pair));
    detail.derived.resize(derived_.size());
    if (row_ == 0) {
        std::fill(detail.derived.begin(), detail.derived.end(), Point(none, none));  // there are none before update 1
    } else if (!derived_.empty()) {
        optimizer.rule.derive(Layout(run_.setup).hyper(run_.setup, state_.data()), state_.data(), derived_.data());
        std::memcpy(static_cast<void*>(detail.derived.data()), derived_.data(), derived_.size() * sizeof(Pair));
    }

    Point moved = detail.theta;
    const bool last = row_ == arena_.steps;  // nothing follows it: the update is made on a copy, to see what it would be given
    if (last) scratch_ = state_;
    std::byte* state = (last ? scratch_ : state_).data();
    if (bare_) {
        optimizer.rule.step(run_.setup.hyper.data(), row_ + 1, Pair::load(detail.gradient.data()), Pair::load(detail.theta.data()), state).store(moved.data());
        detail.g = detail.gradient, detail.from = detail.theta, detail.to = moved;
        if (detail.hyper.empty()) detail.hyper = run_.setup.hyper;
    } else {
        update_racer(arena_, run_.setup, row_ + 1, {detail.loss, detail.gradient}, moved, state, &record_);
        detail.g = record_.g, detail.from = record_.from, detail.to = record_.to;
        detail.hyper = last ? run_.setup.hyper : record_.hyper;
    }
    detail.move = moved - detail.theta;
    detail.lr = optimizer.has_learning_rate() ? detail.hyper[0] : none;
    if (last) detail.to = detail.move = Point(none, none), detail.lr = none;
    ++row_;
    return true;
}

}  // namespace thalweg
