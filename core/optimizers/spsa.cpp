// Simultaneous perturbation: the gradient from two losses, along one random sign per coordinate.
#include <cmath>

#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

struct Spsa {
    struct Hyper { double lr, c, A, alpha, gamma; };
    template <class V>
    struct Slots { V Delta, estimate, ahead, behind; };
    static constexpr std::size_t shown = 2;
    using Clock = NoClock;

    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock&) {
        draw_signs(oracle, s.Delta);
        const double a_k = h.lr / std::pow(t + h.A, h.alpha), c_k = h.c / std::pow(t, h.gamma);
        s.ahead = theta + c_k * s.Delta;
        s.behind = theta - c_k * s.Delta;
        const double difference = oracle.loss(s.ahead) - oracle.loss(s.behind);
        s.estimate = (difference / (2 * c_k)) * s.Delta;  // 1/±1 is ±1
        if (!s.estimate.allFinite()) s.estimate.setZero();
        theta -= a_k * s.estimate;
    }
};

}  // namespace

OptimizerSpec spsa() {
    return whole_vector<Spsa>({.id = "spsa",
                               .name = "SPSA",
                               .family = family::gradient_free,
                               .hyperparameters = {hyper::lr(0.1), {"c", "c", "perturbation at the start", 0.1, {1e-12, 1e6}, Scale::log, {1e-4, 1}},
                                                   {"A", "A", "delays the fall of the step", 10, {0, 1e9}, Scale::linear, {0, 100}, true},
                                                   {"alpha", "αₖ", "power with which the step falls", 0.602, {0, 1}, Scale::linear, {0, 1}, true},
                                                   {"gamma", "γ", "power with which the perturbation falls", 0.101, {0, 0.5}, Scale::linear, {0, 0.5}, true}},
                               .slots = {{"Delta", "Δ", "signs drawn"}, {"estimate", "ĝ", "gradient estimate"}},
                               .figures = {{.kind = Figure::Kind::segment, .of = "behind", .meaning = "the two points asked", .centre = "ahead"}},
                               .formula = R"(a_k = lr/(t + A)^alpha
c_k = c/t^gamma
Delta: ±1 per coordinate, drawn
ahead = theta + c_k*Delta
behind = theta - c_k*Delta
estimate = part((loss(ahead) - loss(behind))/(2*c_k)*Delta)
theta = theta - a_k*estimate)",
                               .convention = "Spall's gain sequences with k = t − 1: aₖ = α/(k + 1 + A)^0.602, cₖ = c/(k + 1)^0.101. Two losses per update, whatever the dimension.",
                               .reference = "Spall 1992; Spall 1998",
                               .draws = true,
                               .rule = {}});
}

}  // namespace thalweg
