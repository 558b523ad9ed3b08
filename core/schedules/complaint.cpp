#include "core/facts/text.hpp"
#include "core/schedules/schedule.hpp"

namespace thalweg {

std::string complaint(const KnotFacts& facts, std::span<const Point> knots) {
    const std::string key(facts.id);
    const Range updates{0, warmup_parameter().range.max};
    for (std::size_t i = 0; i < knots.size(); ++i) {
        if (!updates.contains(knots[i].x())) return key + ": " + shortest(knots[i].x()) + " is outside 0 … " + std::to_string(static_cast<long>(updates.max));
        if (facts.pairs && !Range{0, 1e4}.contains(knots[i].y())) return key + ": factor " + shortest(knots[i].y()) + " is outside 0 … 10000";
        if (i > 0 && !(knots[i].x() > knots[i - 1].x())) return key + " must rise";
    }
    return {};
}

std::string complaint(const ScheduleSetup& schedule) {
    if (std::string wrong = complaint(warmup_parameter(), schedule.warmup); !wrong.empty()) return wrong;
    if (!schedule.spec) return {};
    if (std::string wrong = complaint(schedule.spec->parameters, schedule.values); !wrong.empty()) return wrong;
    return complaint(schedule.spec->knots, schedule.knots);
}

}  // namespace thalweg
