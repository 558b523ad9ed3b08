// A network as a value: its layers one after another, its loss, and where every parameter stands in the flat vector θ.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/networks/activation.hpp"

namespace thalweg {

inline constexpr int max_layers = 512;             // entries of the list, activations and norms included
inline constexpr long max_parameters = 20'000'000;

enum class LayerKind {
    linear,      // out = W·in + b
    activation,  // out = φ(in)
    batch_norm,  // normalises each feature over the batch
    layer_norm,  // normalises each example over its features
    rms_norm,    // divides each example by its root mean square
    dropout,     // training only: drops a share of the features, scales up the others
    residual,    // out = what went into the layer `span` places before + scale·in
    recurrent,   // h_t = φ(W_x·x_t + W_h·h_{t−1} + b) over time_steps; out = the last h
};

struct LayerSpec {
    LayerKind kind;
    int inputs = 0, outputs = 0;  // of linear and recurrent; a norm has its features in both; for a recurrent layer inputs is per time step
    const ActivationSpec* activation = nullptr;  // of activation and recurrent
    double parameter = 0;                        // the activation's
    double eps = 1e-5;                           // of norms, inside the root
    double momentum = 0.1;                       // of a batch norm's running statistics: the share of the new batch
    double rate = 0;                             // of dropout
    int span = 0;                                // of residual
    double scale = 1;                            // of residual
    int time_steps = 1;                          // of recurrent

    bool operator==(const LayerSpec&) const = default;
    bool has_weights() const { return kind == LayerKind::linear || kind == LayerKind::recurrent; }
    bool normalises() const { return kind == LayerKind::batch_norm || kind == LayerKind::layer_norm || kind == LayerKind::rms_norm; }
};

enum class LossKind { mse, bce_with_logits, cross_entropy };
std::span<const std::string_view> loss_ids();  // in the order of LossKind

struct Architecture {
    int inputs = 0;
    std::vector<LayerSpec> layers;
    LossKind loss = LossKind::mse;
    double l2 = 0;  // ½·l2·‖W‖² over weights, without biases and norms, is added to the loss

    bool operator==(const Architecture&) const = default;
    int outputs() const;
};

// A parameter of a layer in θ: a matrix in row-major order, as PyTorch stores it, or a vector (columns = 1).
struct ParameterBlock {
    std::string name;  // "0.weight": index in the list of layers, and what it is
    int layer;
    int rows, columns;
    Eigen::Index offset;
    bool decays;       // counts for l2

    Eigen::Index size() const { return static_cast<Eigen::Index>(rows) * columns; }
};

struct ParameterLayout {
    explicit ParameterLayout(const Architecture& architecture);

    std::vector<ParameterBlock> blocks;
    std::vector<Eigen::Index> first;    // of each layer, and the end: where its parameters begin in θ
    std::vector<Eigen::Index> buffers;  // likewise for running statistics, which are state and no parameters: mean, then variance
    std::vector<int> layers;            // those with parameters

    Eigen::Index size() const { return first.back(); }
    Eigen::Index buffer_size() const { return buffers.back(); }
};

// What is wrong with a network ("layer 3 (linear): takes 8 features, but gets 4"), or an empty text.
std::string complaint(const Architecture& architecture);
std::string_view layer_kind_id(LayerKind kind);  // "linear"; the activation's own id stands for `activation` in files

}  // namespace thalweg
