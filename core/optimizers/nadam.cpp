// NAdam: Nesterov momentum in Adam. PyTorch has a β₁ that warms up, with a slip in version 1.13 that is kept here under an id of
// its own; optax keeps β₁ constant.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

// Gradients pass the average and, once more, the Nesterov mix; with PyTorch's β₁ after its warm-up.
constexpr std::string_view filtered = "2*(1 + beta1)/((1 - beta1)*(1 + 2*beta1))";

template <bool torch113>
struct Nadam {
    struct Hyper { double lr, beta1, beta2, eps, momentum_decay, weight_decay; };
    template <class T> struct Slots { T m{0.0}, v{0.0}, mu_product{1.0}; };
    struct Clock {
        Power beta2_t, warm_up;                       // β₂ᵗ and 0.96^(ψt)
        double psi = -1, psi_base = 0;                // ψ and 0.96^ψ
        double mu_product = 1;                        // μ₁·μ₂⋯μₜ
        double m_scale = 0, g_scale = 0, v_scale = 0;
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        if (k.psi != h.momentum_decay) {
            k.psi = h.momentum_decay;
            k.psi_base = pow(0.96, k.psi);
        }
        const double warm = k.warm_up.at(k.psi_base, t);
        const double mu = h.beta1 * (1 - 0.5 * warm), next = h.beta1 * (1 - 0.5 * (warm * k.psi_base));
        k.mu_product *= mu;
        if (1 - k.mu_product == 1) k.mu_product = 0;  // as in Power: never denormal
        k.m_scale = debiased(next, k.mu_product * (torch113 ? mu * next : next));
        k.g_scale = debiased(1 - mu, k.mu_product);
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.m = h.beta1 * s.m + (1 - h.beta1) * decayed;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (decayed * decayed);
        s.mu_product = T(k.mu_product);
        return -(h.lr * (k.m_scale * s.m + k.g_scale * decayed)) / (sqrt(s.v * k.v_scale) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v * k.v_scale);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

template <bool torch113>
OptimizerSpec nadam_in(std::string_view id, std::string_view name, std::string_view formula, std::string_view convention) {
    return coordinatewise<Nadam<torch113>>(
        {.id = id,
         .name = name,
         .family = family::adam,
         .hyperparameters = {hyper::lr(2e-3), hyper::beta1(), hyper::beta2(), hyper::eps(),
                             {"momentum_decay", "ψ", "how fast the momentum warms up", 0.004, {0, 10}, Scale::log, {0, 1}, true},
                             hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}, {.id = "mu_product", .symbol = "P", .meaning = "product μ₁⋯μₜ", .shape = Shape::scalar}},
         .derived = {{"m_part", torch113 ? "μₜ₊₁·m/(1−P·μₜ·μₜ₊₁)" : "μₜ₊₁·m/(1−P·μₜ₊₁)", "momentum part of the direction"}, {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"},
                     {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = formula,
         .stability = {.limit = filtered, .l2 = "weight_decay"},
         .convention = convention,
         .reference = "Dozat 2016",
         .rule = {}});
}

struct NadamOptax {
    struct Hyper { double lr, beta1, beta2, eps; };
    template <class T> struct Slots { T m{0.0}, v{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale, g_scale, v_scale;
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        const double now = k.beta1_t.at(h.beta1, t);
        k.m_scale = debiased(h.beta1, now * h.beta1);
        k.g_scale = debiased(1 - h.beta1, now);
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T&, Slots<T>& s) {
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (g * g);
        return -(h.lr * (k.m_scale * s.m + k.g_scale * g)) / (sqrt(s.v * k.v_scale) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = sqrt(s.v * k.v_scale);
        out[2] = h.lr / (out[1] + h.eps);
    }
};

}  // namespace

OptimizerSpec nadam() {
    return nadam_in<false>("nadam", "NAdam", R"(g = g + weight_decay*theta if weight_decay > 0
mu_t = beta1*(1 - 0.5*0.96^(t*momentum_decay))
mu_next = beta1*(1 - 0.5*0.96^((t + 1)*momentum_decay))
mu_product = mu_product*mu_t
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_hat = v/(1 - beta2^t)
theta = theta - lr*(mu_next*m/(1 - mu_product*mu_next) + (1 - mu_t)*g/(1 - mu_product))/(sqrt(v_hat) + eps))",
                           "PyTorch NAdam, from 2.0 on and as documented. optax (nesterov=True) keeps β₁ constant.");
}

OptimizerSpec nadam_torch113() {
    return nadam_in<true>("nadam_torch113", "NAdam (PyTorch 1.13)", R"(g = g + weight_decay*theta if weight_decay > 0
mu_t = beta1*(1 - 0.5*0.96^(t*momentum_decay))
mu_next = beta1*(1 - 0.5*0.96^((t + 1)*momentum_decay))
mu_product = mu_product*mu_t
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_hat = v/(1 - beta2^t)
theta = theta - lr*(mu_next*m/(1 - mu_product*mu_t*mu_next) + (1 - mu_t)*g/(1 - mu_product))/(sqrt(v_hat) + eps))",
                          "PyTorch 1.13.1 as it runs: μₜ stands twice in the correction of m, against its documentation.");
}

OptimizerSpec nadam_optax() {
    return coordinatewise<NadamOptax>(
        {.id = "nadam_optax",
         .name = "NAdam (optax)",
         .family = family::adam,
         .hyperparameters = {hyper::lr(2e-3), hyper::beta1(), hyper::beta2(), hyper::eps()},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}},
         .derived = {{"m_part", "β₁·m/(1−β₁ᵗ⁺¹)", "momentum part of the direction"}, {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"}, {"effective_rate", "α/(√v̂+ε)", "effective rate"}},
         .formula = R"(m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_hat = v/(1 - beta2^t)
theta = theta - lr*(beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t))/(sqrt(v_hat) + eps))",
         .stability = {.limit = filtered},
         .convention = "optax nadam: constant β₁. PyTorch lets it warm up.",
         .reference = "Dozat 2016",
         .rule = {}});
}

}  // namespace thalweg
