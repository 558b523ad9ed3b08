// Weight matrices as preconditioners see them: blocks of the tensors of θ, each with matrices for its two sides.
#pragma once

#include <algorithm>
#include <utility>

#include "core/optimizers/whole_vector.hpp"

namespace thalweg {

// Longer sides are cut into equal parts of at most this length, as distributed Shampoo cuts them (Anil et al. 2020): a decomposition
// costs the cube of it.
inline constexpr int longest_side = 128;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Side = Eigen::Map<Eigen::MatrixXd>;  // symmetric or orthogonal, in the state
using LocalMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, longest_side, longest_side>;  // without allocation

struct WeightBlock {
    Eigen::Index offset, stride;
    int rows, columns;

    auto of(Part& v) const { return Eigen::Map<RowMajor, 0, Eigen::OuterStride<>>(v.data() + offset, rows, columns, Eigen::OuterStride<>(stride)); }
    auto of(const ConstPart& v) const { return Eigen::Map<const RowMajor, 0, Eigen::OuterStride<>>(v.data() + offset, rows, columns, Eigen::OuterStride<>(stride)); }
};

void for_each_block(const VectorLayout& layout, auto&& f) {
    const auto cut = [](int n, int parts, int i) { return static_cast<int>(static_cast<long>(n) * i / parts); };
    for (const Tensor& tensor : layout.tensors) {
        const int down = (tensor.rows + longest_side - 1) / longest_side, across = (tensor.columns + longest_side - 1) / longest_side;
        for (int i = 0; i < down; ++i) {
            for (int j = 0; j < across; ++j) {
                const int row = cut(tensor.rows, down, i), column = cut(tensor.columns, across, j);
                f(WeightBlock{tensor.offset + static_cast<Eigen::Index>(row) * tensor.columns + column, tensor.columns, cut(tensor.rows, down, i + 1) - row, cut(tensor.columns, across, j + 1) - column});
            }
        }
    }
}

// Hands out matrices, one after the other.
class SideCursor {
public:
    explicit SideCursor(double* at) : at_(at) {}
    Side next(int n) { return {std::exchange(at_, at_ + static_cast<std::ptrdiff_t>(n) * n), n, n}; }

private:
    double* at_;
};

}  // namespace thalweg
