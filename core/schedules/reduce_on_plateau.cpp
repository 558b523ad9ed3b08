// The rate drops when the loss has not improved for a while.
#include "core/schedules/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::schedules {
namespace {

// Memory: best loss, updates without improvement, updates of cooldown left, number of drops. All zero before the first
// update, when there is no best loss yet.
double value(const ScheduleInput& in, ScheduleMemory& memory) {
    const double factor = in.values[0], patience = in.values[1], threshold = in.values[2], cooldown = in.values[3], least = in.values[4];
    auto& [best, waited, rest, drops] = memory;
    const auto rate = [&](double after) { return std::max(in.base * std::pow(factor, after), std::min(least, in.base)); };
    if (in.k == 0) {
        best = in.loss;
    } else {
        const bool better = in.loss < best * (1 - threshold);
        if (better) best = in.loss;
        waited = better ? 0 : waited + 1;
        if (rest > 0) {
            --rest;
            waited = 0;
        }
        if (waited > patience) {
            constexpr double least_drop = 1e-8;
            if (rate(drops) - rate(drops + 1) > least_drop) ++drops;
            rest = cooldown;
            waited = 0;
        }
    }
    return rate(drops);
}

}  // namespace

ScheduleSpec reduce_on_plateau() {
    return {.id = "reduce_on_plateau",
            .name = "Reduce on plateau",
            .parameters = {schedule::factor("factor", "γ", "factor of each drop", 0.5), schedule::updates("patience", "p", "updates without a better loss before a drop", 10, 0),
                           {"threshold", "τ", "share of the best loss that counts as better", 1e-4, {0, 1}, Scale::log, {0, 1}},
                           schedule::updates("cooldown", "c", "updates after a drop before waiting begins", 0, 0),
                           {"min_lr", "α_min", "lowest rate", 0, {0, 1e4}, Scale::log, {0, 1}}},
            .formula = "α ← γ·α after more than p updates without f < (1 − τ)·best",
            .convention = "PyTorch ReduceLROnPlateau(mode='min', threshold_mode='rel'), once per update, on the exact loss at θ_k. Below zero its test lets slightly worse losses pass, and it leaves out drops of less than 1e-8; so does this.",
            .value = value,
            .watches_loss = true};
}

}  // namespace thalweg::schedules
