// Prodigy: D-adaptation with weights that grow as d does, so that the estimate of the distance rises faster. Adam's moments are
// of d·g, so that they stay comparable while d grows.
#include "core/numerics/power.hpp"
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

struct Prodigy {
    struct Hyper { double lr, beta1, beta2, beta3, eps, d0, d_coef, weight_decay, use_bias_correction, safeguard_warmup; };
    template <class V>
    struct Slots {
        V m, v, s;
        Number<V> r, d;
        V start;
    };
    static constexpr std::size_t shown = 5;
    struct Clock {
        Power beta1_t, beta2_t;
        double rate = 0;  // δ of the latest update, with the d of before
    };

    static void begin(const Hyper& h, const auto& theta, auto& s, Clock&) {
        s.d = h.d0;
        s.start = theta;
    }
    static auto denominator(const Hyper& h, const auto& s) { return (s.v.cwiseSqrt().array() + s.d * h.eps).matrix(); }
    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto g = oracle.gradient(theta);
        const double d = s.d, correction = h.use_bias_correction != 0 ? debiased(sqrt(1 - k.beta2_t.at(h.beta2, t)), k.beta1_t.at(h.beta1, t)) : 1;
        k.rate = d * h.lr * correction;
        const double weight = d / h.d0;
        s.r = h.beta3 * s.r + weight * k.rate * g.dot(s.start - theta);
        s.m = h.beta1 * s.m + ((1 - h.beta1) * d) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (d * g).cwiseAbs2();
        s.s = h.beta3 * s.s + (weight * (h.safeguard_warmup != 0 ? d : k.rate)) * g;
        if (const double size = s.s.cwiseAbs().sum(); size > 0) s.d = max(h.d_coef * s.r / size, d);
        theta -= k.rate * s.m.cwiseQuotient(denominator(h, s)) + (k.rate * h.weight_decay) * theta;
    }
    static void derive(const Hyper& h, const auto& s, const Clock& k, auto&& out) {
        out[0] = s.v.cwiseSqrt();
        out[1] = k.rate * denominator(h, s).cwiseInverse();
    }
};

}  // namespace

OptimizerSpec prodigy() {
    return whole_vector<Prodigy>(
        {.id = "prodigy",
         .name = "Prodigy",
         .family = family::tuning_free,
         .hyperparameters = {hyper::lr(1, {1e-2, 10}), hyper::beta1(), hyper::beta2(),
                             {"beta3", "β₃", "decay rate of the sums behind d; by custom √β₂", 0.999499874937461, {0, 0.99999999}, Scale::one_minus_log, {0, 0.999999}, true}, hyper::eps(),
                             {"d0", "d₀", "first estimate of the distance", 1e-6, {1e-12, 1e6}, Scale::log, {1e-8, 1}},
                             {"d_coef", "c", "factor of the estimate", 1, {0, 1e3}, Scale::log, {1e-2, 10}}, hyper::weight_decay(),
                             hyper::toggle("use_bias_correction", "correct", "scale the rate by √(1 − β₂ᵗ)/(1 − β₁ᵗ)", true),
                             hyper::toggle("safeguard_warmup", "safeguard", "keep the rate out of the sum s, so that a warm-up does not inflate d", false)},
         .slots = {{"m", "m", "average of d·g"}, {"v", "v", "second moment of d·g"}, {"s", "s", "weighted sum of the gradients"},
                   {.id = "r", .symbol = "r", .meaning = "numerator of the estimate", .shape = Shape::scalar}, {.id = "d", .symbol = "d", .meaning = "estimate of the distance", .shape = Shape::scalar}},
         .derived = {{"sqrt_v", "√v", "root of the second moment of d·g"}, {"effective_rate", "δ/(√v+d·ε)", "effective rate of d·g"}},
         .formula = R"(delta = d*lr if use_bias_correction == 0
delta = d*lr*sqrt(1 - beta2^t)/(1 - beta1^t) if use_bias_correction == 1
r = beta3*r + d/d0*delta*dot(g, theta0 - theta)
m = beta1*m + (1 - beta1)*d*g
v = beta2*v + (1 - beta2)*(d*g)^2
s = beta3*s + d/d0*delta*g if safeguard_warmup == 0
s = beta3*s + d/d0*d*g if safeguard_warmup == 1
d = max(d, d_coef*r/norm1(s)) if norm1(s) > 0
theta = theta - delta*m/(sqrt(v) + d*eps) - delta*weight_decay*theta)",
         .convention = "The authors' code, where the correction is off by default, and optax prodigy, where it is always on. δ keeps the d of before.",
         .reference = "Mishchenko & Defazio 2023",
         .rule = {}});
}

}  // namespace thalweg
