#include <algorithm>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec linear_warmup() {
    return {.id = "linear_warmup",
            .name = "Linear",
            .parameters = {schedule::factor("start_factor", "a", "factor of the first update", 1.0 / 3),
                           schedule::factor("end_factor", "b", "factor from the end of the line on", 1),
                           schedule::updates("total_iters", "T", "updates that the line takes", 20)},
            .formula = "α_k = α·(a + (b − a)·min(k, T)/T)",
            .convention = "PyTorch LinearLR, optax linear_schedule",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                const double start = in.values[0], end = in.values[1], total = in.values[2];
                return in.base * (start + (end - start) * std::min<double>(in.k, total) / total);
            }};
}

}  // namespace thalweg::schedules
