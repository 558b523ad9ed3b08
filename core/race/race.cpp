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

constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class Vector>  // Point or Pair
void put(const DetailColumns::Column& column, int row, const Vector& p) {
    column[0][row] = p[0];
    column[1][row] = p[1];
}

// The first row of begin … end - 1 whose point has escaped; `end` for none.
int first_outside(const Point* path, int begin, int end) {
    constexpr int at_once = native_lanes / 2;
    int row = begin;
    Lanes::Mask within = ~Lanes::Mask{};
    for (; row + at_once <= end; row += at_once) within &= inside(Lanes::load(path[row].data()));
    while (row < end && !escaped(path[row])) ++row;
    if (row == end && Lanes::all(within)) return end;
    return static_cast<int>(std::find_if(path + begin, path + end, escaped) - path);
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
        if (!std::all_of(group.begin(), group.end(), [&](const Run* run) { return bare(arena_, run->setup); })) lockstep(group, until);
        else if (group.size() > 1) bare_lockstep(group, until);
        else alone(*group[0], until);
        const Clock::time_point then = std::exchange(now, Clock::now());
        slice = now - then < std::chrono::microseconds(500) ? std::min(slice * 2, 1 << 16) : std::max(slice / 2, 1);
    }
}

void Race::keep_state(Run& run, int t) {
    const std::size_t bytes = run.state.size();
    std::memcpy(run.keyframes.data() + static_cast<std::size_t>(t / keyframe_interval) * bytes, run.state.data(), bytes);
}

void Race::close(Run& run, const Point& theta, int row, Ending ending) {
    run.theta = theta;
    run.next = row;
    run.ending.store(ending, std::memory_order_release);
    run.history.publish(row);
}

// What lockstep does for one bare racer: its point and gradient then stay in registers.
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
        if (t % keyframe_interval == 0) keep_state(run, t);
        if (!Pair::all(inside(theta))) {  // its rows end before this one
            ending = Ending::diverged;
            break;
        }
        const Pair g = objective.gradient(theta, losses[t]);
        theta.store(path[t].data());
        if (t < arena_.steps) theta = step(hyper, t + 1, g, theta, state);  // nothing follows the last row
    }
    close(run, {theta[0], theta[1]}, t, ending);
}

// Runs that stand at the same row, side by side.
struct Race::Abreast {
    explicit Abreast(std::span<Run*> group) : n(group.size()) {
        for (std::size_t r = 0; r < n; ++r) runs[r] = group[r], theta[r] = group[r]->theta;
    }

    void keep_states(int t) {
        if (t % keyframe_interval != 0) return;
        for (std::size_t r = 0; r < n; ++r) keep_state(*runs[r], t);
    }
    void evaluate(const Objective& objective) { objective.evaluate({theta.data(), n}, {g.data(), n}, {loss.data(), n}); }
    void move(std::size_t from, std::size_t to) {
        runs[to] = runs[from], theta[to] = theta[from], g[to] = g[from], loss[to] = loss[from];
    }
    void close_all(int t) {
        for (std::size_t r = 0; r < n; ++r) close(*runs[r], theta[r], t, Ending::open);
    }

    std::size_t n;
    std::array<Run*, max_racers> runs;
    std::array<Point, max_racers> theta, g;
    std::array<double, max_racers> loss;
};

// What lockstep does for bare racers. Whether one has escaped is asked of many rows at once; nobody looks at rows past its end.
void Race::bare_lockstep(std::span<Run*> group, int until) {
    struct Bare {
        decltype(Rule::step) step;
        const double* hyper;
        std::byte* state;
        Point* path;
        double* losses;
    };
    Abreast all(group);
    std::array<Bare, max_racers> racers;
    for (std::size_t r = 0; r < all.n; ++r) {
        Run& run = *group[r];
        racers[r] = {run.setup.optimizer->rule.step, run.setup.hyper.data(), run.state.data(), run.history.theta_data(), run.history.loss_data()};
    }

    const Objective& objective = *arena_.problem->objective;
    int t = group[0]->next;
    while (t < until && all.n > 0) {
        all.keep_states(t);
        const int begin = t, end = std::min(until, begin - begin % keyframe_interval + keyframe_interval);
        for (; t < end; ++t) {
            all.evaluate(objective);
            const bool last = t == arena_.steps;  // nothing follows it
            for (std::size_t r = 0; r < all.n; ++r) {
                const Bare& racer = racers[r];
                const Pair at = Pair::load(all.theta[r].data());
                at.store(racer.path[t].data());
                racer.losses[t] = all.loss[r];
                if (!last) racer.step(racer.hyper, t + 1, Pair::load(all.g[r].data()), at, racer.state).store(all.theta[r].data());
            }
        }
        std::size_t kept = 0;
        for (std::size_t r = 0; r < all.n; ++r) {
            const int row = first_outside(racers[r].path, begin, end);
            if (row < end) {
                close(*all.runs[r], racers[r].path[row], row, Ending::diverged);
                continue;
            }
            racers[kept] = racers[r];
            all.move(r, kept++);
        }
        all.n = kept;
    }
    all.close_all(t);
}

// All runs of the group stand at the same row. Rows up to until - 1 are written.
void Race::lockstep(std::span<Run*> group, int until) {
    Abreast all(group);
    std::array<Lane, max_racers> lanes;
    for (std::size_t r = 0; r < all.n; ++r) lanes[r] = {group[r]->setup, group[r]->state.data()};

    const Objective& objective = *arena_.problem->objective;
    const InForce in_force(arena_, {lanes.data(), all.n});
    int t = group[0]->next;
    for (; t < until && all.n > 0; ++t) {
        all.keep_states(t);
        all.evaluate(objective);
        std::size_t kept = 0;
        for (std::size_t r = 0; r < all.n; ++r) {
            if (escaped(all.theta[r])) {  // its rows end before this one
                close(*all.runs[r], all.theta[r], t, Ending::diverged);
                continue;
            }
            History& history = all.runs[r]->history;
            history.theta_data()[t] = all.theta[r];
            history.loss_data()[t] = all.loss[r];
            if (!lanes[r].step) history.evaluation_data()[t] = all.runs[r]->evaluations();
            if (kept < r) lanes[kept] = lanes[r], all.move(r, kept);
            ++kept;
        }
        all.n = kept;
        if (t == arena_.steps) continue;  // the last row: nothing follows it
        step_lanes(arena_, in_force, t + 1, in_force.noise ? noise_of_update(arena_.noise, arena_.seed, t + 1) : Point(Point::Zero()), {lanes.data(), all.n}, all.theta.data(), all.g.data(), all.loss.data());
    }
    all.close_all(t);
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

int Race::Replay::fill(const DetailColumns& columns, int last) {
    const OptimizerSpec& optimizer = *run_.setup.optimizer;
    const double* hyper = run_.setup.hyper.data();
    const auto path = run_.history.path();
    const Pair* slots = reinterpret_cast<const Pair*>(state_.data() + optimizer.rule.slots_offset);
    const bool keeps = !columns.slots.empty() || !columns.derived.empty();  // otherwise nobody sees the state
    std::array<Point, gradients_at_once> gradients;
    std::array<double, gradients_at_once> losses;
    const int end = std::min(last, static_cast<int>(path.size()) - 1);
    for (std::size_t k = 0; k < columns.hyper.size(); ++k)
        if (columns.hyper[k] && row_ < end) std::fill(columns.hyper[k] + row_, columns.hyper[k] + end, hyper[k]);
    while (row_ < end) {
        const auto n = static_cast<std::size_t>(std::min(end - row_, static_cast<int>(gradients_at_once)));
        const Point* theta = &path[static_cast<std::size_t>(row_)];
        arena_.problem->objective->evaluate({theta, n}, {gradients.data(), n}, {losses.data(), n});
        for (std::size_t i = 0; i < n; ++i, ++row_) {
            const Pair g = Pair::load(gradients[i].data()), from = Pair::load(theta[i].data());
            put(columns.g, row_, g);
            put(columns.move, row_, Pair::load(theta[i + 1].data()) - from);
            if (!keeps) continue;
            for (std::size_t k = 0; k < columns.slots.size(); ++k) put(columns.slots[k], row_, slots[k]);
            if (row_ == 0) std::fill(derived_.begin(), derived_.end(), Pair(none));
            else if (!derived_.empty()) optimizer.rule.derive(hyper, state_.data(), derived_.data());
            for (std::size_t k = 0; k < columns.derived.size(); ++k) put(columns.derived[k], row_, derived_[k]);
            optimizer.rule.step(hyper, row_ + 1, g, from, state_.data());
        }
    }
    return row_;
}

void Race::detail_columns(std::size_t racer, int first, int last, const DetailColumns& columns) const {
    if (bare(arena_, setup(racer))) first = Replay(*this, racer, first).fill(columns, last);
    if (first >= last) return;
    details(racer, first, last, [&](const StepDetail& detail) {
        const int row = detail.step;
        put(columns.g, row, detail.g);
        put(columns.move, row, detail.move);
        for (std::size_t k = 0; k < columns.slots.size(); ++k) put(columns.slots[k], row, detail.slots[k]);
        for (std::size_t k = 0; k < columns.derived.size(); ++k) put(columns.derived[k], row, detail.derived[k]);
        for (std::size_t k = 0; k < columns.hyper.size(); ++k)
            if (columns.hyper[k]) columns.hyper[k][row] = row == arena_.steps ? none : detail.hyper[k];
    });
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
