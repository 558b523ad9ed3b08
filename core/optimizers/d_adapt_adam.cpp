// D-adaptation in Adam: the rate is an estimate d of the distance to the minimum, which starts tiny and only grows. Whole vectors
// enter it, so it is no coordinate-wise rule.
#include "core/numerics/power.hpp"
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

struct DAdaptAdam {
    struct Hyper { double lr, beta1, beta2, eps, d0, weight_decay, use_bias_correction; };
    template <class V>
    struct Slots {
        V m, v, s;
        Number<V> r, d;
    };
    struct Clock { Power beta1_t, beta2_t; };

    static auto denominator(const Hyper& h, const auto& s) { return (s.v.cwiseSqrt().array() + h.eps).matrix(); }
    static void begin(const Hyper& h, const auto&, auto& s, Clock&) { s.d = h.d0; }
    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto g = oracle.gradient(theta);
        const double correction = h.use_bias_correction != 0 ? debiased(sqrt(1 - k.beta2_t.at(h.beta2, t)), k.beta1_t.at(h.beta1, t)) : 1;
        const double rate = s.d * h.lr * correction, keep = sqrt(h.beta2);
        const double r = keep * s.r + (1 - keep) * rate * g.dot(s.s.cwiseQuotient(denominator(h, s)));  // with s and v of before
        s.m = h.beta1 * s.m + ((1 - h.beta1) * rate) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * g.cwiseAbs2();
        s.s = keep * s.s + ((1 - keep) * rate) * g;
        s.r = r;
        if (const double size = (1 - keep) * s.s.cwiseAbs().sum(); size > 0) s.d = max(r / size, s.d);
        theta -= s.m.cwiseQuotient(denominator(h, s)) + (h.weight_decay * rate) * theta;
    }
    static void derive(const Hyper& h, const auto& s, const Clock&, auto&& out) {
        out[0] = s.v.cwiseSqrt();
        out[1] = ((h.lr * s.d) / denominator(h, s).array()).matrix();
    }
};

}  // namespace

OptimizerSpec d_adapt_adam() {
    return whole_vector<DAdaptAdam>(
        {.id = "d_adapt_adam",
         .name = "D-Adapt Adam",
         .family = family::tuning_free,
         .hyperparameters = {hyper::lr(1, {1e-2, 10}), hyper::beta1(), hyper::beta2(), hyper::eps(), {"d0", "d₀", "first estimate of the distance", 1e-6, {1e-12, 1e6}, Scale::log, {1e-8, 1}},
                             hyper::weight_decay(), hyper::toggle("use_bias_correction", "correct", "scale the rate by √(1 − β₂ᵗ)/(1 − β₁ᵗ)", true)},
         .slots = {{"m", "m", "average of the gradients times their rates"}, {"v", "v", "second moment"}, {"s", "s", "sum of the gradients times their rates, decaying"},
                   {.id = "r", .symbol = "r", .meaning = "numerator of the estimate", .shape = Shape::scalar}, {.id = "d", .symbol = "d", .meaning = "estimate of the distance", .shape = Shape::scalar}},
         .derived = {{"sqrt_v", "√v", "root of the second moment"}, {"effective_rate", "α·d/(√v+ε)", "effective rate, uncorrected; about that of the next step"}},
         .formula = R"(rate = d*lr if use_bias_correction == 0
rate = d*lr*sqrt(1 - beta2^t)/(1 - beta1^t) if use_bias_correction == 1
r = sqrt(beta2)*r + (1 - sqrt(beta2))*rate*dot(g, s/(sqrt(v) + eps))
m = beta1*m + (1 - beta1)*rate*g
v = beta2*v + (1 - beta2)*g^2
s = sqrt(beta2)*s + (1 - sqrt(beta2))*rate*g
d = max(d, r/((1 - sqrt(beta2))*norm1(s))) if norm1(s) > 0
theta = theta - m/(sqrt(v) + eps) - weight_decay*rate*theta)",
         .convention = "optax dadapt_adamw, which always corrects; the authors' DAdaptAdam corrects on demand and may bound the growth of d. Decay as in AdamW; theirs is L2 unless asked otherwise.",
         .reference = "Defazio & Mishchenko 2023",
         .rule = {}});
}

}  // namespace thalweg
