#include "core/race/racer.hpp"

#include <algorithm>

namespace thalweg {

void History::restart(int capacity, bool counted) {
    publish(0);
    if (!counted) evaluations_.reset();
    if (counted && (!evaluations_ || capacity > capacity_)) evaluations_ = std::make_unique_for_overwrite<int[]>(static_cast<std::size_t>(std::max(capacity, capacity_)));
    if (capacity <= capacity_) return;
    theta_ = std::make_unique_for_overwrite<Point[]>(static_cast<std::size_t>(capacity));
    loss_ = std::make_unique_for_overwrite<double[]>(static_cast<std::size_t>(capacity));
    capacity_ = capacity;
}

}  // namespace thalweg
