#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec step() {
    return {.id = "step",
            .name = "Step decay",
            .parameters = {schedule::updates("step_size", "s", "updates between two drops", 25), schedule::factor("gamma", "γ", "factor of each drop", 0.5)},
            .formula = "α_k = α·γ^⌊k/s⌋",
            .convention = "PyTorch StepLR, optax exponential_decay(staircase=True)",
            .value = [](const ScheduleInput& in, ScheduleMemory&) { return in.base * std::pow(in.values[1], std::floor(in.k / in.values[0])); }};
}

}  // namespace thalweg::schedules
