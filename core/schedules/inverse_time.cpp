#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec inverse_time() {
    return {.id = "inverse_time",
            .name = "1/(1 + ck)",
            .parameters = {{"decay", "c", "decay per update", 0.05, {0, 1000}, Scale::log, {0, 10}}},
            .formula = "α_k = α/(1 + c·k)",
            .convention = "Keras InverseTimeDecay(decay_steps=1)",
            .reference = "Robbins & Monro 1951",
            .value = [](const ScheduleInput& in, ScheduleMemory&) { return in.base / (1 + in.values[0] * in.k); }};
}

}  // namespace thalweg::schedules
