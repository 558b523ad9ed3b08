// What is wrong with how a network learns, in plain words, from the numbers of one step.
#pragma once

#include "core/training/theory.hpp"

namespace thalweg {

enum class Symptom {
    healthy,
    not_finite,  // numbers have overflowed
    symmetric,   // all units of a layer are alike and stay so
    dead,        // most units pass no gradient, or a whole layer does not
    exploding,   // of the gradient, on its way back through layers or time
    vanishing,
    flat,        // no gradient anywhere
    saturated,   // most values stand at the activation's bounds
    too_fast,    // an update changes the weights by a large share
    too_slow,
};

// Where a measure becomes a symptom.
namespace threshold {
inline constexpr double depth_change = 20;    // the gradient changes so many times from one end of the network to the other
inline constexpr double dead_share = 0.6;      // of the units; a deep ReLU network of random weights comes to half
inline constexpr double whole_layer = 0.999;   // of one layer's units: nothing passes
inline constexpr double saturated_share = 0.5;
inline constexpr double fast_update = 0.05, slow_update = 1e-5;  // ‖ΔW‖/‖W‖; about 10⁻³ is healthy
}  // namespace threshold

struct Diagnosis {
    Symptom symptom = Symptom::healthy;
    std::string headline;                // "Gradients vanish: 0.24× per layer"
    std::vector<std::string> sentences;  // what it means and where it comes from, each short
    std::string advice;                  // "Try He + ReLU, normalisation or a residual path."; empty where all is well
    double factor = 1;                   // of the gradient per layer, or per time step, on its way back; NaN where nothing passes
};

struct FlowReading {
    const Architecture& architecture;
    std::span<const float> flow;        // a sample as the history has it
    const FlowTheory& theory;           // of the weights as they are, or of where they began
    std::span<const double> theta = {}; // at that step; empty where it is not at hand, which hides unbroken symmetry
    std::optional<double> edge_gain = {};  // with which χ would be 1, where known
    bool diverged = false;              // the run ends here
};
Diagnosis diagnose(const FlowReading& reading);

// The factor from one value to the one before it, if they change by the same factor everywhere: the median over all pairs (Theil 1950,
// Sen 1968), which a layer that is unlike the others does not disturb. NaN where fewer than two values are positive and finite.
double factor_per_step(std::span<const double> values);

// "0.24", "5·10⁵": two digits, as in speech.
std::string spoken(double value);

}  // namespace thalweg
