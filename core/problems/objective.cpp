#include "core/problems/objective.hpp"

#include <vector>

namespace thalweg {

void Objective::sample_gradients(std::span<const Point> theta, std::uint64_t, int, std::span<Point> gradient) const {
    std::vector<double> loss(theta.size());
    evaluate(theta, gradient, loss);
}

}  // namespace thalweg
