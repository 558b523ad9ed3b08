#include <cmath>
#include <numbers>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {
namespace {

double value(const ScheduleInput& in, ScheduleMemory&) {
    const double first = in.values[0], growth = in.values[1], least = in.values[2];
    double k = in.k, length = first;
    if (growth == 1) {
        k = std::fmod(k, first);
    } else {
        for (; k >= length; length *= growth) k -= length;  // at most log₂(k) cycles, as they grow
    }
    return least + (in.base - least) * (1 + std::cos(std::numbers::pi * k / length)) / 2;
}

}  // namespace

ScheduleSpec cosine_warm_restarts() {
    return {.id = "cosine_warm_restarts",
            .name = "Cosine, restarted",
            .parameters = {schedule::updates("t_0", "T₀", "updates of the first cycle", 20),
                           {"t_mult", "T_×", "each cycle is so many times longer than the one before", 2, {1, 100}, Scale::count, {1, 5}},
                           {"eta_min", "α_min", "lowest rate", 0, {0, 1e4}, Scale::log, {0, 1}}},
            .formula = "α_k = α_min + (α − α_min)·(1 + cos(πj/T))/2,  j = k since the last restart,  T = T₀, T₀·T_×, T₀·T_×², …",
            .convention = "PyTorch CosineAnnealingWarmRestarts",
            .reference = "Loshchilov & Hutter 2017 (SGDR)",
            .value = value};
}

}  // namespace thalweg::schedules
