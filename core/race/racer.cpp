#include "core/race/racer.hpp"

#include <algorithm>

namespace thalweg {

void clip(const RacerSetup& setup, Point& g) {
    if (setup.clip_norm > 0) g *= std::min(1.0, setup.clip_norm / (g.norm() + 1e-6));
    if (setup.clip_value > 0) g = g.cwiseMax(-setup.clip_value).cwiseMin(setup.clip_value);
}

void History::restart(int capacity) {
    publish(0);
    if (capacity <= capacity_) return;
    theta_ = std::make_unique_for_overwrite<Point[]>(static_cast<std::size_t>(capacity));
    loss_ = std::make_unique_for_overwrite<double[]>(static_cast<std::size_t>(capacity));
    capacity_ = capacity;
}

}  // namespace thalweg
