// Heavy-ball momentum in PyTorch's form: the buffer sums gradients, the learning rate multiplies the buffer, and the first
// buffer is the whole first gradient whatever the dampening.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Momentum {
    struct Hyper { double lr, momentum, dampening, weight_decay; };
    template <class T> struct Slots { T b{0.0}; };
    struct Clock { double keep, take; };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.keep = t == 1 ? 0 : h.momentum;
        k.take = t == 1 ? 1 : 1 - h.dampening;
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        s.b = k.keep * s.b + k.take * with_l2(g, h.weight_decay, theta);
        return -(h.lr * s.b);
    }
};

}  // namespace

OptimizerSpec momentum() {
    return coordinatewise<Momentum>(
        {.id = "momentum",
         .name = "Momentum",
         .family = family::momentum,
         .hyperparameters = {hyper::lr(1e-3), hyper::momentum(),
                             {"dampening", "τ", "share of each new gradient that is left out", 0, {0, 0.999999}, Scale::one_minus_log, {0, 0.999}, true},
                             hyper::weight_decay()},
         .slots = {{"b", "b", "momentum buffer"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
b = g if t == 1
b = momentum*b + (1 - dampening)*g if t > 1
theta = theta - lr*b)",
         .stability = {.limit = "2*(1 + momentum)/(1 - dampening)", .l2 = "weight_decay"},
         .convention = "PyTorch SGD with momentum and dampening. Sutskever's form (the buffer holds −α·g) is equal while α is constant.",
         .reference = "Polyak 1964",
         .rule = {}});
}

OptimizerSpec momentum_dampened() {
    return variant(momentum(), "momentum_dampened", "Momentum, dampened", {{"dampening", 0.9}},
                   "PyTorch SGD with dampening. With dampening = momentum the buffer is a moving average, but for its first value, which is the whole gradient.");
}

}  // namespace thalweg
