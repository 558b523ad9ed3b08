#include "app/scene/knots.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

bool before(const Point& knot, double step) { return knot.x() < step; }
Point placed(Point at) { return {std::max(0.0, std::round(at.x())), std::max(0.0, at.y())}; }

}  // namespace

int knot_at(const Knots& knots, double step) {
    const auto found = std::lower_bound(knots.begin(), knots.end(), step, before);
    return found != knots.end() && found->x() == step ? static_cast<int>(found - knots.begin()) : -1;
}

Knots with_knot(Knots knots, Point at) {
    at = placed(at);
    if (const int same = knot_at(knots, at.x()); same >= 0) knots[static_cast<std::size_t>(same)] = at;
    else knots.insert(std::lower_bound(knots.begin(), knots.end(), at.x(), before), at);
    return knots;
}

Knots without_knot(Knots knots, int knot) {
    if (knot >= 0 && knot < static_cast<int>(knots.size())) knots.erase(knots.begin() + knot);
    return knots;
}

Knots with_knot_moved(Knots knots, int knot, Point to, double last) {
    if (knot < 0 || knot >= static_cast<int>(knots.size())) return knots;
    const auto i = static_cast<std::size_t>(knot);
    const double least = i > 0 ? knots[i - 1].x() + 1 : 0, most = i + 1 < knots.size() ? knots[i + 1].x() - 1 : last;
    to = placed(to);
    knots[i] = {std::max(least, std::min(to.x(), most)), to.y()};
    return knots;
}

Knots with_stroke(Knots knots, const Point& from, Point to) {
    to = placed(to);
    const double low = std::min(from.x(), to.x()), high = std::max(from.x(), to.x());
    std::erase_if(knots, [&](const Point& knot) { return knot.x() > low && knot.x() < high; });
    return with_knot(std::move(knots), to);
}

}  // namespace thalweg::app
