// Yogi: v moves towards g² by an amount that g² alone decides, so that it cannot fall fast after a burst. Optax's form, in which
// both moments may start above 0 and are corrected all the same.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Yogi {
    struct Hyper { double lr, beta1, beta2, eps, initial_m, initial_v; };
    template <class T> struct Slots { T m{0.0}, v{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, v_scale;
    };

    template <class T>
    static void begin(const Hyper& h, const T&, Slots<T>& s) {
        s.m = T(h.initial_m);
        s.v = T(h.initial_v);
    }
    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T&, Slots<T>& s) {
        const T square = g * g;
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = s.v - (1 - h.beta2) * (sign(s.v - square) * square);
        return -((h.lr * k.m_scale) * s.m) / (sqrt(s.v * k.v_scale) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v * k.v_scale);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

}  // namespace

OptimizerSpec yogi() {
    return coordinatewise<Yogi>(
        {.id = "yogi",
         .name = "Yogi",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-2), hyper::beta1(), hyper::beta2(), hyper::eps(1e-3),
                             {"initial_m", "m₀", "where the first moment starts", 1e-6, {0, 1e6}, Scale::log, {0, 1}, true},
                             {"initial_v", "v₀", "where the second moment starts", 1e-6, {0, 1e6}, Scale::log, {0, 1}, true}},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"}, {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = R"(m = beta1*m + (1 - beta1)*g
v = v - (1 - beta2)*sign(v - g^2)*g^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
theta = theta - lr*m_hat/(sqrt(v_hat) + eps))",
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)"},
         .convention = "optax scale_by_yogi, whose initial_accumulator_value is both m₀ and v₀; corrected although they do not start at 0, so m₀ > 0 moves even a racer at rest.",
         .reference = "Zaheer et al. 2018, Algorithm 2",
         .rule = {}});
}

}  // namespace thalweg
