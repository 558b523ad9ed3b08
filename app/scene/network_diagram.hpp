// A network as a drawing: its units in columns, from the inputs to the outputs, and the weights between them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/training/flow.hpp"

namespace thalweg::app {

struct DiagramColumn {
    std::string name;              // "inputs", "layer 3", "output"
    std::string after;             // what happens to the sums before they leave: "layer norm, tanh"
    int size = 0;                  // units there are
    std::vector<int> units;        // those that are drawn, evenly spread where there are too many
    int remembered = 0;            // of them the last ones: units of the same layer one time step before
    Eigen::Index biases = -1;      // where in θ, a number per unit; -1 has none
};

struct DiagramLink {
    int from, to;         // positions in the units of column `column` − 1, and of it
    int column;
    Eigen::Index weight;  // where in θ
};

struct NetworkDiagram {
    std::vector<DiagramColumn> columns;
    std::vector<DiagramLink> links;
    std::vector<std::pair<int, int>> residuals;  // columns: what leaves the first is added to what leaves the second
};

// At most so many units of a column are drawn.
NetworkDiagram network_diagram(const Architecture& architecture, int most_units);

// The links in the order in which they are drawn: the weakest first, those with the largest weights last; at most so many.
std::vector<DiagramLink> strongest(std::vector<DiagramLink> links, std::span<const double> theta, std::size_t most);

}  // namespace thalweg::app
