#include <algorithm>
#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec multi_step() {
    static const Point defaults[]{{50, 0}, {75, 0}};
    return {.id = "multi_step",
            .name = "Milestones",
            .parameters = {schedule::factor("gamma", "γ", "factor at each milestone", 0.3)},
            .knots = {"milestones", "updates after which the rate drops", false, defaults},
            .formula = "α_k = α·γ^(number of milestones ≤ k)",
            .convention = "PyTorch MultiStepLR, optax piecewise_constant_schedule",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                const auto passed = std::count_if(in.knots.begin(), in.knots.end(), [&](const Point& knot) { return knot.x() <= in.k; });
                return in.base * std::pow(in.values[0], static_cast<double>(passed));
            }};
}

}  // namespace thalweg::schedules
