// Muon on a vector. For a matrix, Newton-Schulz iterations bring all singular values of the momentum close to 1 (muon_of_matrices.cpp);
// a vector has one singular value, its length, so Muon is normalised momentum: after five iterations every step is 0.696·α long.
#include <cmath>

#include "core/optimizers/newton_schulz.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {

VectorRule muon_of_matrices();

namespace {

// The length that these iterations make of a length s, as a factor.
double newton_schulz(double s, int steps) {
    double factor = 1;
    for (int i = 0; i < steps; ++i) {
        const double square = s * s, each = newton_schulz_x + square * (newton_schulz_A + square * newton_schulz_AA);
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

}  // namespace

OptimizerSpec muon() {
    return stepper<Muon>({.id = "muon",
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
                          .convention = "The vector counts as one row. On it Muon is normalised momentum: five iterations make every step 0.696·α long, wherever the racer is; it does not settle unless α falls. Jordan's code; torch.optim.Muon in effect, whose defaults are α 10⁻³ and λ 0.1.",
                          .reference = "Jordan et al. 2024",
                          .in_networks = "Jordan's code on every matrix of weights, the first and the last among them; steps of tall ones times √(rows/columns). Vectors by AdamW with 0.015·α (his 3·10⁻⁴ beside 0.02), β 0.9 and 0.95, ε 10⁻¹⁰.",
                          .rule = {},
                          .vector_rule = muon_of_matrices()});
}

}  // namespace thalweg
