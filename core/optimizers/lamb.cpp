// Layer-wise rates: the step is as long, in proportion, as θ itself. LARS scales the gradient so and then sums it up as momentum
// does; LAMB scales Adam's direction. In the plane there is one layer: θ. In a network every
// weight matrix and every vector of biases is one.
#include "core/numerics/power.hpp"
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

// ‖θ‖/‖u‖, or 1 where either is 0.
double trust_ratio(const auto& theta, const auto& u, double coefficient = 1, double eps = 0) {
    const double size = theta.norm(), length = u.norm();
    return size > 0 && length > 0 ? coefficient * size / (length + eps) : 1;
}

struct Lamb {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay; };
    template <class V>
    struct Slots { V m, v, trust, u; };  // trust: of a coordinate's layer
    static constexpr std::size_t shown = 3;
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale = 0, v_scale = 0;
    };

    static auto root(const auto& s, const Clock& k) { return (s.v * k.v_scale).cwiseSqrt(); }
    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto g = oracle.gradient(theta);
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * g.cwiseAbs2();
        s.u = (k.m_scale * s.m).array() / (root(s, k).array() + h.eps) + h.weight_decay * theta.array();
        for (const Tensor& layer : layers(oracle)) layer_of(s.trust, layer).setConstant(trust_ratio(layer_of(theta, layer), layer_of(s.u, layer)));
        theta -= (h.lr * s.trust).cwiseProduct(s.u);
    }
    static void derive(const Hyper& h, const auto& s, const Clock& k, auto&& out) {
        out[0] = k.m_scale * s.m;
        out[1] = root(s, k);
        out[2] = (h.lr * s.trust.array() / (root(s, k).array() + h.eps)).matrix();
    }
};

struct Lars {
    struct Hyper { double lr, momentum, trust_coefficient, eps, weight_decay, nesterov; };
    template <class V>
    struct Slots { V b, trust, u; };
    static constexpr std::size_t shown = 2;
    using Clock = NoClock;

    static void update(const Hyper& h, int, auto& oracle, auto& theta, auto& s, Clock&) {
        s.u = oracle.gradient(theta) + h.weight_decay * theta;
        for (const Tensor& layer : layers(oracle)) layer_of(s.trust, layer).setConstant(trust_ratio(layer_of(theta, layer), layer_of(s.u, layer), h.trust_coefficient, h.eps));
        s.u = (h.lr * s.trust).cwiseProduct(s.u);
        s.b = h.momentum * s.b + s.u;
        if (h.nesterov != 0) theta -= s.u + h.momentum * s.b;
        else theta -= s.b;
    }
    static void derive(const Hyper& h, const auto& s, const Clock&, auto&& out) { out[0] = h.lr * s.trust; }
};

}  // namespace

OptimizerSpec lamb() {
    return whole_vector<Lamb>(
        {.id = "lamb",
         .name = "LAMB",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-2), hyper::beta1(), hyper::beta2(), hyper::eps(1e-6), hyper::weight_decay()},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "second moment"}, {.id = "trust", .symbol = "ρ", .meaning = "trust ratio ‖θ‖/‖u‖", .shape = Shape::scalar}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_v_hat", "√v̂", "root of the second moment, corrected"}, {"effective_rate", "α·ρ/(√v̂+ε)", "effective rate"}},
         .formula = R"(m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
u = m_hat/(sqrt(v_hat) + eps) + weight_decay*theta
trust = norm(theta)/norm(u) if min(norm(theta), norm(u)) > 0
trust = 1 if min(norm(theta), norm(u)) == 0
theta = theta - lr*trust*u)",
         .convention = "optax lamb: both moments corrected, trust ratio without bounds. The step's length is α·‖θ‖, so it vanishes towards θ = 0 and depends on where the origin is.",
         .reference = "You et al. 2020, Algorithm 2",
         .in_networks = "One trust ratio per tensor, biases among them.",
         .rule = {}});
}

OptimizerSpec lars() {
    return whole_vector<Lars>(
        {.id = "lars",
         .name = "LARS",
         .family = family::momentum,
         .hyperparameters = {hyper::lr(1, {1e-3, 100}), hyper::momentum(), {"trust_coefficient", "η", "length of a step in proportion to θ", 1e-3, {0, 100}, Scale::log, {1e-5, 1}},
                             {"eps", "ε", "added to the length of the gradient", 0, {0, 10}, Scale::log, {0, 1}, true}, hyper::weight_decay(),
                             hyper::toggle("nesterov", "Nesterov", "apply the buffer once more", false)},
         .slots = {{"b", "b", "momentum buffer of the scaled gradient"}, {.id = "trust", .symbol = "ρ", .meaning = "trust ratio η·‖θ‖/‖u‖", .shape = Shape::scalar}},
         .derived = {{"effective_rate", "α·ρ", "effective rate"}},
         .formula = R"(u = g + weight_decay*theta
trust = trust_coefficient*norm(theta)/(norm(u) + eps) if min(norm(theta), norm(u)) > 0
trust = 1 if min(norm(theta), norm(u)) == 0
b = momentum*b + lr*trust*u
theta = theta - b if nesterov == 0
theta = theta - lr*trust*u - momentum*b if nesterov == 1)",
         .convention = "optax lars: α enters the buffer, so a schedule acts through it. The paper adds λ‖θ‖ to ‖g‖ where this takes the length of g + λθ.",
         .reference = "You, Gitman & Ginsburg 2017, Algorithm 1",
         .in_networks = "One trust ratio per tensor, biases among them.",
         .rule = {}});
}

}  // namespace thalweg
