#include <cmath>
#include <numbers>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec cosine() {
    return {.id = "cosine",
            .name = "Cosine",
            .parameters = {schedule::updates("t_max", "T", "updates of half a wave", 100), {"eta_min", "α_min", "lowest rate", 0, {0, 1e4}, Scale::log, {0, 1}}},
            .formula = "α_k = α_min + (α − α_min)·(1 + cos(πk/T))/2",
            .convention = "PyTorch CosineAnnealingLR: goes up again beyond T",
            .reference = "Loshchilov & Hutter 2017",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                return in.values[1] + (in.base - in.values[1]) * (1 + std::cos(std::numbers::pi * in.k / in.values[0])) / 2;
            }};
}

}  // namespace thalweg::schedules
