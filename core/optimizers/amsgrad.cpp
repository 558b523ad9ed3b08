// AMSGrad: the denominator never shrinks. Three conventions differ in what the maximum is taken of: PyTorch takes that of v and
// corrects it afterwards, optax takes that of v̂, the paper corrects nothing.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

enum class Convention { pytorch, optax, paper };

template <Convention convention>
struct Amsgrad {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay; };
    template <class T> struct Slots { T m{0.0}, v{0.0}, v_max{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale = 1, before_max = 1, after_max = 1;  // corrections of m, of what enters the maximum, of the maximum
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        if constexpr (convention == Convention::paper) return;
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        (convention == Convention::optax ? k.before_max : k.after_max) = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.m = h.beta1 * s.m + (1 - h.beta1) * decayed;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (decayed * decayed);
        s.v_max = max(s.v_max, s.v * k.before_max);
        return -((h.lr * k.m_scale) * s.m) / (sqrt(s.v_max * k.after_max) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v_max * k.after_max);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

template <Convention convention>
OptimizerSpec amsgrad_in(std::string_view id, std::string_view name, std::string_view formula, std::string_view note) {
    const bool corrects = convention != Convention::paper;
    return coordinatewise<Amsgrad<convention>>(
        {.id = id,
         .name = name,
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(), hyper::eps(), hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}, {"v_max", "v max", "largest second moment so far"}},
         .derived = {{"m_hat", "m̂", corrects ? "first moment, corrected" : "first moment, uncorrected as it is used", "m"},
                     {"sqrt_v_hat", "√v̂ max", corrects ? "root of the largest v, corrected" : "root of the largest v, uncorrected as it is used"},
                     {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = formula,
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .l2 = "weight_decay"},
         .convention = note,
         .reference = "Reddi, Kale & Kumar 2018, Algorithm 2",
         .rule = {}});
}

}  // namespace

OptimizerSpec amsgrad() {
    return amsgrad_in<Convention::pytorch>("amsgrad", "AMSGrad", R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_max = max(v_max, v)
m_hat = m/(1 - beta1^t)
v_hat = v_max/(1 - beta2^t)
theta = theta - lr*m_hat/(sqrt(v_hat) + eps))",
                                           "PyTorch Adam(amsgrad=True): the largest uncorrected v. optax takes the largest corrected v̂; the paper corrects nothing.");
}

OptimizerSpec amsgrad_optax() {
    return amsgrad_in<Convention::optax>("amsgrad_optax", "AMSGrad (optax)", R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
v_max = max(v_max, v_hat)
theta = theta - lr*m_hat/(sqrt(v_max) + eps))",
                                         "optax amsgrad: the largest corrected v̂. The first v̂ is the whole g², so a steep start slows the run for good. λ: add_decayed_weights before it.");
}

OptimizerSpec amsgrad_paper() {
    return amsgrad_in<Convention::paper>("amsgrad_paper", "AMSGrad (paper)", R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_max = max(v_max, v)
theta = theta - lr*m/(sqrt(v_max) + eps))",
                                         "The paper: no correction. It has no ε either; here ε keeps the denominator from 0 and may be set to 0.");
}

}  // namespace thalweg
