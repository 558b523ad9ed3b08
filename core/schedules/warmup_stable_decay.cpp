#include <algorithm>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec warmup_stable_decay() {
    return {.id = "warmup_stable_decay",
            .name = "Trapezoid (WSD)",
            .parameters = {schedule::updates("warmup_steps", "w", "updates of the warm-up", 10), schedule::updates("decay_steps", "d", "updates of the decay at the end", 20),
                           schedule::updates("total_steps", "T", "updates until the lowest rate", 100), schedule::factor("final_factor", "r", "factor at the end", 0)},
            .formula = "α_k = α·(k + 1)/w for k < w,  α until k = T − d,  then straight down to r·α at k = T",
            .convention = "warm-up–stable–decay with a linear decay; stays r·α after T",
            .reference = "Hu et al. 2024 (MiniCPM); Zhai et al. 2022",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                const double w = in.values[0], d = in.values[1], total = in.values[2], r = in.values[3];
                const double down = 1 - (1 - r) * std::clamp((in.k - (total - d)) / d, 0.0, 1.0);
                return in.base * std::min(in.k < w ? (in.k + 1) / w : 1.0, down);
            }};
}

}  // namespace thalweg::schedules
