// Adam as one tutorial misprints it: both corrected moments are subtracted, instead of one divided by the root of the other.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct AdamMisprint {
    struct Hyper { double lr, beta1, beta2, eps; };
    template <class T> struct Slots { T m{0.0}, v{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, v_scale;
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T&, Slots<T>& s) {
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (g * g);
        return -((h.lr * k.m_scale) * s.m) - (h.lr * k.v_scale) * s.v;
    }
    template <class T>
    static void derive(const Hyper&, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = k.v_scale * s.v;
    }
};

}  // namespace

OptimizerSpec adam_misprint() {
    return coordinatewise<AdamMisprint>(
        {.id = "adam_misprint",
         .name = "Adam, misprinted",
         .family = family::adam_forms,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(),
                             {"eps", "ε", "has no effect: the misprint lost it", 1e-8, {0, 10}, Scale::log, {1e-16, 1}}},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"v_hat", "v̂", "second moment, corrected", "v"}},
         .formula = R"(m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
theta = theta - lr*m_hat
theta = theta - lr*v_hat)",
         .convention = "No library: a misprint found in a tutorial.",
         .reference = "Compare adam.",
         .warning = "This is not Adam. It subtracts the second moment instead of dividing by its root, which pushes towards −∞ whatever the slope, and usually diverges.",
         .rule = {}});
}

}  // namespace thalweg
