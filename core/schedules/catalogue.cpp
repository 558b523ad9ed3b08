#include <algorithm>
#include <array>
#include <cmath>

#include "core/facts/catalogue.hpp"
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

const ScheduleSpec* find_schedule(std::string_view id) { return find_by_id(schedule_catalogue(), id); }

const Parameter& warmup_parameter() {
    static const Parameter p{.id = "warmup", .symbol = "warm-up", .meaning = "updates of linear warm-up before the schedule begins", .default_value = 0, .range = {0, 1'000'000},
                             .scale = Scale::log_count, .slider = {0, 10'000}, .updates = true};
    return p;
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
        if (setup.knots.empty() || knot.x() > setup.knots.back().x()) setup.knots.push_back(knot);  // in a run of few steps some fall together
    }
    return setup;
}

ScheduleSetup shortened(ScheduleSetup setup, int steps) {
    setup.warmup = std::min(setup.warmup, steps);
    if (!setup.spec) return setup;
    for (std::size_t i = 0; i < setup.values.size(); ++i)
        if (const Parameter& p = setup.spec->parameters[i]; p.updates) setup.values[i] = std::min(setup.values[i], std::max<double>(steps, p.range.min));
    std::vector<Point>& knots = setup.knots;
    while (!knots.empty() && knots.back().x() > steps) {
        const Point beyond = knots.back();
        knots.pop_back();
        // The piece of a curve that is left keeps its slope.
        if (setup.spec->knots.pairs && (knots.empty() || knots.back().x() < steps))
            knots.emplace_back(steps, knots.empty() ? beyond.y() : knots.back().y() + (beyond.y() - knots.back().y()) * (steps - knots.back().x()) / (beyond.x() - knots.back().x()));
    }
    return setup;
}

}  // namespace thalweg
