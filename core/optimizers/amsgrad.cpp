// AMSGrad in PyTorch's convention: the maximum is taken of the uncorrected v and corrected afterwards.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Amsgrad {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay; };
    template <class T> struct Slots { T m{0.0}, v{0.0}, v_max{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, v_scale;
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = 1 / (1 - k.beta1_t.at(h.beta1, t));
        k.v_scale = 1 / (1 - k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = g + h.weight_decay * theta;
        s.m = h.beta1 * s.m + (1 - h.beta1) * decayed;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (decayed * decayed);
        s.v_max = max(s.v_max, s.v);
        return -((h.lr * k.m_scale) * s.m) / (sqrt(s.v_max * k.v_scale) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v_max * k.v_scale);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

}  // namespace

OptimizerSpec amsgrad() {
    return coordinatewise<Amsgrad>(
        {.id = "amsgrad",
         .name = "AMSGrad",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(), hyper::eps(), hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}, {"v_max", "v max", "largest second moment so far"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_v_hat", "√v̂ max", "root of the largest v, corrected"}, {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_max = max(v_max, v)
m_hat = m/(1 - beta1^t)
v_hat = v_max/(1 - beta2^t)
theta = theta - lr*m_hat/(sqrt(v_hat) + eps))",
         .convention = "PyTorch Adam(amsgrad=True): the largest uncorrected v. optax takes the largest corrected v̂; the paper corrects nothing.",
         .reference = "Reddi, Kale & Kumar 2018",
         .rule = {}});
}

}  // namespace thalweg
