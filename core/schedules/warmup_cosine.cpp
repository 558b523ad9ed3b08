#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec warmup_cosine() {
    return {.id = "warmup_cosine",
            .name = "Warm-up, cosine",
            .parameters = {schedule::updates("warmup_steps", "w", "updates of the warm-up", 10), schedule::updates("total_steps", "T", "updates until the rate is 0", 100)},
            .formula = "α_k = α·(k + 1)/w for k < w,  then α·(1 + cos(π(k − w)/(T − w)))/2",
            .convention = "a common form of what language models are trained with; stays 0 after T",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                const double w = in.values[0], total = std::max(in.values[1], w + 1);
                if (in.k < w) return in.base * (in.k + 1) / w;
                return in.base * (1 + std::cos(std::numbers::pi * std::min((in.k - w) / (total - w), 1.0))) / 2;
            }};
}

}  // namespace thalweg::schedules
