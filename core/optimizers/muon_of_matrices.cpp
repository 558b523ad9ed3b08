// Muon on the weight matrices of a network: Newton-Schulz iterations bring all singular values of the momentum close to 1.
#include <cmath>

#include "core/numerics/power.hpp"
#include "core/optimizers/newton_schulz.hpp"
#include "core/optimizers/weight_matrices.hpp"

namespace thalweg {
namespace {

// Jordan's SingleDeviceMuonWithAuxAdam: matrices by Muon, vectors by AdamW with the constants and the share of α that it has there.
struct MuonOfMatrices {
    struct Hyper { double lr, momentum, weight_decay, eps, nesterov, ns_steps; };
    template <class V>
    struct Slots {
        V b;           // of a vector: the first moment
        Space<1> space;  // factor: a matrix has no single one
        V u, v;
    };
    static constexpr std::size_t shown = 2;
    struct Clock { Power beta1_t, beta2_t; };
    static constexpr double vector_share = 3e-4 / 0.02, beta1 = 0.9, beta2 = 0.95, eps = 1e-10;

    // Two matrices like the largest momentum, and A and A² of its shorter side.
    static std::size_t space(const VectorLayout& layout) {
        Eigen::Index largest = 0, side = 0;
        for (const Tensor& tensor : layout.tensors) {
            if (tensor.columns == 1) continue;
            largest = std::max(largest, tensor.size());
            side = std::max<Eigen::Index>(side, std::min(tensor.rows, tensor.columns));
        }
        return static_cast<std::size_t>(2 * (largest + side * side));
    }

    static void update(const Hyper& h, int t, PartOracle& oracle, Part& theta, Slots<Part>& s, Clock& k) {
        const ConstPart g = oracle.gradient(theta);
        if (!g.allFinite()) return;
        const double m_scale = debiased(1, k.beta1_t.at(beta1, t)), v_scale = debiased(1, k.beta2_t.at(beta2, t)), vector_lr = vector_share * h.lr;
        for (const Tensor& tensor : layers(oracle)) {
            auto b = layer_of(s.b, tensor), u = layer_of(s.u, tensor), at = layer_of(theta, tensor);
            const auto slope = layer_of(g, tensor);
            if (tensor.columns == 1) {
                auto v = layer_of(s.v, tensor);
                b = beta1 * b + (1 - beta1) * slope;
                v = beta2 * v + (1 - beta2) * slope.cwiseAbs2();
                u = m_scale * b;
                at = (1 - vector_lr * h.weight_decay) * at - vector_lr * u.cwiseQuotient(((v_scale * v).cwiseSqrt().array() + eps).matrix());
            } else {
                b = h.momentum * b + (1 - h.momentum) * slope;
                if (h.nesterov != 0) u = (1 - h.momentum) * slope + h.momentum * b;
                else u = b;
                const double longer = std::sqrt(std::max(1.0, static_cast<double>(tensor.rows) / tensor.columns));
                at *= 1 - h.lr * h.weight_decay;
                orthogonalise(u.data(), tensor, h, s.space.first, [&](const auto& O) { Eigen::Map<RowMajor>(at.data(), tensor.rows, tensor.columns) -= (h.lr * longer) * O; });
            }
        }
    }
    static void derive(const Hyper&, const Slots<Part>& s, const Clock&, auto&& out) { out[0] = s.u; }

private:
    // Hands `use` the momentum with its singular values near 1. The iterations see a wide matrix: a tall one is transposed.
    static void orthogonalise(const double* u, const Tensor& tensor, const Hyper& h, double* space, auto&& use) {
        const Eigen::Map<const RowMajor> U(u, tensor.rows, tensor.columns);
        const bool tall = tensor.rows > tensor.columns;
        const Eigen::Index n = std::min(tensor.rows, tensor.columns), wide = std::max(tensor.rows, tensor.columns);
        Eigen::Map<RowMajor> X(space, n, wide), Y(space + n * wide, n, wide), A(space + 2 * n * wide, n, n), B(space + 2 * n * wide + n * n, n, n);
        const double scale = 1 / (U.norm() + h.eps);
        if (tall) X = scale * U.transpose();
        else X = scale * U;
        for (int i = 0; i < static_cast<int>(h.ns_steps); ++i) {
            A.noalias() = X * X.transpose();
            B.noalias() = A * A;
            B = newton_schulz_A * A + newton_schulz_AA * B;
            Y.noalias() = B * X;
            X = newton_schulz_x * X + Y;
        }
        if (tall) use(X.transpose());
        else use(X);
    }
};

}  // namespace

VectorRule muon_of_matrices() { return in_network<MuonOfMatrices>; }

}  // namespace thalweg
