#include "core/training/moments.hpp"

#include <algorithm>

#include "core/numerics/denormals.hpp"
#include "core/optimizers/stability.hpp"

namespace thalweg {
namespace {

constexpr MomentFacts gradient{"gradient", "g", "gradient of the batch"}, step{"step", "Δθ", "step"};

// Positions among the slots and derived quantities that are one number per parameter.
std::vector<std::size_t> per_parameter(const OptimizerSpec& optimizer) {
    std::vector<std::size_t> all;
    const std::size_t slots = optimizer.slots.size();
    for (std::size_t i = 0; i < slots + optimizer.derived.size(); ++i)
        if ((i < slots ? optimizer.slots[i] : optimizer.derived[i - slots]).shape == Shape::vector) all.push_back(i);
    return all;
}

const Quantity& quantity_at(const OptimizerSpec& optimizer, std::size_t i) { return i < optimizer.slots.size() ? optimizer.slots[i] : optimizer.derived[i - optimizer.slots.size()]; }

}  // namespace

std::vector<MomentFacts> moments_of(const OptimizerSpec& optimizer) {
    std::vector<MomentFacts> all{gradient};
    for (const std::size_t i : per_parameter(optimizer)) {
        const Quantity& q = quantity_at(optimizer, i);
        all.push_back({q.id, q.symbol, q.meaning});
    }
    all.push_back(step);
    return all;
}

std::vector<std::string_view> telling_moments(const OptimizerSpec& optimizer) {
    std::vector<std::string_view> chosen;
    const std::vector<std::size_t> known = per_parameter(optimizer);
    const auto rate = effective_rate_of(optimizer);
    const bool remembers = !known.empty() && known.front() < optimizer.slots.size();
    if (remembers) chosen.push_back(quantity_at(optimizer, known.front()).id);
    if (rate) {
        // The facts list the root just before the rate that it goes into; what only corrects a slot shares that one's plot.
        std::string_view root;
        for (const std::size_t i : known)
            if (const Quantity& q = quantity_at(optimizer, i); i < *rate && (chosen.empty() || (q.id != chosen.front() && q.with != chosen.front()))) root = q.id;
        if (!root.empty()) chosen.push_back(root);
        chosen.push_back(quantity_at(optimizer, *rate).id);
    }
    if (chosen.size() < 2) chosen.insert(chosen.begin(), gradient.id);
    chosen.push_back(step.id);
    return chosen;
}

Moments measure_moments(Learner& learner, const OptimizerSpec& optimizer, const Architecture& architecture) {
    const DenormalsFlushed guard;
    const std::vector<ParameterGroup> groups = parameter_groups(architecture);
    Moments moments{learner.step() + 1, {}};
    const auto add = [&](std::span<const double> numbers) {
        std::vector<Distribution>& layers = moments.of.emplace_back();
        for (const ParameterGroup& group : groups)
            layers.push_back(numbers.empty() ? Distribution{} : distribution_of(numbers.subspan(static_cast<std::size_t>(group.offset), static_cast<std::size_t>(group.size))));
    };
    add({learner.gradient(), learner.theta().size()});
    const bool moved = learner.advance();
    for (const std::size_t i : per_parameter(optimizer)) add(learner.quantity(i));
    std::vector<double> taken;
    for (std::size_t i = 0; moved && i < learner.theta().size(); ++i) taken.push_back(learner.theta()[i] - learner.theta_before()[i]);
    add(taken);
    return moments;
}

}  // namespace thalweg
