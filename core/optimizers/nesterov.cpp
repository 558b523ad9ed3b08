// Nesterov momentum in the form of Sutskever et al. 2013 as PyTorch writes it: the gradient is taken at θ and the buffer is
// applied once more, which equals the look-ahead form after a change of variable.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Nesterov {
    struct Hyper { double lr, momentum, weight_decay; };
    template <class T> struct Slots { T b{0.0}; };
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.b = h.momentum * s.b + decayed;
        return -(h.lr * (decayed + h.momentum * s.b));
    }
};

}  // namespace

OptimizerSpec nesterov() {
    return coordinatewise<Nesterov>({.id = "nesterov",
                                     .name = "Nesterov",
                                     .family = family::momentum,
                                     .hyperparameters = {hyper::lr(1e-3), hyper::momentum(), hyper::weight_decay()},
                                     .slots = {{"b", "b", "momentum buffer"}},
                                     .formula = R"(g = g + weight_decay*theta if weight_decay > 0
b = momentum*b + g
theta = theta - lr*(g + momentum*b))",
                                     .stability = {.limit = "2*(1 + momentum)/(1 + 2*momentum)", .l2 = "weight_decay"},
                                     .convention = "PyTorch SGD(nesterov=True), optax sgd(nesterov=True)",
                                     .reference = "Nesterov 1983; Sutskever et al. 2013",
                                     .rule = {}});
}

OptimizerSpec nesterov_optax() {
    return variant(nesterov(), "nesterov_optax", "Nesterov (optax)", {},
                   "optax trace(decay = μ, nesterov = True), then scaled by α: the same rule as PyTorch's; λ: add_decayed_weights before it. Under a schedule, too, α multiplies the buffer from outside.");
}

}  // namespace thalweg
