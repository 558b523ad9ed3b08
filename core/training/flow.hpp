// What flows through a network in one step: a few numbers for every layer with weights, or for every time step of a recurrent one.
// They are what the pictures of vanishing and exploding gradients are made of.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/networks/architecture.hpp"

namespace thalweg {

enum class FlowMeasure {
    gradient,    // root mean square of ∂loss/∂W; of a recurrent layer ∂loss/∂h_t
    signal,      // likewise of ∂loss/∂z per example, z what goes into the activation: what backpropagation hands from layer to layer
    activation,  // likewise of the activation
    dead,        // share of units whose slope is 0 on every example of the batch
    saturated,   // share of (unit, example) within a twentieth of the activation's bounds
    weight,      // root mean square of W
    update,      // ‖ΔW‖/‖W‖ of the update that follows
};
inline constexpr std::size_t flow_measures = 7;

struct FlowMeasureFacts {
    std::string_view id, name, meaning;
    bool logarithmic;
};
const FlowMeasureFacts& facts_of(FlowMeasure measure);

// A row of the heat map, from the input to the output.
struct FlowRow {
    int layer;        // of the architecture: the one with weights
    int activation;   // the entry whose output is the activation: after the norm, or the layer itself
    int time;         // 1 … time_steps of a recurrent layer, else 0
    std::string label;  // "layer 3", "t = 7", "output"
    Eigen::Index weights, size;  // where in θ the W is that it stands for, and how many numbers; of a recurrent layer W_hh, which the gradient passes again and again
};
std::vector<FlowRow> flow_rows(const Architecture& architecture);

// One number per measure and row: row-major, a row of the heat map after another.
using FlowSample = std::vector<float>;
inline float& flow_value(FlowSample& sample, std::size_t row, FlowMeasure measure) { return sample[row * flow_measures + static_cast<std::size_t>(measure)]; }

}  // namespace thalweg
