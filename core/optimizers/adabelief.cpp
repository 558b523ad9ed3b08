// AdaBelief: the step is long where gradients come as m foretold, short where they surprise. Optax's form, with ε_root added to
// s in every update and kept there; decay as in AdamW.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct AdaBelief {
    struct Hyper { double lr, beta1, beta2, eps, eps_root, weight_decay; };
    template <class T> struct Slots { T m{0.0}, s{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, s_scale;
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.s_scale = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        const T surprise = g - s.m;
        s.s = h.beta2 * s.s + (1 - h.beta2) * (surprise * surprise) + h.eps_root;
        return -((h.lr * h.weight_decay) * theta) - ((h.lr * k.m_scale) * s.m) / (sqrt(s.s * k.s_scale) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.s * k.s_scale);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

}  // namespace

OptimizerSpec adabelief() {
    return coordinatewise<AdaBelief>(
        {.id = "adabelief",
         .name = "AdaBelief",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(), hyper::eps(1e-16),
                             {"eps_root", "ε′", "added to s in every update", 1e-16, {0, 10}, Scale::log, {1e-16, 1}, true}, hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"s", "s", "average of (g − m)²"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_s_hat", "√ŝ", "root of s, corrected"}, {"effective_rate", "α/(√ŝ+ε)", "effective rate"}},
         .formula = R"(m = beta1*m + (1 - beta1)*g
s = beta2*s + (1 - beta2)*(g - m)^2 + eps_root
m_hat = m/(1 - beta1^t)
s_hat = s/(1 - beta2^t)
theta = theta - lr*m_hat/(sqrt(s_hat) + eps) - lr*weight_decay*theta)",
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .decay = "weight_decay*(1 + beta1)/(1 - beta1)"},
         .convention = "optax adabelief: m is already updated where s uses it. The authors' code rectifies besides, as RAdam does.",
         .reference = "Zhuang et al. 2020, Algorithm 2",
         .rule = {}});
}

}  // namespace thalweg
