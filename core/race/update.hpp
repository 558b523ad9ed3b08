// One update of one racer, with everything that may belong to it: schedule, conditions, wrapper, rule. The race runs plain
// rules faster by itself; this is the complete form, and what plain rules do is a special case of it, bit for bit.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/race/racer.hpp"

namespace thalweg {

struct Arena;

inline constexpr std::size_t max_hyperparameters = 24;

// What a racer keeps between updates besides its rule's state, behind it in the same block.
struct Extras {
    int evaluations = 0;
    std::array<double, max_hyperparameters> hyper{};  // of the latest update: scheduled
    ScheduleMemory lr_memory{}, momentum_memory{};
    WrapperMemory wrapper{};
};

// Where things are in a racer's block of state.
struct Layout {
    explicit Layout(const RacerSetup& setup);
    std::size_t extras;  // offset of Extras, or the size where the update is plain
    std::size_t bytes;

    const double* hyper(const RacerSetup& setup, std::byte* state) const { return setup.plain() ? setup.hyper.data() : extras_of(state).hyper.data(); }
    Extras& extras_of(std::byte* state) const { return *reinterpret_cast<Extras*>(state + extras); }
};

// The hyperparameters of update k + 1, from those of the setup and its schedules.
void apply_schedules(const RacerSetup& setup, int k, double loss, Extras& extras);

// What happened inside an update.
struct UpdateRecord {
    std::vector<double> hyper;  // as the rule saw them: scheduled
    Point g;                    // the first gradient that the rule received: sampled, noisy, clipped
    Point from;                 // the rule's point before and after; θ unless a wrapper keeps another one
    Point to;
};

// The state before update 1.
void begin_racer(const RacerSetup& setup, std::byte* state);

// Update number t from θ, whose exact loss and gradient are given. Moves θ.
void update_racer(const Arena& arena, const RacerSetup& setup, int t, const Sample& exact, Point& theta, std::byte* state, UpdateRecord* record = nullptr);

// What schedules move, as positions among the hyperparameters: the learning rate; momentum, or β₁ where there is none. -1: the
// optimizer has no such thing.
int scheduled_rate(const OptimizerSpec&);
int scheduled_momentum(const OptimizerSpec&);

// What schedules make of the learning rate and of momentum (or β₁) for update k + 1; NaN where the rule has none.
struct ScheduledRow {
    int k;
    double lr, momentum;
};
// For drawing: about `most` rows of a run of so many steps, the first and the last among them. A schedule that watches the loss is
// followed as far as the losses go.
std::vector<ScheduledRow> scheduled_rows(const RacerSetup& setup, int steps, std::span<const double> losses, int most);

}  // namespace thalweg
