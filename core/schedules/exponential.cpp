#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec exponential() {
    return {.id = "exponential",
            .name = "Exponential",
            .parameters = {{"gamma", "γ", "factor of each update", 0.99, {0, 1}, Scale::one_minus_log, {0.5, 0.9999}}},
            .formula = "α_k = α·γᵏ",
            .convention = "PyTorch ExponentialLR",
            .value = [](const ScheduleInput& in, ScheduleMemory&) { return in.base * std::pow(in.values[0], in.k); }};
}

}  // namespace thalweg::schedules
