#include "core/training/landscape/weight_plane.hpp"

#include <cassert>

namespace thalweg {

Plane weight_plane(const Vector<double>& theta, Eigen::Index first, Eigen::Index second) {
    assert(first != second);
    Plane plane{theta, Vector<double>::Unit(theta.size(), first), Vector<double>::Unit(theta.size(), second)};
    plane.origin(first) = plane.origin(second) = 0;
    return plane;
}

std::string NamedBlock::name(int row, int column) const {
    return symbol + '[' + std::to_string(row) + (columns > 1 || symbol.starts_with('W') ? ',' + std::to_string(column) : "") + ']';
}

std::vector<NamedBlock> named_blocks(const Architecture& architecture) {
    std::vector<int> numbers(architecture.layers.size());
    int weighted = 0, recurrent = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const LayerSpec& l = architecture.layers[i];
        weighted += l.has_weights();
        recurrent += l.kind == LayerKind::recurrent;
        numbers[i] = weighted;
    }
    std::vector<NamedBlock> blocks;
    for (const ParameterBlock& block : ParameterLayout(architecture).blocks) {
        const auto layer = static_cast<std::size_t>(block.layer);
        const LayerSpec& l = architecture.layers[layer];
        const bool bias = block.name.ends_with(".bias"), alone = l.kind == LayerKind::recurrent && recurrent == 1;
        std::string symbol = l.normalises() ? (bias ? "β" : "γ") : bias ? "b" : "W";
        if (!alone) symbol += std::to_string(numbers[layer]);
        if (block.name.ends_with("_ih")) symbol += "_x";
        if (block.name.ends_with("_hh")) symbol += "_h";
        blocks.push_back({symbol, block.rows, block.columns, block.offset});
    }
    return blocks;
}

std::string parameter_name(const std::vector<NamedBlock>& blocks, Eigen::Index index) {
    for (const NamedBlock& block : blocks)
        if (index >= block.offset && index < block.offset + block.size()) return block.name(static_cast<int>((index - block.offset) / block.columns), static_cast<int>((index - block.offset) % block.columns));
    return {};
}

}  // namespace thalweg
