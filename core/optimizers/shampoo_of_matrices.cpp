// Shampoo on the weight matrices of a network: the gradient between roots of the sums of G·Gᵀ and Gᵀ·G.
#include <Eigen/Eigenvalues>
#include <cmath>

#include "core/optimizers/weight_matrices.hpp"

namespace thalweg {
namespace {

struct ShampooOfMatrices {
    struct Hyper { double lr, eps, exponent; };
    template <class V>
    struct Slots { Space<2> statistics; };
    using Clock = NoClock;

    // The length of a side that has a preconditioner. One number alone has none, unless it is all there is.
    static int left(const WeightBlock& block) { return block.rows > 1 || block.columns == 1 ? block.rows : 0; }
    static int right(const WeightBlock& block) { return block.columns > 1 ? block.columns : 0; }

    static std::size_t space(const VectorLayout& layout) {
        int numbers = 0;
        for_each_block(layout, [&](const WeightBlock& block) { numbers += left(block) * left(block) + right(block) * right(block); });
        return static_cast<std::size_t>(numbers);
    }
    static void lay_out(const Hyper& h, const VectorLayout& layout, Slots<Part>& s) {
        SideCursor sides(s.statistics.first);
        for_each_block(layout, [&](const WeightBlock& block) {
            for (const int n : {left(block), right(block)}) sides.next(n).diagonal().setConstant(h.eps);
        });
    }
    static void update(const Hyper& h, int, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock&) {
        const ConstPart g = oracle.gradient(theta);
        if (!g.allFinite()) return;
        SideCursor sides(s.statistics.first);
        for_each_block(oracle.layout(), [&](const WeightBlock& block) {
            const auto G = block.of(g);
            Side L = sides.next(left(block)), R = sides.next(right(block));
            const double exponent = h.exponent / ((L.size() > 0) + (R.size() > 0));
            LocalMatrix step = G;
            if (L.size() > 0) {
                L.noalias() += G * G.transpose();
                step = power(L, -exponent) * step;
            }
            if (R.size() > 0) {
                R.noalias() += G.transpose() * G;
                step = step * power(R, -exponent);
            }
            if (step.allFinite()) block.of(theta) -= h.lr * step;
        });
    }

private:
    static LocalMatrix power(const Side& m, double exponent) {
        const Eigen::SelfAdjointEigenSolver<LocalMatrix> eigen(m);
        return eigen.eigenvectors() * eigen.eigenvalues().array().max(1e-300).pow(exponent).matrix().asDiagonal() * eigen.eigenvectors().transpose();
    }
};

}  // namespace

VectorRule shampoo_of_matrices() { return in_network<ShampooOfMatrices>; }

}  // namespace thalweg
