// RAdam: Adam whose first steps, while v rests on too few gradients to be trusted, are plain momentum, and whose next ones are
// shortened by r. The length ρ of the average decides.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

template <bool optax>
struct Radam {
    struct Hyper { double lr, beta1, beta2, eps, threshold, weight_decay; };
    template <class T> struct Slots { T m{0.0}, v{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale = 0, v_scale = 0;  // 1/(1−β₁ᵗ) and 1/(1−β₂ᵗ)
        double rho = 0;                   // length of the average of v
        double r = 0;                     // rectification; 0 while ρ is too short
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        const double power = k.beta2_t.at(h.beta2, t), rho_inf = 2 / (1 - h.beta2) - 1;
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, power);
        k.rho = rho_inf - 2 * t * power / (1 - power);
        const bool enough = optax ? k.rho >= h.threshold : k.rho > h.threshold;
        k.r = enough ? sqrt((k.rho - 4) * (k.rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * k.rho)) : 0;
    }
    // PyTorch has ε beside the uncorrected √v, optax beside √v̂.
    template <class T>
    static T rate(const Hyper& h, const Clock& k, const Slots<T>& s) {
        if (k.r == 0) return T(h.lr);
        if constexpr (optax) return h.lr * k.r / (sqrt(s.v * k.v_scale) + h.eps);
        return h.lr * (k.r / sqrt(k.v_scale)) / (sqrt(s.v) + h.eps);
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.m = h.beta1 * s.m + (1 - h.beta1) * decayed;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (decayed * decayed);
        return -(k.m_scale * s.m) * rate(h, k, s);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v * k.v_scale);
        out[2] = T(k.rho);
        out[3] = T(k.r);
        out[4] = rate(h, k, s);
    }
};

template <bool optax>
OptimizerSpec radam_in(std::string_view id, std::string_view name, std::string_view formula, std::string_view convention) {
    return coordinatewise<Radam<optax>>(
        {.id = id,
         .name = name,
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(), hyper::eps(),
                             {"threshold", "ρ min", "length of the average from which on v is used", 5, {4.001, 1e6}, Scale::log, {4.001, 100}, true}, hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"},
                     {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"},
                     {.id = "rho", .symbol = "ρ", .meaning = "length of the average of v, in gradients", .shape = Shape::scalar},
                     {.id = "r", .symbol = "r", .meaning = "rectification of the rate; 0 while v is not used", .shape = Shape::scalar},
                     {"effective_rate", "α·r/(√v̂+ε)", "effective rate; α while v is not used"}},
         .formula = formula,
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .l2 = "weight_decay"},
         .convention = convention,
         .reference = "Liu et al. 2020, Algorithm 2 (which uses v from ρ > 4 on)",
         .rule = {}});
}

}  // namespace

OptimizerSpec radam() {
    return radam_in<false>("radam", "RAdam", R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t)
rho_inf = 2/(1 - beta2) - 1
rho = rho_inf - 2*t*beta2^t/(1 - beta2^t)
r = sqrt((rho - 4)*(rho - 2)*rho_inf/((rho_inf - 4)*(rho_inf - 2)*rho)) if rho > threshold
theta = theta - lr*r*sqrt(1 - beta2^t)*m_hat/(sqrt(v) + eps) if rho > threshold
theta = theta - lr*m_hat if rho <= threshold)",
                           "PyTorch RAdam: v counts where ρ > 5, and ε stands beside the uncorrected √v. optax: ρ ≥ 5, ε beside √v̂.");
}

OptimizerSpec radam_optax() {
    return radam_in<true>("radam_optax", "RAdam (optax)", R"(g = g + weight_decay*theta if weight_decay > 0
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
rho_inf = 2/(1 - beta2) - 1
rho = rho_inf - 2*t*beta2^t/(1 - beta2^t)
r = sqrt((rho - 4)*(rho - 2)*rho_inf/((rho_inf - 4)*(rho_inf - 2)*rho)) if rho >= threshold
theta = theta - lr*r*m_hat/(sqrt(v_hat) + eps) if rho >= threshold
theta = theta - lr*m_hat if rho < threshold)",
                          "optax radam: v counts where ρ ≥ 5, and ε stands beside √v̂; λ: add_decayed_weights before it. PyTorch: ρ > 5, ε beside √v.");
}

}  // namespace thalweg
