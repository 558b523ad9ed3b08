// AdaHessian: Adam whose second moment is that of the curvature instead of the gradient. The diagonal of the Hessian is exact here.
#include "core/numerics/power.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

struct AdaHessian {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, hessian_power; };
    struct Slots { Point m = Point::Zero(), v = Point::Zero(); };
    struct Memory {
        Power beta1_t, beta2_t;
        double m_scale = 0, v_scale = 0;
    };

    static Point denominator(const Hyper& h, const Slots& s, const Memory& k) {
        Point d = (s.v * k.v_scale).cwiseSqrt();
        if (h.hessian_power != 1) d = {pow(d.x(), h.hessian_power), pow(d.y(), h.hessian_power)};
        return d.array() + h.eps;
    }
    static void update(const Hyper& h, int t, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        const Point g = oracle.gradient(theta), diagonal = oracle.hessian(theta).diagonal();
        k.m_scale = 1 / (1 - k.beta1_t.at(h.beta1, t));
        k.v_scale = 1 / (1 - k.beta2_t.at(h.beta2, t));
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * diagonal.cwiseAbs2();
        theta -= h.lr * ((k.m_scale * s.m).cwiseQuotient(denominator(h, s, k)) + h.weight_decay * theta);
    }
    static void derive(const Hyper& h, const Slots& s, const Memory& k, Point* out) {
        out[0] = k.m_scale * s.m;
        out[1] = (s.v * k.v_scale).cwiseSqrt();
        out[2] = h.lr * denominator(h, s, k).cwiseInverse();
    }
};

}  // namespace

OptimizerSpec adahessian() {
    return stepper<AdaHessian>(
        {.id = "adahessian",
         .name = "AdaHessian",
         .family = family::second_order,
         .hyperparameters = {hyper::lr(0.15), hyper::beta1(), hyper::beta2(), hyper::eps(1e-4), hyper::weight_decay(),
                             {"hessian_power", "k", "power of the curvature: 1 is Newton-like, ½ closer to Adam", 1, {0, 1}, Scale::linear}},
         .slots = {{"m", "m", "first moment"}, {"v", "v", "average of the squared diagonal of the Hessian"}},
         .derived = {{"m_hat", "m̂", "first moment, corrected", "m"}, {"sqrt_v_hat", "√v̂", "root of v, corrected: a mean size of the curvature"}, {"effective_rate", "α/(√v̂^k+ε)", "effective rate"}},
         .formula = R"(H = hess(theta)
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*diag(H)^2
m_hat = m/(1 - beta1^t)
v_hat = v/(1 - beta2^t)
theta = theta - lr*m_hat/(sqrt(v_hat)^hessian_power + eps) - lr*weight_decay*theta)",
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .decay = "weight_decay*(1 + beta1)/(1 - beta1)"},
         .convention = "The authors' rule with the exact diagonal instead of Hutchinson's estimate and without averaging over blocks of weights; decay as in AdamW.",
         .reference = "Yao et al. 2021, Algorithm 1",
         .rule = {}});
}

}  // namespace thalweg
