#include "core/networks/architecture.hpp"

#include <array>

#include "core/facts/text.hpp"

namespace thalweg {
namespace {

constexpr std::array<std::string_view, 3> losses{"mse", "bce_with_logits", "cross_entropy"};
constexpr std::array<std::string_view, 8> kinds{"linear", "activation", "batch_norm", "layer_norm", "rms_norm", "dropout", "residual", "recurrent"};

struct Shape2 {
    std::string_view name;
    int rows, columns;
    bool decays;
};
std::vector<Shape2> shapes_of(const LayerSpec& l) {
    switch (l.kind) {
        case LayerKind::linear: return {{"weight", l.outputs, l.inputs, true}, {"bias", l.outputs, 1, false}};
        case LayerKind::batch_norm:
        case LayerKind::layer_norm: return {{"weight", l.outputs, 1, false}, {"bias", l.outputs, 1, false}};
        case LayerKind::rms_norm: return {{"weight", l.outputs, 1, false}};
        case LayerKind::recurrent: return {{"weight_ih", l.outputs, l.inputs, true}, {"weight_hh", l.outputs, l.outputs, true}, {"bias", l.outputs, 1, false}};
        default: return {};
    }
}

}  // namespace

std::span<const std::string_view> loss_ids() { return losses; }
std::string_view layer_kind_id(LayerKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

int Architecture::outputs() const {
    for (auto l = layers.rbegin(); l != layers.rend(); ++l)
        if (l->outputs > 0) return l->outputs;
    return inputs;
}

ParameterLayout::ParameterLayout(const Architecture& architecture) {
    first.push_back(0);
    buffers.push_back(0);
    for (std::size_t i = 0; i < architecture.layers.size(); ++i) {
        const LayerSpec& layer = architecture.layers[i];
        Eigen::Index at = first.back();
        for (const Shape2& shape : shapes_of(layer)) {
            blocks.push_back({std::to_string(i) + "." + std::string(shape.name), static_cast<int>(i), shape.rows, shape.columns, at, shape.decays});
            at += blocks.back().size();
        }
        if (at > first.back()) layers.push_back(static_cast<int>(i));
        first.push_back(at);
        buffers.push_back(buffers.back() + (layer.kind == LayerKind::batch_norm ? 2 * layer.outputs : 0));
    }
}

std::string complaint(const Architecture& a) {
    if (a.inputs < 1) return "a network needs at least one input";
    if (a.layers.empty()) return "layers: expected at least one layer";
    if (a.layers.size() > static_cast<std::size_t>(max_layers)) return "layers: " + std::to_string(a.layers.size()) + " are more than " + std::to_string(max_layers);
    std::vector<int> widths{a.inputs};  // what goes into each layer
    long parameters = 0;
    for (std::size_t i = 0; i < a.layers.size(); ++i) {
        const LayerSpec& l = a.layers[i];
        const int width = widths.back();
        const std::string where = "layer " + std::to_string(i) + " (" + std::string(l.kind == LayerKind::activation && l.activation ? l.activation->id : layer_kind_id(l.kind)) + "): ";
        const auto takes = [&](long wanted) { return where + "takes " + std::to_string(wanted) + " features, but gets " + std::to_string(width); };
        int next = width;
        switch (l.kind) {
            case LayerKind::linear:
                if (l.outputs < 1) return where + "outputs must be at least 1";
                if (l.inputs != width) return takes(l.inputs);
                next = l.outputs;
                break;
            case LayerKind::recurrent:
                if (!l.activation) return where + "has no activation";
                if (l.outputs < 1 || l.inputs < 1 || l.time_steps < 1) return where + "inputs, outputs and time_steps must be at least 1";
                if (static_cast<long>(l.inputs) * l.time_steps != width) return takes(static_cast<long>(l.inputs) * l.time_steps);
                next = l.outputs;
                break;
            case LayerKind::batch_norm:
            case LayerKind::layer_norm:
            case LayerKind::rms_norm:
                if (l.outputs != width) return takes(l.outputs);
                if (!(l.eps >= 0)) return where + "eps must not be negative";
                if (!(l.momentum >= 0 && l.momentum <= 1)) return where + "momentum must be from 0 to 1";
                break;
            case LayerKind::activation:
                if (!l.activation) return where + "has no activation";
                break;
            case LayerKind::dropout:
                if (!(l.rate >= 0 && l.rate < 1)) return where + "rate must be at least 0 and less than 1";
                break;
            case LayerKind::residual:
                if (l.span < 1 || static_cast<std::size_t>(l.span) > i) return where + "span must be from 1 to " + std::to_string(i);
                if (widths[i - static_cast<std::size_t>(l.span)] != width) return where + "adds " + std::to_string(widths[i - static_cast<std::size_t>(l.span)]) + " features to " + std::to_string(width);
                break;
        }
        for (const Shape2& shape : shapes_of(l)) parameters += static_cast<long>(shape.rows) * shape.columns;
        if (parameters > max_parameters) return where + "the network has more than " + std::to_string(max_parameters) + " parameters";
        widths.push_back(next);
    }
    if (a.loss == LossKind::cross_entropy && widths.back() < 2) return "cross_entropy needs at least two outputs";
    if (!(a.l2 >= 0)) return "l2 must not be negative";
    return {};
}

}  // namespace thalweg
