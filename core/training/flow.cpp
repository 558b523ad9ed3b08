#include "core/training/flow.hpp"

namespace thalweg {

const FlowMeasureFacts& facts_of(FlowMeasure measure) {
    static constexpr std::array<FlowMeasureFacts, flow_measures> facts{{
        {"gradient", "gradient RMS", "root mean square of ∂loss/∂W", true},
        {"signal", "signal RMS", "root mean square of ∂loss/∂z per example: what a layer hands back", true},
        {"activation", "activation RMS", "root mean square of what a layer puts out", true},
        {"dead", "dead units", "share of units that pass no gradient on any example of the batch", false},
        {"saturated", "saturated", "share of values within 5 % of the activation's bounds", false},
        {"weight", "weight RMS", "root mean square of W", true},
        {"update", "update ÷ weight", "‖ΔW‖/‖W‖ of the next update; about 10⁻³ is healthy", true},
    }};
    return facts[static_cast<std::size_t>(measure)];
}

std::vector<FlowRow> flow_rows(const Architecture& architecture) {
    std::vector<FlowRow> rows;
    const auto& layers = architecture.layers;
    const ParameterLayout layout(architecture);
    int number = 0, total = 0;
    for (const LayerSpec& l : layers) total += l.has_weights();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!layers[i].has_weights()) continue;
        ++number;
        std::size_t activation = i;
        for (std::size_t k = i + 1; k < layers.size() && !layers[k].has_weights(); ++k)
            if (layers[k].kind == LayerKind::activation) {
                activation = k;
                break;
            }
        const LayerSpec& l = layers[i];
        const Eigen::Index first = layout.first[i], inputs = static_cast<Eigen::Index>(l.outputs) * l.inputs, units = static_cast<Eigen::Index>(l.outputs) * l.outputs;
        if (l.kind == LayerKind::recurrent)
            for (int t = 1; t <= l.time_steps; ++t) rows.push_back({static_cast<int>(i), static_cast<int>(i), t, "t = " + std::to_string(t), first + inputs, units});
        else rows.push_back({static_cast<int>(i), static_cast<int>(activation), 0, number == total ? "output" : "layer " + std::to_string(number), first, inputs});
    }
    return rows;
}

}  // namespace thalweg
