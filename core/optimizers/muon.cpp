// Muon: Newton-Schulz iterations bring all singular values of the momentum of a weight matrix close to 1. A vector of the plane has
// one singular value, its length, so Muon is normalised momentum there: after five iterations every step is 0.696·α long.
#include <cmath>

#include "core/numerics/power.hpp"
#include "core/optimizers/weight_matrices.hpp"

namespace thalweg {
namespace {

// X ← x·X + (xA·A + xAA·A²)·X with A = XXᵀ.
constexpr double x = 3.4445, xA = -4.7750, xAA = 2.0315;

// The length that these iterations make of a length s, as a factor.
double newton_schulz(double s, int steps) {
    double factor = 1;
    for (int i = 0; i < steps; ++i) {
        const double square = s * s, each = x + square * (xA + square * xAA);
        factor *= each;
        s *= each;
    }
    return factor;
}

struct Muon {
    struct Hyper { double lr, momentum, weight_decay, eps, nesterov, ns_steps; };
    struct Slots { Point b = Point::Zero(), factor = Point::Zero(); };
    struct Memory { Point u = Point::Zero(); };

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        const Point g = oracle.gradient(theta);
        if (!g.allFinite()) return;
        s.b = h.momentum * s.b + (1 - h.momentum) * g;
        k.u = h.nesterov != 0 ? Point((1 - h.momentum) * g + h.momentum * s.b) : s.b;
        const double length = k.u.norm();
        const double factor = newton_schulz(length / (length + h.eps), static_cast<int>(h.ns_steps));
        s.factor = twice(factor);
        theta = (1 - h.lr * h.weight_decay) * theta - (h.lr * factor / (length + h.eps)) * k.u;
    }
    static void derive(const Hyper&, const Slots&, const Memory& k, Point* out) { out[0] = k.u; }
};

// Jordan's SingleDeviceMuonWithAuxAdam: matrices by Muon, vectors by AdamW with the constants and the share of α that it has there.
struct MuonOfMatrices {
    using Hyper = Muon::Hyper;
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
        const double m_scale = 1 / (1 - k.beta1_t.at(beta1, t)), v_scale = 1 / (1 - k.beta2_t.at(beta2, t)), vector_lr = vector_share * h.lr;
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
            B = xA * A + xAA * B;
            Y.noalias() = B * X;
            X = x * X + Y;
        }
        if (tall) use(X.transpose());
        else use(X);
    }
};

}  // namespace

OptimizerSpec muon() {
    OptimizerSpec spec = stepper<Muon>({.id = "muon",
                                        .name = "Muon",
                                        .family = family::matrix,
                                        .hyperparameters = {hyper::lr(0.02), hyper::momentum(0.95), hyper::weight_decay(), {"eps", "ε", "keeps the length from 0", 1e-7, {1e-30, 10}, Scale::log, {1e-16, 1}, true},
                                                            hyper::toggle("nesterov", "Nesterov", "mixes the gradient in once more", true),
                                                            {"ns_steps", "k", "Newton–Schulz iterations", 5, {0, 50}, Scale::count, {0, 12}}},
                                        .slots = {{"b", "B", "momentum buffer"}, {"factor", "ν", "what the iterations make of the length", {}, Shape::scalar}},
                                        .derived = {{"u", "U", "mixed momentum", "b"}},
                                        .formula = R"(b = momentum*b + (1 - momentum)*g
u = b if nesterov == 0
u = (1 - momentum)*g + momentum*b if nesterov == 1
factor: product of 3.4445 − 4.7750·s² + 2.0315·s⁴ over the iterations, s = ‖X‖, X ← U/(‖U‖ + ε) at first
theta = (1 - lr*weight_decay)*theta - lr*factor/(norm(u) + eps)*u)",
                                        .convention = "The vector counts as one row. On it Muon is normalised momentum: five iterations make every step 0.696·α long, wherever the racer is; it does not settle unless α falls. torch.optim.Muon in effect.",
                                        .reference = "Jordan et al. 2024",
                                        .in_networks = "Jordan's code on every matrix of weights, the first and the last among them; steps of tall ones times √(rows/columns). Vectors by AdamW with 0.015·α (his 3·10⁻⁴ beside 0.02), β 0.9 and 0.95, ε 10⁻¹⁰.",
                                        .rule = {}});
    spec.vector_rule = in_network<MuonOfMatrices>;
    return spec;
}

}  // namespace thalweg
