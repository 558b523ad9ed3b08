// A curve drawn by hand: straight lines between its points.
#include <algorithm>

#include "core/schedules/schedule.hpp"

namespace thalweg::schedules {
namespace {

double value(const ScheduleInput& in, ScheduleMemory&) {
    if (in.knots.empty()) return in.base;
    const double k = in.k;
    const auto after = std::upper_bound(in.knots.begin(), in.knots.end(), k, [](double at, const Point& knot) { return at < knot.x(); });
    if (after == in.knots.begin()) return in.base * in.knots.front().y();
    if (after == in.knots.end()) return in.base * in.knots.back().y();
    const Point &a = *(after - 1), &b = *after;
    return in.base * (a.y() + (b.y() - a.y()) * (k - a.x()) / (b.x() - a.x()));
}

}  // namespace

ScheduleSpec curve() {
    static const Point defaults[]{{0, 0.2}, {20, 1}, {60, 1}, {100, 0}};
    return {.id = "curve",
            .name = "Drawn curve",
            .knots = {"points", "[[k, factor], …] in rising order of k; straight lines between them", true, defaults},
            .formula = "α_k = α·(the curve at k)",
            .convention = "straight lines between the points; constant before the first and after the last",
            .value = value};
}

}  // namespace thalweg::schedules
