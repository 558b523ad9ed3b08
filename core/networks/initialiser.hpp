// Where weights begin. Biases begin at 0 (with uniform ½ at 0.1, as TensorFlow Playground has them), norms at weight 1 and
// bias 0. A gain multiplies every weight, so that the variance of one is gain² times that of the rule.
#pragma once

#include <span>
#include <string_view>

#include "core/networks/architecture.hpp"

namespace thalweg {

struct InitialiserSpec {
    enum class Kind { constant, uniform, normal, orthogonal };
    std::string_view id;       // "he_normal"
    std::string_view name;     // "He normal"
    std::string_view formula;  // "N(0, 2/in)"
    std::string_view reference;
    Kind kind;
    double (*size)(double in, double out);  // the constant, the half width, or the standard deviation
    bool biases = false;                    // biases begin at 0.1

    double variance(double in, double out) const;  // of one weight, at gain 1
};

std::span<const InitialiserSpec> initialiser_catalogue();
const InitialiserSpec* find_initialiser(std::string_view id);

// Initial parameters: each tensor has draws of its own, so that a change of one layer leaves the others as they are.
Vector<double> initial_parameters(const Architecture& architecture, const InitialiserSpec& initialiser, double gain, std::uint64_t seed);

}  // namespace thalweg
