// The plane of two chosen parameters, all others being what they are; and what each parameter is called.
#pragma once

#include <string>
#include <vector>

#include "core/networks/architecture.hpp"
#include "core/training/landscape/plane.hpp"

namespace thalweg {

// (a, b) are the two parameters themselves: the origin is θ with zeros in their places.
Plane weight_plane(const Vector<double>& theta, Eigen::Index first, Eigen::Index second);

// A block of parameters as a formula calls it: W2, b1, γ3 (a norm's weight), β3 (its bias), or W_x, W_h and b of the only recurrent layer
// that there is. Numbers count the layers with weights from 1; a norm has that of the layer it follows.
struct NamedBlock {
    std::string symbol;
    int rows, columns;  // columns is 1 for vectors
    Eigen::Index offset;

    Eigen::Index index(int row, int column) const { return offset + static_cast<Eigen::Index>(row) * columns + column; }
    Eigen::Index size() const { return static_cast<Eigen::Index>(rows) * columns; }
    std::string name(int row, int column) const;  // "W2[3,1]", "b1[0]": output unit, then input, from 0
};
std::vector<NamedBlock> named_blocks(const Architecture& architecture);
std::string parameter_name(const std::vector<NamedBlock>& blocks, Eigen::Index index);

}  // namespace thalweg
