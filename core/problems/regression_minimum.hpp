// The lowest point of a regression's loss where no closed form gives it. All of these losses are convex.
#pragma once

#include <optional>
#include <span>

#include "core/problems/loss.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// One point: the two numbers that the weights are multiplied with, and the target.
struct Sighting {
    double a, b, y;
};

struct LowestPoint {
    std::optional<Point> at;     // none where the lowest points form a line or an area, or lie infinitely far away
    std::optional<double> loss;  // none where the loss falls for ever
};

LowestPoint lowest_point(std::span<const Sighting> points, const RegressionLoss& loss, bool intercept);

}  // namespace thalweg
