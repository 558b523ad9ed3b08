// AdEMAMix: Adam with a second, much slower average of the gradients, which is not corrected. Its weight and its decay rate
// may warm up, as they must where β₃ is near 1 from the start.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct AdEMAMix {
    struct Hyper { double lr, beta1, beta2, beta3, alpha, eps, weight_decay, alpha_warmup, beta3_warmup; };
    template <class T> struct Slots { T m{0.0}, m_slow{0.0}, v{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, v_scale;
        double a, beta3;  // of this update
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
        k.a = t < h.alpha_warmup ? h.alpha * (t / h.alpha_warmup) : h.alpha;
        k.beta3 = h.beta3;
        if (t < h.beta3_warmup) {  // from β₁, linearly in the half-life −1/log β
            const double done = t / h.beta3_warmup;
            k.beta3 = min(exp(1 / ((1 - done) / log(h.beta1) + done / log(h.beta3))), h.beta3);
        }
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.m_slow = k.beta3 * s.m_slow + (1 - k.beta3) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (g * g);
        return -((h.lr * h.weight_decay) * theta) - h.lr * (k.m_scale * s.m + k.a * s.m_slow) / (sqrt(s.v * k.v_scale) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = k.a * s.m_slow;
        out[2] = sqrt(s.v * k.v_scale);
        out[3] = h.lr / (out[2] + h.eps);
    }
};

}  // namespace

OptimizerSpec ademamix() {
    return coordinatewise<AdEMAMix>(
        {.id = "ademamix",
         .name = "AdEMAMix",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(),
                             {"beta3", "β₃", "decay rate of the slow average", 0.9999, {0, 0.99999999}, Scale::one_minus_log, {0, 0.999999}},
                             {"alpha", "a", "weight of the slow average", 5, {0, 1e4}, Scale::linear, {0, 20}}, hyper::eps(), hyper::weight_decay(),
                             {"alpha_warmup", "T a", "updates over which a grows from 0; 0 is at once", 0, {0, 1e9}, Scale::count, {0, 1000}, true},
                             {"beta3_warmup", "T β₃", "updates over which β₃ grows from β₁; 0 is at once", 0, {0, 1e9}, Scale::count, {0, 1000}, true}},
         .slots = {{"m", "m₁", "fast average of the gradients"}, {"m_slow", "m₂", "slow average of the gradients"}, {"v", "v", "second moment"}},
         .derived = {{"m_hat", "m̂₁", "fast average, corrected", "m"}, {"slow_part", "aₜ·m₂", "slow part of the direction", "m_slow"},
                     {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"}, {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = R"(a_t = alpha*min(t/alpha_warmup, 1) if alpha_warmup > 0
a_t = alpha if alpha_warmup == 0
beta_t = beta3 if t >= beta3_warmup
beta_t = min(exp(1/((1 - t/beta3_warmup)/log(beta1) + t/beta3_warmup/log(beta3))), beta3) if t < beta3_warmup
m = beta1*m + (1 - beta1)*g
m_slow = beta_t*m_slow + (1 - beta_t)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
theta = theta - lr*(m_hat + a_t*m_slow)/(sqrt(v_hat) + eps) - lr*weight_decay*theta)",
         .convention = "The authors' rule; optax ademamix with constant a and β₃, whose default a of 5 this is. The schedules are the paper's: a linear, β₃ linear in its half-life from β₁ on.",
         .reference = "Pagliardini, Ablin & Grangier 2024, Algorithm 1 and its schedulers",
         .rule = {}});
}

}  // namespace thalweg
