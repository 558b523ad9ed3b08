// Steps of one length: only the sign of the gradient counts, or that of its moving average (Signum).
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct SignSgd {
    struct Hyper { double lr; };
    template <class T> using Slots = NoSlots<T>;
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T&, Slots<T>&) { return -(h.lr * sign(g)); }
};

struct Signum {
    struct Hyper { double lr, momentum; };
    template <class T> struct Slots { T m{0.0}; };
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T&, Slots<T>& s) {
        s.m = h.momentum * s.m + (1 - h.momentum) * g;
        return -(h.lr * sign(s.m));
    }
};

}  // namespace

OptimizerSpec sign_sgd() {
    return coordinatewise<SignSgd>({.id = "sign_sgd",
                                    .name = "signSGD",
                                    .family = family::sign,
                                    .hyperparameters = {hyper::lr(1e-2)},
                                    .formula = "theta = theta - lr*sign(g)",
                                    .convention = "optax sign_sgd; sign(0) = 0. It cannot settle closer to a minimum than α unless a schedule lowers α.",
                                    .reference = "Bernstein et al. 2018, Algorithm 1",
                                    .rule = {}});
}

OptimizerSpec signum() {
    return coordinatewise<Signum>({.id = "signum",
                                   .name = "Signum",
                                   .family = family::sign,
                                   .hyperparameters = {hyper::lr(1e-2), hyper::momentum()},
                                   .slots = {{"m", "m", "average of the gradients"}},
                                   .formula = R"(m = momentum*m + (1 - momentum)*g
theta = theta - lr*sign(m))",
                                   .convention = "The buffer averages; one that sums, as in the heavy ball, has the same sign.",
                                   .reference = "Bernstein et al. 2018, Algorithm 2",
                                   .rule = {}});
}

}  // namespace thalweg
