// L-BFGS: the inverse Hessian as seen by the newest pairs of steps and gradient differences, by the two-loop recursion. One inner
// iteration of PyTorch's optimizer is one update; with a fixed step length, or with PyTorch's strong-Wolfe search.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/optimizers/line_search.hpp"

namespace thalweg {
namespace {

constexpr int longest_history = 100;
constexpr double least_curvature = 1e-10;  // a pair with a smaller sᵀy is not stored

template <bool searches>
struct Lbfgs {
    struct Hyper { double lr, history_size, tolerance_grad, tolerance_change; };
    template <class V>
    struct Slots {
        V d;
        Number<V> a;
        V g, g_old, step, at;
        V stands;                                   // where the latest update left θ
        Series<V, longest_history> steps, changes;  // the newest pairs s, y, in a ring
    };
    static constexpr std::size_t shown = 2;
    struct Clock {
        std::array<double, longest_history> rho{};  // 1/⟨s, y⟩
        int count = 0, newest = -1;
        int iterations = 0;
        double gamma = 1;
    };
    static std::size_t length(const Hyper& h, std::size_t) { return static_cast<std::size_t>(h.history_size); }

    static void update(const Hyper& h, int, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto here = oracle.at(theta);
        s.g = here.gradient;
        if (!(s.g.cwiseAbs().maxCoeff() > h.tolerance_grad) || !s.g.allFinite()) return;

        s.at = s.g - s.g_old;
        if (const double sy = s.at.dot(s.step); k.iterations > 0 && sy > least_curvature && theta == s.stands) {
            add(s, sy, static_cast<int>(h.history_size), k);
            k.gamma = sy / s.at.squaredNorm();
        }
        descend(s, k);
        double a = k.iterations == 0 ? first_trial(h.lr, s.g) : h.lr;
        ++k.iterations;
        s.g_old = s.g;
        s.step.setZero();
        s.stands = theta;

        const double slope = s.g.dot(s.d);
        if (slope <= -h.tolerance_change) {
            if constexpr (searches) a = strong_wolfe(oracle, theta, s.d, {{0, here.loss, slope}, s.g}, a, {}, s.at).a;
            s.step = a * s.d;
            if (!s.step.allFinite()) s.step.setZero();
            theta += s.step;
            s.stands = theta;
        }
        s.a = a;
    }

    static void derive(const Hyper&, const auto& s, const Clock& k, auto&& out) {
        out[0] = k.gamma;
        out[1] = (k.iterations > 0 ? 1 : 0) * (s.d + k.gamma * s.g);
    }

private:
    // The step before and the change of the gradient, which is in `at`.
    static void add(auto& s, double sy, int most, Clock& k) {
        k.newest = (k.newest + 1) % static_cast<int>(s.steps.size());
        const auto place = static_cast<std::size_t>(k.newest);
        auto&& step = s.steps[place];
        auto&& change = s.changes[place];
        step = s.step;
        change = s.at;
        k.rho[place] = 1 / sy;
        k.count = std::min(k.count + 1, most);
    }
    // d = −H·g
    static void descend(auto& s, const Clock& k) {
        const int ring = static_cast<int>(s.steps.size());
        const auto back = [&](int i) { return static_cast<std::size_t>((k.newest - i + ring) % ring); };  // 0 is the newest
        std::array<double, longest_history> alpha;
        s.d = -s.g;
        for (int i = 0; i < k.count; ++i) {
            const std::size_t at = back(i);
            alpha[at] = s.steps[at].dot(s.d) * k.rho[at];
            s.d -= alpha[at] * s.changes[at];
        }
        s.d *= k.gamma;
        for (int i = k.count - 1; i >= 0; --i) {
            const std::size_t at = back(i);
            s.d += (alpha[at] - s.changes[at].dot(s.d) * k.rho[at]) * s.steps[at];
        }
    }
};

std::vector<Parameter> hyperparameters(double lr) {
    return {hyper::trial_lr(lr),
            {"history_size", "k", "pairs that are kept", 10, {1, longest_history}, Scale::count, {1, 20}},
            {"tolerance_grad", "ε∇", "stays where no component of g is larger", 1e-7, {0, 1e12}, Scale::log, {1e-12, 1}, true},
            {"tolerance_change", "ε↓", "stays where the slope along d is flatter", 1e-9, {0, 1e12}, Scale::log, {1e-12, 1}, true}};
}

std::vector<Quantity> slots() {
    return {{"d", "d", "search direction"}, {"a", "a", "step length", {}, Shape::scalar}};
}
std::vector<Quantity> derived() {
    return {{"gamma", "γ", "curvature along the newest step, inverted", {}, Shape::scalar}, {"correction", "c", "what the stored pairs add to −γ·g", "d"}};
}

}  // namespace

OptimizerSpec lbfgs() {
    OptimizerSpec spec = whole_vector<Lbfgs<false>>({.id = "lbfgs",
                                                     .name = "L-BFGS",
                                                     .family = family::line_search,
                                                     .hyperparameters = hyperparameters(1),
                                                     .slots = slots(),
                                                     .derived = derived(),
                                                     .formula = R"(gamma: ⟨s, y⟩/⟨y, y⟩ of the newest stored pair; 1 before there is one
correction: two-loop recursion over the stored pairs
d = -(gamma*g) + correction if norminf(g) > tolerance_grad
a = where(a == 0, min(1, 1/norm1(g)), 1)*lr if norminf(g) > tolerance_grad
theta = theta + a*d if norminf(g) > tolerance_grad and dot(g, d) <= -tolerance_change)",
                                                     .convention = "PyTorch LBFGS, one inner iteration per step, without a search. A pair s, y of the step taken and the change of g is stored where ⟨s, y⟩ > 10⁻¹⁰.",
                                                     .reference = "Liu & Nocedal 1989; Nocedal & Wright 2006, algorithm 7.4",
                                                     .rule = {}});
    spec.hyperparameters[0].meaning = "step length; in the first iteration times 1/‖g‖₁ at most 1";
    return spec;
}

OptimizerSpec lbfgs_strong_wolfe() {
    return whole_vector<Lbfgs<true>>({.id = "lbfgs_strong_wolfe",
                                      .name = "L-BFGS, strong Wolfe",
                                      .family = family::line_search,
                                      .hyperparameters = hyperparameters(1),
                                      .slots = slots(),
                                      .derived = derived(),
                                      .formula = R"(gamma: ⟨s, y⟩/⟨y, y⟩ of the newest stored pair; 1 before there is one
correction: two-loop recursion over the stored pairs
d = -(gamma*g) + correction if norminf(g) > tolerance_grad
a: step length found by the strong-Wolfe search; its first trial is α, in the first iteration α·min(1, 1/‖g‖₁)
theta = theta + a*d if norminf(g) > tolerance_grad and dot(g, d) <= -tolerance_change)",
                                      .convention = "PyTorch LBFGS(line_search_fn=\"strong_wolfe\"), one inner iteration per step; c₁ = 10⁻⁴, c₂ = 0.9, at most 25 trials after the first.",
                                      .reference = "Liu & Nocedal 1989; Nocedal & Wright 2006, algorithms 3.5, 3.6 and 7.4",
                                      .rule = {}});
}

}  // namespace thalweg
