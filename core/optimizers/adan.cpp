// Adan: Nesterov momentum in Adam by the change of the gradient, g − g′. The authors' rule weighs that change by the decay rate
// β₂; optax, whose β are decay rates too, weighs it by 1 − β₂.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

template <bool optax>
struct Adan {
    struct Hyper { double lr, beta1, beta2, beta3, eps, weight_decay, form; };  // the last one: no_prox, or eps_root in optax
    template <class T> struct Slots { T m{0.0}, w{0.0}, n{0.0}, g_prev{0.0}; };
    struct Clock {
        Power beta1_t, beta2_t, beta3_t;
        double m_scale, w_scale, n_scale;
        double compare;  // 0 in the first update, which has no gradient before it
    };

    static double weight(const Hyper& h) { return optax ? 1 - h.beta2 : h.beta2; }
    static void tick(const Hyper& h, int t, Clock& k) {
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.w_scale = debiased(1, k.beta2_t.at(h.beta2, t));
        k.n_scale = debiased(1, k.beta3_t.at(h.beta3, t));
        k.compare = t == 1 ? 0 : 1;
    }
    template <class T>
    static T denominator(const Hyper& h, const Clock& k, const Slots<T>& s) {
        return sqrt(s.n * k.n_scale + (optax ? h.form : 0)) + h.eps;
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T change = k.compare * (g - s.g_prev), ahead = g + weight(h) * change;
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.w = h.beta2 * s.w + (1 - h.beta2) * change;
        s.n = h.beta3 * s.n + (1 - h.beta3) * (ahead * ahead);
        s.g_prev = g;
        const T u = (k.m_scale * s.m + (weight(h) * k.w_scale) * s.w) / denominator(h, k, s);
        const bool proximal = !optax && h.form == 0;
        return (-(h.lr * u) - (h.lr * h.weight_decay) * theta) / (proximal ? 1 + h.lr * h.weight_decay : 1);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = k.m_scale * s.m;
        out[1] = k.w_scale * s.w;
        out[2] = sqrt(s.n * k.n_scale);
        out[3] = h.lr / denominator(h, k, s);
    }
};

template <bool optax>
OptimizerSpec adan_in(std::string_view id, std::string_view name, Parameter form, std::string_view formula, std::string_view convention) {
    const auto decay = [](std::string_view key, std::string_view symbol, std::string_view meaning, double value) {
        return Parameter{key, symbol, meaning, value, {0, 0.99999999}, Scale::one_minus_log, {0, 0.9999}};
    };
    return coordinatewise<Adan<optax>>(
        {.id = id,
         .name = name,
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), decay("beta1", "β₁", "decay rate of m", 0.98), decay("beta2", "β₂", "decay rate of w", 0.92),
                             decay("beta3", "β₃", "decay rate of n", 0.99), hyper::eps(), hyper::weight_decay(), form},
         .slots = {{"m", "m", "average of the gradients"}, {"w", "w", "average of their changes"}, {"n", "n", "average of the squared look-ahead gradients"}, {"g_prev", "g′", "former gradient"}},
         .derived = {{"m_hat", "m̂", "average of the gradients, corrected", "m"}, {"w_hat", "ŵ", "average of their changes, corrected", "w"},
                     {"sqrt_n_hat", "√n̂", "root of n, corrected"}, {"effective_rate", "α/(√n̂+ε)", "effective rate"}},
         .formula = formula,
         .convention = convention,
         .reference = "Xie et al. 2022, Algorithm 1",
         .rule = {}});
}

}  // namespace

OptimizerSpec adan() {
    return adan_in<false>("adan", "Adan", hyper::toggle("no_prox", "no prox", "decay as AdamW does instead of by a proximal step", false), R"(d = 0*g if t == 1
d = g - g_prev if t > 1
m = beta1*m + (1 - beta1)*g
w = beta2*w + (1 - beta2)*d
n = beta3*n + (1 - beta3)*(g + beta2*d)^2
g_prev = g
m_hat = m/(1 - beta1^t)
w_hat = w/(1 - beta2^t)
n_hat = n/(1 - beta3^t)
u = (m_hat + beta2*w_hat)/(sqrt(n_hat) + eps)
theta = (theta - lr*u)/(1 + lr*weight_decay) if no_prox == 0
theta = theta - lr*u - lr*weight_decay*theta if no_prox == 1)",
                          "The authors' code: β₂ weighs the change. The paper writes 1 − β for these decay rates, so its 1 − β₂ is β₂ here.");
}

OptimizerSpec adan_optax() {
    return adan_in<true>("adan_optax", "Adan (optax)", {"eps_root", "ε′", "added inside the root", 1e-8, {0, 10}, Scale::log, {1e-16, 1}, true}, R"(d = 0*g if t == 1
d = g - g_prev if t > 1
m = beta1*m + (1 - beta1)*g
w = beta2*w + (1 - beta2)*d
n = beta3*n + (1 - beta3)*(g + (1 - beta2)*d)^2
g_prev = g
m_hat = m/(1 - beta1^t)
w_hat = w/(1 - beta2^t)
n_hat = n/(1 - beta3^t)
u = (m_hat + (1 - beta2)*w_hat)/(sqrt(n_hat + eps_root) + eps)
theta = theta - lr*u - lr*weight_decay*theta)",
                         "optax adan: 1 − β₂ weighs the change, ε′ stands inside the root, decay as in AdamW.");
}

}  // namespace thalweg
