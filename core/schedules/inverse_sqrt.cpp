#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec inverse_sqrt() {
    return {.id = "inverse_sqrt",
            .name = "1/√k",
            .formula = "α_k = α/√(1 + k)",
            .convention = "the rate of the regret bounds of online learning",
            .reference = "Zinkevich 2003",
            .value = [](const ScheduleInput& in, ScheduleMemory&) { return in.base / std::sqrt(1.0 + in.k); }};
}

}  // namespace thalweg::schedules
