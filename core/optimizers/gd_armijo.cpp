// Gradient descent whose step length is shortened until the loss falls as much as the slope promises.
#include "core/optimizers/line_search.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

struct GdArmijo {
    struct Hyper { double lr, c1, shrink; };
    struct Slots { Point a = Point::Zero(); };
    using Memory = NoMemory;

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& s, Memory&) {
        const Sample here = oracle.at(theta);
        const Point p = -here.gradient;
        const double a = armijo(oracle, theta, p, {0, here.loss, here.gradient.dot(p), here.gradient}, h.lr, {h.c1, h.shrink});
        s.a = twice(a);
        if (a > 0) theta -= a * here.gradient;
    }
};

}  // namespace

OptimizerSpec gd_armijo() {
    return stepper<GdArmijo>({.id = "gd_armijo",
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
