// AdamW: Adam with decoupled weight decay, θ shrinks by 1 − αλ and the moments see the gradient of the loss alone.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct AdamW {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, amsgrad; };
    template <class T> struct Slots { T m{0.0}, v{0.0}, v_max{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, v_scale;
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T root(const Hyper& h, const Clock& k, const Slots<T>& s) {
        return sqrt(select(T(h.amsgrad) > T(0.0), s.v_max, s.v) * k.v_scale);
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (g * g);
        s.v_max = h.amsgrad * max(s.v_max, s.v);
        return -((h.lr * h.weight_decay) * theta) - ((h.lr * k.m_scale) * s.m) / (root(h, k, s) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = root(h, k, s);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

}  // namespace

OptimizerSpec adamw() {
    return coordinatewise<AdamW>(
        {.id = "adamw",
         .name = "AdamW",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(), hyper::eps(), hyper::weight_decay(0.01),
                             hyper::toggle("amsgrad", "AMSGrad", "divide by the largest v so far", false)},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}, {"v_max", "v max", "largest second moment so far"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"}, {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = R"(m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_max = max(v_max, v) if amsgrad == 1
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t) if amsgrad == 0
v_hat = v_max/(1 - beta2^t) if amsgrad == 1
theta = theta - lr*weight_decay*theta - lr*m_hat/(sqrt(v_hat) + eps))",
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .decay = "weight_decay*(1 + beta1)/(1 - beta1)"},
         .convention = "PyTorch AdamW, optax adamw (whose default λ is 1e-4): the decay is scaled by α. The paper scales it by the schedule only.",
         .reference = "Loshchilov & Hutter 2019",
         .rule = {}});
}

}  // namespace thalweg
