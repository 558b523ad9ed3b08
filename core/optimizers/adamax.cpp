// Adamax: Adam with the infinity norm. ε sits inside the maximum, as in PyTorch and optax, not in the denominator.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Adamax {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay; };
    template <class T> struct Slots { T m{0.0}, u{0.0}; };
    struct Clock {
        Power beta1_t;
        double m_scale;
    };

    static void tick(const Hyper& h, int t, Clock& k) { k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t)); }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.m = h.beta1 * s.m + (1 - h.beta1) * decayed;
        s.u = max(h.beta2 * s.u, abs(decayed) + h.eps);
        return -((h.lr * k.m_scale) * s.m) / s.u;
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = h.lr / s.u;
    }
};

}  // namespace

OptimizerSpec adamax() {
    return coordinatewise<Adamax>(
        {.id = "adamax",
         .name = "Adamax",
         .family = family::adam,
         .hyperparameters = {hyper::lr(2e-3), hyper::beta1(), hyper::beta2(), hyper::eps(), hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"u", "u", "decaying maximum of |g|"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"effective_rate", "α/u", "effective rate"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g) + eps)
m_hat = m/(1 - beta1^t)
theta = theta - lr*m_hat/u)",
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .l2 = "weight_decay"},
         .convention = "PyTorch Adamax, optax adamax",
         .reference = "Kingma & Ba 2015, Algorithm 2",
         .rule = {}});
}

}  // namespace thalweg
