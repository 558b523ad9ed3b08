// What one update of a network is made of, layer by layer: the gradient, what the optimizer remembers of earlier ones, and the step.
#pragma once

#include "core/training/distribution.hpp"
#include "core/training/learner.hpp"

namespace thalweg {

struct MomentFacts {
    std::string_view id, symbol, meaning;
};

// The gradient; the optimizer's slots and what it derives from them, as far as they are one number per parameter; the step.
std::vector<MomentFacts> moments_of(const OptimizerSpec& optimizer);

// Those that say most about the rule: its first slot, the root that it divides by, the rate that comes of it, and the step. Of a rule
// without memory the gradient and the step.
std::vector<std::string_view> telling_moments(const OptimizerSpec& optimizer);

struct Moments {
    int update = 0;                                // t: from θ of step t − 1 to that of step t
    std::vector<std::vector<Distribution>> of;     // in the order of moments_of, then of parameter_groups
};

// Of the update that follows where the learner stands; it makes it. The gradient is that of its batch, before clipping. An update that
// leaves every bound has no step.
Moments measure_moments(Learner& learner, const OptimizerSpec& optimizer, const Architecture& architecture);

}  // namespace thalweg
