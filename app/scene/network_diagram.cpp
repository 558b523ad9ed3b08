#include "app/scene/network_diagram.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

// `most` of `size` numbers, the first and the last among them.
std::vector<int> spread(int size, int most) {
    std::vector<int> chosen;
    const int count = std::min(size, most);
    for (int i = 0; i < count; ++i) chosen.push_back(count == size ? i : static_cast<int>(std::lround(static_cast<double>(i) * (size - 1) / std::max(1, count - 1))));
    return chosen;
}

std::string word(const LayerSpec& l) {
    if (l.kind == LayerKind::activation) return std::string(l.activation->id);
    if (l.kind == LayerKind::residual || l.kind == LayerKind::linear) return {};
    if (l.kind == LayerKind::recurrent) return std::string(l.activation->id);
    std::string id(layer_kind_id(l.kind));
    std::replace(id.begin(), id.end(), '_', ' ');
    return id;
}

}  // namespace

NetworkDiagram network_diagram(const Architecture& architecture, int most_units) {
    NetworkDiagram diagram;
    const ParameterLayout layout(architecture);
    const std::vector<FlowRow> rows = flow_rows(architecture);
    DiagramColumn& inputs = diagram.columns.emplace_back();
    inputs.name = "inputs";
    inputs.size = architecture.layers.front().kind == LayerKind::recurrent ? architecture.layers.front().inputs : architecture.inputs;
    inputs.units = spread(inputs.size, most_units);

    std::vector<int> column_after;  // of every layer: the column whose units it gives out
    for (std::size_t i = 0; i < architecture.layers.size(); ++i) {
        const LayerSpec& l = architecture.layers[i];
        if (l.has_weights()) {
            if (l.kind == LayerKind::recurrent) {
                DiagramColumn& before = diagram.columns.back();
                const std::vector<int> remembered = spread(l.outputs, most_units);
                before.name = "x and h before";
                before.units.insert(before.units.end(), remembered.begin(), remembered.end());
                before.remembered = static_cast<int>(remembered.size());
            }
            DiagramColumn column;
            column.name = i == static_cast<std::size_t>(rows.back().layer) ? "output" : "layer " + std::to_string(diagram.columns.size());
            column.size = l.outputs;
            column.units = spread(l.outputs, most_units);
            const Eigen::Index weights = layout.first[i], seen = static_cast<Eigen::Index>(l.outputs) * l.inputs;
            column.biases = weights + seen + (l.kind == LayerKind::recurrent ? static_cast<Eigen::Index>(l.outputs) * l.outputs : 0);
            const DiagramColumn& before = diagram.columns.back();
            const int to_column = static_cast<int>(diagram.columns.size()), fresh = static_cast<int>(before.units.size()) - before.remembered;
            for (std::size_t to = 0; to < column.units.size(); ++to)
                for (std::size_t from = 0; from < before.units.size(); ++from) {
                    const bool memory = static_cast<int>(from) >= fresh;
                    const Eigen::Index row = column.units[to], unit = before.units[from];
                    diagram.links.push_back({static_cast<int>(from), static_cast<int>(to), to_column, memory ? weights + seen + row * l.outputs + unit : weights + row * l.inputs + unit});
                }
            diagram.columns.push_back(std::move(column));
        } else if (l.kind == LayerKind::residual) {
            const int source = static_cast<int>(i) - l.span;  // what went into the layer `span` places before is what its predecessor gave out
            diagram.residuals.emplace_back(source >= 1 ? column_after[static_cast<std::size_t>(source - 1)] : 0, static_cast<int>(diagram.columns.size()) - 1);
        }
        if (const std::string after = word(l); !after.empty()) {
            std::string& all = diagram.columns.back().after;
            all += (all.empty() ? "" : ", ") + after;
        }
        column_after.push_back(static_cast<int>(diagram.columns.size()) - 1);
    }
    return diagram;
}

std::vector<DiagramLink> strongest(std::vector<DiagramLink> links, std::span<const double> theta, std::size_t most) {
    const auto stronger = [&](const DiagramLink& a, const DiagramLink& b) { return std::abs(theta[static_cast<std::size_t>(a.weight)]) > std::abs(theta[static_cast<std::size_t>(b.weight)]); };
    if (links.size() > most) {
        std::nth_element(links.begin(), links.begin() + static_cast<std::ptrdiff_t>(most), links.end(), stronger);
        links.resize(most);
    }
    std::stable_sort(links.begin(), links.end(), [&](const DiagramLink& a, const DiagramLink& b) { return stronger(b, a); });
    return links;
}

}  // namespace thalweg::app
