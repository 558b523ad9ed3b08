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

// Where among the optimizer's quantities, slots first, its effective rate per parameter stands; nothing where it has none.
std::optional<std::size_t> effective_rate_of(const OptimizerSpec& optimizer);

// The facts in numbers, with the hyperparameters of an update. Nothing where they name no limit.
struct StabilityNumbers {
    double limit, l2, decay;  // as in Stability
    bool preconditioned;
};
std::optional<StabilityNumbers> stability_numbers(const OptimizerSpec& optimizer, std::span<const double> hyper);

struct StabilityLimit {
    double sharpness;     // λ: what α is multiplied by, of the preconditioned Hessian where there is a preconditioner
    double limit;         // α·λ must stay below it
    bool preconditioned;
    double largest_rate() const;  // infinite where nothing curves upwards
};

// Nothing where the optimizer's facts name no limit, or its preconditioner is not known yet.
std::optional<StabilityLimit> stability_limit(const OptimizerSpec& optimizer, std::span<const double> hyper, std::span<const Point> derived, const Eigen::Matrix2d& hessian);

// "2·(1 + μ)/λmax", with λ′ for a preconditioned Hessian: the largest learning rate. Or "2·(1 + μ)/α": the largest λmax.
std::string stability_text(const OptimizerSpec& optimizer);
std::string sharpness_limit_text(const OptimizerSpec& optimizer);

}  // namespace thalweg
