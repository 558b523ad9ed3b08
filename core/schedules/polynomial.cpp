#include <algorithm>
#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec polynomial() {
    return {.id = "polynomial",
            .name = "Polynomial",
            .parameters = {schedule::updates("total_iters", "T", "updates until the rate is 0", 100), {"power", "p", "1 is a straight line", 1, {0, 20}, Scale::linear, {0.5, 5}}},
            .formula = "α_k = α·(1 − min(k, T)/T)^p",
            .convention = "PyTorch PolynomialLR",
            .value = [](const ScheduleInput& in, ScheduleMemory&) { return in.base * std::pow(1 - std::min<double>(in.k, in.values[0]) / in.values[0], in.values[1]); }};
}

}  // namespace thalweg::schedules
