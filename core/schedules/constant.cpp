#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec constant() {
    return {.id = "constant",
            .name = "Constant",
            .formula = "α_k = α",
            .convention = "the same as no schedule",
            .value = [](const ScheduleInput& in, ScheduleMemory&) { return in.base; }};
}

}  // namespace thalweg::schedules
