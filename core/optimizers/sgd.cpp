// Gradient descent. Weight decay is L2: it enters through the gradient.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Sgd {
    struct Hyper { double lr, weight_decay; };
    template <class T> using Slots = NoSlots<T>;
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T& theta, Slots<T>&) {
        return -(h.lr * with_l2(g, h.weight_decay, theta));
    }
};

}  // namespace

OptimizerSpec sgd() {
    return coordinatewise<Sgd>({.id = "sgd",
                                .name = "SGD",
                                .family = family::momentum,
                                .hyperparameters = {hyper::lr(1e-3), hyper::weight_decay()},
                                .formula = R"(g = g + weight_decay*theta if weight_decay > 0
theta = theta - lr*g)",
                                .stability = {.limit = "2", .l2 = "weight_decay"},
                                .convention = "PyTorch SGD; optax sgd, for λ with add_decayed_weights before it",
                                .reference = "Cauchy 1847; Robbins & Monro 1951",
                                .rule = {}});
}

}  // namespace thalweg
