// Adam. Kingma & Ba (2015), Algorithm 1, with ε outside the root as PyTorch has it. The switches turn it into the forms
// that papers, libraries and tutorials also call Adam; each well-known form has an id of its own.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Adam {
    struct Hyper {
        double lr, beta1, beta2, eps, weight_decay;
        double bias_correction_m, bias_correction_v, eps_inside_sqrt, eps_hat, reset_every, reset_t;
    };
    template <class T> struct Slots { T m{0.0}, v{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double keep_m, keep_v;            // β₁ and β₂, or 0 in the update that forgets both moments
        double m_scale, v_scale;          // 1/(1−β₁ᵗ) and 1/(1−β₂ᵗ), or 1 where the correction is off
        double eps_inside, eps_outside;   // where ε goes
    };

    // The switches of the corrections and of ε are 0 or 1 and multiply, which is exact.
    static void tick(const Hyper& h, int t, Clock& k) {
        k.keep_m = h.beta1;
        k.keep_v = h.beta2;
        if (const int every = static_cast<int>(h.reset_every); every > 0) {
            if ((t - 1) % every == 0) {
                k.keep_m = k.keep_v = 0;
                if (h.reset_t != 0) k.beta1_t = k.beta2_t = Power{};
            }
            if (h.reset_t != 0) t = (t - 1) % every + 1;
        }
        k.m_scale = debiased(1, h.bias_correction_m * k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, h.bias_correction_v * k.beta2_t.at(h.beta2, t));
        k.eps_inside = h.eps_inside_sqrt * h.eps;
        k.eps_outside = h.eps - k.eps_inside;
        if (h.eps_hat != 0) k.eps_outside *= sqrt(k.v_scale);
    }
    template <class T>
    static T denominator(const Clock& k, const Slots<T>& s) { return sqrt(s.v * k.v_scale + k.eps_inside) + k.eps_outside; }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.m = k.keep_m * s.m + (1 - h.beta1) * decayed;
        s.v = k.keep_v * s.v + (1 - h.beta2) * (decayed * decayed);
        return -((h.lr * k.m_scale) * s.m) / denominator(k, s);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v);
        out[2] = sqrt(s.v * k.v_scale);
        out[3] = h.lr / denominator(k, s);
    }
};

}  // namespace

OptimizerSpec adam() {
    return coordinatewise<Adam>(
        {.id = "adam",
         .name = "Adam",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(), hyper::eps(), hyper::weight_decay(),
                             hyper::toggle("bias_correction_m", "correct m", "divide m by 1 − β₁ᵗ", true),
                             hyper::toggle("bias_correction_v", "correct v", "divide v by 1 − β₂ᵗ", true),
                             hyper::toggle("eps_inside_sqrt", "ε in √", "√(v̂ + ε) instead of √v̂ + ε", false),
                             hyper::toggle("eps_hat", "ε̂", "ε beside the uncorrected √v, as in the paper's efficient form", false),
                             {"reset_every", "reset k", "forget m and v every k steps; 0 is never", 0, {0, 1e9}, Scale::count, {0, 200}, true},
                             hyper::toggle("reset_t", "reset t", "the bias corrections start anew with each reset", true)},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_v", "√v", "root of the second moment"},
                     {"sqrt_v_hat", "√v̂", "root of the second moment, corrected", "sqrt_v"}, {"effective_rate", "α/(√v̂+ε)", "effective rate: α over the denominator, wherever ε stands"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
m = 0*m if reset_every > 0 and mod(t - 1, reset_every) == 0
v = 0*v if reset_every > 0 and mod(t - 1, reset_every) == 0
t = mod(t - 1, reset_every) + 1 if reset_every > 0 and reset_t == 1
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t) if bias_correction_m == 1
m_hat = m if bias_correction_m == 0
v_hat = v/(1 - beta2^t) if bias_correction_v == 1
v_hat = v if bias_correction_v == 0
theta = theta - lr*m_hat/(sqrt(v_hat) + eps) if eps_inside_sqrt == 0 and eps_hat*bias_correction_v == 0
theta = theta - lr*m_hat/sqrt(v_hat + eps) if eps_inside_sqrt == 1
theta = theta - lr*sqrt(1 - beta2^t)*m_hat/(sqrt(v) + eps) if eps_inside_sqrt == 0 and eps_hat*bias_correction_v == 1)",
         // Cohen et al. 2022, Adaptive gradient methods at the edge of stability: 38/α for the usual β₁.
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .l2 = "weight_decay"},
         .convention = "PyTorch Adam, optax adam: ε outside the root. Weight decay is L2, through the gradient: in optax add_decayed_weights before the rule.",
         .reference = "Kingma & Ba 2015, Algorithm 1",
         .rule = {}});
}

OptimizerSpec adam_l2() {
    return variant(adam(), "adam_l2", "Adam + L2", {{"weight_decay", 0.01}}, "PyTorch Adam(weight_decay=…): the decay passes through both moments. AdamW keeps it out.");
}

OptimizerSpec adam_bc_v_only() {
    return variant(adam(), "adam_bc_v_only", "Adam, m uncorrected", {{"bias_correction_m", 0}}, "Only v is corrected: θ ← θ − α·m/(√v̂ + ε). The first steps are too short by 1 − β₁ᵗ.", family::adam_forms);
}

OptimizerSpec adam_no_bias_correction() {
    return variant(adam(), "adam_no_bias_correction", "Adam, uncorrected", {{"bias_correction_m", 0}, {"bias_correction_v", 0}},
                   "No correction: θ ← θ − α·m/(√v + ε). With the usual β the first steps are too long, by (1−β₁)/√(1−β₂).", family::adam_forms);
}

OptimizerSpec adam_eps_inside_sqrt() {
    return variant(adam(), "adam_eps_inside_sqrt", "Adam, ε inside √", {{"eps_inside_sqrt", 1}}, "θ ← θ − α·m̂/√(v̂ + ε), optax's eps_root with its eps at 0", family::adam_forms);
}

OptimizerSpec adam_eps_hat() {
    return variant(adam(), "adam_eps_hat", "Adam, ε̂", {{"eps_hat", 1}},
                   "The paper's efficient form, used by TensorFlow: θ ← θ − α·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε); ε is not corrected.", family::adam_forms);
}

OptimizerSpec adam_epoch_reset() {
    OptimizerSpec resetting = variant(adam(), "adam_epoch_reset", "Adam, moments reset", {{"reset_every", 10}},
                                      "m and v are forgotten every k steps, as in programs that create the optimizer anew in each epoch.", family::adam_forms);
    resetting.stability = {};  // an average that is cut short filters less
    return resetting;
}

}  // namespace thalweg
