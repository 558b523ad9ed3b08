// Quasi-hyperbolic momentum: a weighted mean of the plain step and the averaged one.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Qhm {
    struct Hyper { double lr, momentum, nu, weight_decay; };
    template <class T> struct Slots { T m{0.0}; };
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.m = h.momentum * s.m + (1 - h.momentum) * decayed;
        return -(h.lr * ((1 - h.nu) * decayed + h.nu * s.m));
    }
};

}  // namespace

OptimizerSpec qhm() {
    return coordinatewise<Qhm>(
        {.id = "qhm",
         .name = "QHM",
         .family = family::momentum,
         .hyperparameters = {hyper::lr(1e-3),
                             {"momentum", "β", "decay rate of the average", 0.999, {0, 0.999999}, Scale::one_minus_log, {0, 0.9999}},
                             {"nu", "ν", "weight of the average against the gradient itself", 0.7, {0, 1}, Scale::linear}, hyper::weight_decay()},
         .slots = {{"m", "m", "average of the gradients"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
m = momentum*m + (1 - momentum)*g
theta = theta - lr*((1 - nu)*g + nu*m))",
         .stability = {.limit = "2*(1 + momentum)/(1 + momentum - 2*nu*momentum)", .l2 = "weight_decay"},
         .convention = "The authors' qhoptim QHM. ν = 0 is SGD, ν = 1 averaged momentum, ν = β Nesterov momentum with α scaled by 1 − β.",
         .reference = "Ma & Yarats 2019",
         .rule = {}});
}

}  // namespace thalweg
