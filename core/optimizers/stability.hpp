// A rule's learning rate against the largest one that is stable on the quadratic model of the loss.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/optimizers/optimizer.hpp"

namespace thalweg {

// What the rule multiplies gradients by at the latest update, apart from α: diagonal for coordinate-wise rules. Nothing where its facts
// name no such thing, or no update was made yet. `derived`: in the order of its facts.
std::optional<Eigen::Matrix2d> preconditioner_of(const OptimizerSpec& optimizer, std::span<const Point> derived, double lr);

struct StabilityLimit {
    double sharpness;     // λ: what α is multiplied by, of the preconditioned Hessian where there is a preconditioner
    double limit;         // α·λ must stay below it
    bool preconditioned;
    double largest_rate() const;  // infinite where nothing curves upwards
};

// Nothing where the optimizer's facts name no limit, or its preconditioner is not known yet.
std::optional<StabilityLimit> stability_limit(const OptimizerSpec& optimizer, std::span<const double> hyper, std::span<const Point> derived, const Eigen::Matrix2d& hessian);

// "2·(1 + μ)/λmax", with λ′ for a preconditioned Hessian.
std::string stability_text(const OptimizerSpec& optimizer);

}  // namespace thalweg
