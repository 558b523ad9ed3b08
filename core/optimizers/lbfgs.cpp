// L-BFGS: the inverse Hessian as seen by the newest pairs of steps and gradient differences, by the two-loop recursion. One inner
// iteration of PyTorch's optimizer is one update; with a fixed step length, or with PyTorch's strong-Wolfe search.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/optimizers/line_search.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

constexpr int longest_history = 100;
constexpr double least_curvature = 1e-10;  // a pair with a smaller sᵀy is not stored

// The newest pairs, in a ring.
struct Pairs {
    struct One { double s[2], y[2], rho; };
    std::array<One, longest_history> ring{};
    int count = 0, newest = -1;

    const One& back(int i) const { return ring[static_cast<std::size_t>((newest - i + longest_history) % longest_history)]; }  // 0 is the newest
    void add(const Point& s, const Point& y, double sy, int most) {
        newest = (newest + 1) % longest_history;
        ring[static_cast<std::size_t>(newest)] = {{s.x(), s.y()}, {y.x(), y.y()}, 1 / sy};
        count = std::min(count + 1, most);
    }
    Point times_gradient(const Point& g, double gamma) const {  // −H·g
        std::array<double, longest_history> alpha;
        Point q = -g;
        for (int i = 0; i < count; ++i) {
            const One& pair = back(i);
            alpha[static_cast<std::size_t>(i)] = Point(pair.s[0], pair.s[1]).dot(q) * pair.rho;
            q -= alpha[static_cast<std::size_t>(i)] * Point(pair.y[0], pair.y[1]);
        }
        Point r = gamma * q;
        for (int i = count - 1; i >= 0; --i) {
            const One& pair = back(i);
            r += (alpha[static_cast<std::size_t>(i)] - Point(pair.y[0], pair.y[1]).dot(r) * pair.rho) * Point(pair.s[0], pair.s[1]);
        }
        return r;
    }
};

template <bool searches>
struct Lbfgs {
    struct Hyper { double lr, history_size, tolerance_grad, tolerance_change; };
    struct Slots { Point d = Point::Zero(), a = Point::Zero(); };
    struct Memory {
        Pairs pairs;
        int iterations = 0;
        double gamma = 1;
        Point g = Point::Zero(), g_old = Point::Zero(), s = Point::Zero();
        Point stands = Point::Zero();  // where the latest update left θ
    };

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& slots, Memory& k) {
        const Sample here = oracle.at(theta);
        k.g = here.gradient;
        if (!(k.g.cwiseAbs().maxCoeff() > h.tolerance_grad) || !k.g.allFinite()) return;

        const Point y = k.g - k.g_old;
        if (const double sy = y.dot(k.s); k.iterations > 0 && sy > least_curvature && theta == k.stands) {
            k.pairs.add(k.s, y, sy, static_cast<int>(h.history_size));
            k.gamma = sy / y.squaredNorm();
        }
        slots.d = k.pairs.times_gradient(k.g, k.gamma);
        double a = k.iterations == 0 ? first_trial(h.lr, k.g) : h.lr;
        ++k.iterations;
        k.g_old = k.g;
        k.s.setZero();
        k.stands = theta;

        const double slope = k.g.dot(slots.d);
        if (slope <= -h.tolerance_change) {
            if constexpr (searches) a = strong_wolfe(oracle, theta, slots.d, {0, here.loss, slope, k.g}, a, {}).a;
            if (const Point step = a * slots.d; step.allFinite()) {
                theta += step;
                k.s = step;
                k.stands = theta;
            }
        }
        slots.a = twice(a);
    }

    static void derive(const Hyper&, const Slots& slots, const Memory& k, Point* out) {
        out[0] = twice(k.gamma);
        out[1] = k.iterations > 0 ? Point(slots.d + k.gamma * k.g) : Point(Point::Zero());
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
    OptimizerSpec spec = stepper<Lbfgs<false>>({.id = "lbfgs",
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
    return stepper<Lbfgs<true>>({.id = "lbfgs_strong_wolfe",
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
