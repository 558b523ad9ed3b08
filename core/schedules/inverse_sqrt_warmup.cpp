#include <algorithm>
#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec inverse_sqrt_warmup() {
    return {.id = "inverse_sqrt_warmup",
            .name = "Warm-up, then 1/√k",
            .parameters = {schedule::updates("warmup_steps", "w", "updates of the warm-up", 15)},
            .formula = "α_k = α·min((k + 1)/w, √(w/(k + 1)))",
            .convention = "the Transformer's schedule, scaled so that it peaks at α",
            .reference = "Vaswani et al. 2017, section 5.3",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                const double n = in.k + 1, w = in.values[0];
                return in.base * std::min(n / w, std::sqrt(w / n));
            }};
}

}  // namespace thalweg::schedules
