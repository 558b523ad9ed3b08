// RMSprop with PyTorch's options: centred second moment, momentum on the scaled gradient (the learning rate multiplies the
// buffer), and ε inside the root as optax has it. There is no bias correction.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Rmsprop {
    struct Hyper { double lr, alpha, eps, momentum, centered, eps_inside_sqrt, weight_decay; };
    template <class T> struct Slots { T v{0.0}, c{0.0}, b{0.0}; };
    struct Clock { double eps_inside, eps_outside; };

    static void tick(const Hyper& h, int, Clock& k) {
        k.eps_inside = h.eps_inside_sqrt != 0 ? h.eps : 0;
        k.eps_outside = h.eps - k.eps_inside;
    }
    template <class T>
    static T denominator(const Hyper& h, const Clock& k, const Slots<T>& s) {
        T spread = s.v;
        if (h.centered != 0) spread = max(s.v - s.c * s.c, T(0.0));  // rounding may leave it below 0
        return sqrt(spread + k.eps_inside) + k.eps_outside;
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.v = h.alpha * s.v + (1 - h.alpha) * (decayed * decayed);
        if (h.centered != 0) s.c = h.alpha * s.c + (1 - h.alpha) * decayed;
        const T scaled = decayed / denominator(h, k, s);
        s.b = h.momentum != 0 ? h.momentum * s.b + scaled : scaled;
        return -(h.lr * s.b);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = denominator(h, k, s);
        out[1] = h.lr / out[0];
    }
};

}  // namespace

OptimizerSpec rmsprop() {
    return coordinatewise<Rmsprop>(
        {.id = "rmsprop",
         .name = "RMSprop",
         .family = family::adaptive,
         .hyperparameters = {hyper::lr(0.01),
                             {"alpha", "ρ", "decay rate of the second moment", 0.99, {0, 0.99999999}, Scale::one_minus_log, {0, 0.9999}},
                             hyper::eps(), hyper::momentum(0),
                             hyper::toggle("centered", "centred", "subtract the squared mean of the gradient from v", false),
                             hyper::toggle("eps_inside_sqrt", "ε in √", "ε inside the root (optax) or outside (PyTorch)", false),
                             hyper::weight_decay()},
         .slots = {{"v", "v", "second moment"}, {"c", "c", "mean of the gradient"}, {"b", "b", "momentum buffer of the scaled gradient"}},
         .derived = {{"denominator", "√v+ε", "denominator"}, {"effective_rate", "α/(√v+ε)", "effective rate: α over the denominator, wherever ε stands"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
v = alpha*v + (1 - alpha)*g^2
c = alpha*c + (1 - alpha)*g if centered == 1
s = v if centered == 0
s = max(v - c^2, 0) if centered == 1
b = momentum*b + g/(sqrt(s) + eps) if eps_inside_sqrt == 0
b = momentum*b + g/sqrt(s + eps) if eps_inside_sqrt == 1
theta = theta - lr*b)",
         .stability = {.limit = "2*(1 + momentum)", .l2 = "weight_decay"},
         .convention = "PyTorch RMSprop. optax: ρ = 0.9 and ε inside the root; it scales by α before the buffer.",
         .reference = "Hinton 2012, lecture 6e; Graves 2013 (centred)",
         .rule = {}});
}

OptimizerSpec rmsprop_centered() {
    return variant(rmsprop(), "rmsprop_centered", "RMSprop, centred", {{"centered", 1}}, "PyTorch RMSprop(centered=True)");
}

OptimizerSpec rmsprop_momentum() {
    return variant(rmsprop(), "rmsprop_momentum", "RMSprop + momentum", {{"momentum", 0.9}},
                   "PyTorch RMSprop(momentum=…): α multiplies the buffer. optax scales before the buffer, which differs under a schedule.");
}

OptimizerSpec rmsprop_eps_inside_sqrt() {
    return variant(rmsprop(), "rmsprop_eps_inside_sqrt", "RMSprop, ε inside √", {{"eps_inside_sqrt", 1}}, "optax rmsprop: g/√(v + ε). Its ρ is 0.9, and with momentum it multiplies by α before the buffer.");
}

}  // namespace thalweg
