// The lockstep runner: every racer takes step t before any takes step t + 1, on the same problem and the same samples.
//
// A racer's path depends on the problem, the seed and its own setup, never on its rivals; so after a change only the racers
// that it touches run again, and the same inputs give the same bits.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/numerics/denormals.hpp"
#include "core/problems/problem.hpp"
#include "core/race/racer.hpp"
#include "core/race/update.hpp"

namespace thalweg {

inline constexpr int max_steps = 1'000'000;
inline constexpr int max_racers = 128;  // more than there are optimizers, so that all of them can meet
inline constexpr int keyframe_interval = 512;  // steps between two stored states

// What a race is run on. Equal arenas and equal setups give equal paths.
struct Arena {
    std::shared_ptr<const Problem> problem;
    std::uint64_t seed = 0;
    int steps = 0;  // updates; a history has steps + 1 rows
    Noise noise = {};

    bool operator==(const Arena&) const = default;  // problems by identity
};

// Everything about one row: what the rule saw, what it kept, what it did.
struct StepDetail {
    int step;                    // k: after k updates
    Point theta;                 // θ_k
    double loss;                 // the exact loss at θ_k
    Point gradient;              // the exact gradient at θ_k
    Point g;                     // what the rule receives for update k + 1, or would: sampled, clipped
    std::vector<Point> slots;    // after update k, in the order of the optimizer's facts
    std::vector<Point> derived;  // likewise
    Point move;                  // θ_{k+1} − θ_k; NaN in the last row
    double lr;                   // of update k + 1; NaN in the last row
    int evaluations;             // points that the rule has asked for so far
    std::vector<double> hyper;   // of update k + 1: scheduled; the racer's own in the last row
    Point from, to;              // the rule's point before and after update k + 1; not θ where a wrapper keeps another one
};

// Where columns of details lie: that of row k at [k], x and y apart.
struct DetailColumns {
    using Column = std::array<double*, 2>;
    Column g, move;
    std::vector<Column> slots, derived;  // in the order of the optimizer's facts
    std::vector<double*> hyper;          // in the order of its hyperparameters, null for one that is not asked for; NaN in the last row
};

class Race {
public:
    using Clock = std::chrono::steady_clock;

    // Runs whose arena and setup stay the same keep their histories; all others start over.
    void arrange(const Arena& arena, const std::vector<RacerSetup>& setups);

    // Runs until every racer is done, the deadline passes or a stop is asked for. True when all are done.
    bool advance(Clock::time_point deadline = Clock::time_point::max(), const std::stop_token& stop = {});

    bool done() const;
    std::size_t size() const { return runs_.size(); }
    const Arena& arena() const { return arena_; }
    const RacerSetup& setup(std::size_t racer) const { return runs_[racer]->setup; }
    const History& history(std::size_t racer) const { return runs_[racer]->history; }
    Ending ending(std::size_t racer) const { return runs_[racer]->ending.load(std::memory_order_acquire); }
    std::uint64_t revision(std::size_t racer) const { return runs_[racer]->revision; }  // changes when the racer starts over

    // Rows first … last - 1 in full, by stepping again from the nearest stored state. Calls visit(detail) once per row; the
    // detail is reused between calls. Rows not yet run are left out; another thread may be writing them meanwhile. `visit` runs with
    // denormals flushed, as the race did.
    template <class Visit>
    void details(std::size_t racer, int first, int last, Visit&& visit) const;

    // The same as columns, of rows that have been run.
    void detail_columns(std::size_t racer, int first, int last, const DetailColumns& columns) const;

    // Where the update after row k would lead from other points: with the state, the sample and the conditions that the racer has there; after
    // the last row, too, where the run makes none. A wrapped rule moves its own iterate from them. False where the row is not there.
    bool moves(std::size_t racer, int k, std::span<const Point> from, std::span<Point> to) const;

private:
    struct Run {
        RacerSetup setup;
        History history;
        std::vector<std::byte> state;      // slots and clock, between updates
        std::vector<std::byte> keyframes;  // the state before update 1 + k·keyframe_interval
        int next = 0;                      // the row to be written next
        Point theta = Point::Zero();       // θ of that row
        std::atomic<Ending> ending{Ending::open};
        std::uint64_t revision = 0;

        int evaluations() { return static_cast<int>(Layout(setup).extras_of(state.data()).evaluations); }
    };
    struct Abreast;
    class Replay;  // one racer, stepped again

    void begin(Run& run);
    bool finished(const Run& run) const { return run.next > arena_.steps || run.ending == Ending::diverged; }
    static void keep_state(Run& run, int t);
    static void close(Run& run, const Point& theta, int row, Ending ending);  // its rows end before `row`
    void lockstep(std::span<Run*> group, int until);
    void bare_lockstep(std::span<Run*> group, int until);
    void alone(Run& run, int until);

    Arena arena_;
    std::vector<std::unique_ptr<Run>> runs_;
    std::uint64_t revisions_ = 0;
};

// Steps one racer again from a stored state, without touching the race.
class Race::Replay {
public:
    Replay(const Race& race, std::size_t racer, int first);
    bool next(StepDetail& detail);  // false when the recorded rows are used up
    int fill(const DetailColumns& columns, int last);  // rows whose successors are recorded, of a bare racer, up to last - 1; the one after them. Nothing else can be asked after it
    Point moved_from(const Point& theta);  // by the update that follows it, made on a copy

private:
    Point gradient();  // the exact one, of the next row

    DenormalsFlushed flushed_;  // as when the rows were made
    const Arena& arena_;
    const Run& run_;
    bool bare_;
    std::vector<std::byte> state_, scratch_;
    std::vector<Pair> derived_;
    UpdateRecord record_;
    int row_;

    static constexpr std::size_t gradients_at_once = 16;
    std::array<Point, gradients_at_once> gradients_;
    int gradients_from_ = 0, gradients_end_ = 0;  // the rows that they belong to
};

template <class Visit>
void Race::details(std::size_t racer, int first, int last, Visit&& visit) const {
    Replay replay(*this, racer, first);
    for (StepDetail detail; first < last && replay.next(detail); ++first) visit(std::as_const(detail));
}

}  // namespace thalweg
