#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {

ScheduleSpec triangular() {
    return {.id = "triangular",
            .name = "Triangular",
            .parameters = {{"base_factor", "a", "factor at the foot of a triangle", 0.1, {0, 1}, Scale::linear},
                           schedule::updates("step_size_up", "u", "updates from foot to top", 10), schedule::updates("step_size_down", "d", "updates from top to foot", 10),
                           {"gamma", "γ", "factor of the height per cycle", 1, {0, 1}, Scale::linear}},
            .formula = "α_k = α·(a + (1 − a)·γᶜ·Λ(k)),  Λ rises 0 → 1 in u updates and falls in d,  c = cycles done",
            .convention = "PyTorch CyclicLR with base_lr = a·α, max_lr = α and cycle_momentum=False; γ = ½ is its triangular2",
            .reference = "Smith 2017",
            .value = [](const ScheduleInput& in, ScheduleMemory&) {
                const double a = in.values[0], up = in.values[1], down = in.values[2], gamma = in.values[3];
                const double cycle = std::floor(in.k / (up + down)), at = in.k - cycle * (up + down);
                const double height = at <= up ? at / up : 1 - (at - up) / down;
                return in.base * (a + (1 - a) * std::pow(gamma, cycle) * height);
            }};
}

}  // namespace thalweg::schedules
