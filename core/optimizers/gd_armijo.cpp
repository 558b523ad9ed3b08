// Gradient descent whose step length is shortened until the loss falls as much as the slope promises.
#include "core/optimizers/line_search.hpp"

namespace thalweg {
namespace {

struct GdArmijo {
    struct Hyper { double lr, c1, shrink; };
    template <class V>
    struct Slots {
        Number<V> a;
        V at;
    };
    static constexpr std::size_t shown = 1;
    using Clock = NoClock;

    static void update(const Hyper& h, int, auto& oracle, auto& theta, auto& s, Clock&) {
        const auto here = oracle.at(theta);
        const double a = armijo(oracle, theta, -here.gradient, {0, here.loss, -here.gradient.squaredNorm()}, h.lr, {h.c1, h.shrink}, s.at);
        s.a = a;
        if (a > 0) theta -= a * here.gradient;
    }
};

}  // namespace

OptimizerSpec gd_armijo() {
    return whole_vector<GdArmijo>({.id = "gd_armijo",
                                   .name = "Gradient descent, Armijo",
                                   .family = family::line_search,
                                   .hyperparameters = {hyper::trial_lr(), hyper::c1(), {"shrink", "ϱ", "factor from one trial to the next", 0.5, {0.01, 0.99}, Scale::linear}},
                                   .slots = {{"a", "a", "step length found", {}, Shape::scalar}},
                                   .figures = {{.kind = Figure::Kind::segment, .of = "trial", .meaning = "first trial"}},
                                   .formula = R"(trial = theta - lr*g
a: the first of α, α·ϱ, α·ϱ², … with f(θ − a·g) ≤ f − c₁·a·‖g‖²; 0 if none of 60 is
theta = theta - a*g)",
                                   .convention = "Every update starts again from α. Each trial is one evaluation of the loss.",
                                   .reference = "Armijo 1966; Nocedal & Wright 2006, algorithm 3.1",
                                   .rule = {}});
}

}  // namespace thalweg
