#include <algorithm>
#include <array>
#include <cmath>

#include "core/schedules/schedule.hpp"

namespace thalweg {

// In a namespace of their own: `step` and `constant` are words that others may want too.
namespace schedules {
#define SCHEDULE(id) ScheduleSpec id();
#include "core/schedules/schedules.def"
#undef SCHEDULE
}  // namespace schedules

std::span<const ScheduleSpec> schedule_catalogue() {
    static const std::array all{
#define SCHEDULE(id) schedules::id(),
#include "core/schedules/schedules.def"
#undef SCHEDULE
    };
    return all;
}

const ScheduleSpec* find_schedule(std::string_view id) {
    for (const ScheduleSpec& spec : schedule_catalogue())
        if (spec.id == id) return &spec;
    return nullptr;
}

double ScheduleSetup::value(double base, int k, double loss, ScheduleMemory& memory) const {
    if (k < warmup) return base * (k + 1) / warmup;
    return spec ? spec->value({values.data(), knots, base, k - warmup, loss}, memory) : base;
}

double ScheduleSetup::momentum(double base, int k, double otherwise) const {
    if (!spec || !spec->momentum || k < warmup) return otherwise;
    const double value = spec->momentum({values.data(), knots, base, k - warmup, 0});
    return std::isnan(value) ? otherwise : value;
}

ScheduleSetup default_schedule(const ScheduleSpec& spec, int steps) {
    ScheduleSetup setup{.spec = &spec};
    for (const Parameter& p : spec.parameters) {
        // Lengths are given for a run of 100 steps.
        setup.values.push_back(p.updates ? std::clamp(std::round(p.default_value * steps / 100), p.range.min, std::max<double>(steps, p.range.min)) : p.default_value);
    }
    for (Point knot : spec.knots.defaults) {
        knot.x() = std::round(knot.x() * steps / 100);
        setup.knots.push_back(knot);
    }
    return setup;
}

}  // namespace thalweg
