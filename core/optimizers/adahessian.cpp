// AdaHessian: Adam whose second moment is that of the curvature instead of the gradient. In the plane the diagonal of the
// Hessian is exact; networks estimate it.
#include "core/numerics/power.hpp"
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

struct AdaHessian {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, hessian_power; };
    template <class V>
    struct Slots { V m, v, diagonal, z; };
    static constexpr std::size_t shown = 2;
    struct Clock {
        Power beta1_t, beta2_t;
        double m_scale = 0, v_scale = 0;
    };

    static auto denominator(const Hyper& h, const auto& s, const Clock& k) {
        const auto power = [p = h.hessian_power](double d) { return p != 1 ? pow(d, p) : d; };
        return ((s.v * k.v_scale).cwiseSqrt().unaryExpr(power).array() + h.eps).matrix();
    }
    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto g = oracle.gradient(theta);
        hessian_diagonal(oracle, theta, s.diagonal, s.z);
        k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        s.v = h.beta2 * s.v + (1 - h.beta2) * s.diagonal.cwiseAbs2();
        theta -= h.lr * ((k.m_scale * s.m).cwiseQuotient(denominator(h, s, k)) + h.weight_decay * theta);
    }
    static void derive(const Hyper& h, const auto& s, const Clock& k, auto&& out) {
        out[0] = k.m_scale * s.m;
        out[1] = (s.v * k.v_scale).cwiseSqrt();
        out[2] = h.lr * denominator(h, s, k).cwiseInverse();
    }
};

}  // namespace

OptimizerSpec adahessian() {
    return whole_vector<AdaHessian>(
        {.id = "adahessian",
         .name = "AdaHessian",
         .family = family::second_order,
         .hyperparameters = {hyper::lr(0.15), hyper::beta1(), hyper::beta2(), hyper::eps(1e-4), hyper::weight_decay(),
                             {"hessian_power", "k", "power of the curvature: 1 is Newton-like, 0 is momentum alone", 1, {0, 1}, Scale::linear}},
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
         .in_networks = "Hutchinson's estimate z ∘ H·z of the diagonal, one draw of signs per update, from an exact product; no averaging over blocks of weights.",
         .rule = {}});
}

}  // namespace thalweg
