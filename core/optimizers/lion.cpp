// Lion: the sign of a momentum that looks at the new gradient harder (β₁) than it remembers it (β₂). Decoupled decay.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Lion {
    struct Hyper { double lr, beta1, beta2, weight_decay; };
    template <class T> struct Slots { T m{0.0}; };
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T& theta, Slots<T>& s) {
        const T u = sign(h.beta1 * s.m + (1 - h.beta1) * g);
        s.m = h.beta2 * s.m + (1 - h.beta2) * g;
        return -(h.lr * (u + h.weight_decay * theta));
    }
};

}  // namespace

OptimizerSpec lion() {
    return coordinatewise<Lion>(
        {.id = "lion",
         .name = "Lion",
         .family = family::sign,
         .hyperparameters = {hyper::lr(1e-3), {"beta1", "β₁", "share of m in the direction", 0.9, {0, 0.999999}, Scale::one_minus_log, {0, 0.9999}},
                             {"beta2", "β₂", "decay rate of m", 0.99, {0, 0.99999999}, Scale::one_minus_log, {0, 0.9999}}, hyper::weight_decay()},
         .slots = {{"m", "m", "average of the gradients"}},
         .formula = R"(u = sign(beta1*m + (1 - beta1)*g)
theta = theta - lr*u - lr*weight_decay*theta
m = beta2*m + (1 - beta2)*g)",
         .convention = "The authors' code and optax lion, which differ in the default decay only: 0 and 1e-3.",
         .reference = "Chen et al. 2023",
         .rule = {}});
}

}  // namespace thalweg
