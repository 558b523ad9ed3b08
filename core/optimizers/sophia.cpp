// Sophia: momentum divided by the curvature, clipped where the curvature is small, negative or not to be trusted. In the plane
// the diagonal of the Hessian is exact; networks estimate it. Optax divides by the curvature of the refresh before, the paper by a fresh one.
#include <limits>

#include "core/numerics/power.hpp"
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

template <bool paper>
struct Sophia {
    struct Hyper { double lr, beta1, beta2, eps, gamma, clip_threshold, update_interval, weight_decay; };
    template <class V>
    struct Slots {
        V m, hessian;
        V curvature, diagonal, z;  // what the latest update divided by; the newest diagonal
    };
    static constexpr std::size_t shown = 2;
    struct Clock {
        Power beta1_t;
        double m_scale = 1;
    };

    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto g = oracle.gradient(theta);
        const bool refreshes = (t - 1) % static_cast<int>(h.update_interval) == 0;
        const auto refresh = [&] { s.hessian = h.beta2 * s.hessian + (1 - h.beta2) * s.diagonal; };
        if (refreshes) hessian_diagonal(oracle, theta, s.diagonal, s.z);
        if constexpr (!paper) k.m_scale = debiased(1, k.beta1_t.at(h.beta1, t));
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        if (paper && refreshes) refresh();
        s.curvature = (h.gamma * s.hessian).cwiseMax(h.eps);
        const auto u = ((k.m_scale * s.m).array() / s.curvature.array()).cwiseMax(-h.clip_threshold).cwiseMin(h.clip_threshold).matrix();
        theta -= h.lr * (u + h.weight_decay * theta);
        if (!paper && refreshes) refresh();
    }
    static void derive(const Hyper& h, const auto& s, const Clock& k, auto&& out) {
        out[0] = k.m_scale * s.m;
        out[1] = s.curvature;
        const auto clipped = [c = h.clip_threshold](double m) { return m != 0 ? c / abs(m) : std::numeric_limits<double>::infinity(); };
        out[2] = h.lr * s.curvature.cwiseInverse().cwiseMin((k.m_scale * s.m).unaryExpr(clipped));
    }
};

template <bool paper>
OptimizerSpec sophia_in(std::string_view id, std::string_view name, std::string_view formula, std::string_view convention) {
    return whole_vector<Sophia<paper>>(
        {.id = id,
         .name = name,
         .family = family::second_order,
         .hyperparameters = {hyper::lr(1e-2), hyper::beta1(0.965), hyper::beta2(0.99), hyper::eps(),
                             {"gamma", "γ", "weight of the curvature", 0.01, {0, 1e6}, Scale::log, {1e-4, 10}},
                             {"clip_threshold", "c", "longest step of a coordinate, in units of α", 1, {0, 1e6}, Scale::log, {1e-2, 100}},
                             {"update_interval", "k", "updates between two refreshes of the curvature", 10, {1, 1e6}, Scale::log_count, {1, 100}}, hyper::weight_decay(1e-4)},
         .slots = {{"m", "m", "first moment"}, {"hessian", "h", "average of the Hessian's diagonal"}},
         .derived = {{"m_hat", "m̂", paper ? "first moment, uncorrected as it is used" : "first moment, corrected", "m"}, {"curvature", "max(γh, ε)", "what m was divided by"},
                     {"effective_rate", "α·min(1/max(γh, ε), c/|m̂|)", "effective rate"}},
         .formula = formula,
         .convention = convention,
         .reference = "Liu et al. 2023, Algorithm 3",
         .in_networks = "Hutchinson's estimate z ∘ H·z of the diagonal from an exact product, signs drawn anew at every refresh as optax draws them; the paper draws normal numbers.",
         .rule = {}});
}

}  // namespace

OptimizerSpec sophia() {
    return sophia_in<false>("sophia", "Sophia", R"(m = beta1*m + (1 - beta1)*g
m_hat = m/(1 - beta1^t)
u = clip(m_hat/max(gamma*hessian, eps), clip_threshold)
H = hess(theta)
theta = theta - lr*u - lr*weight_decay*theta
hessian = beta2*hessian + (1 - beta2)*diag(H) if mod(t - 1, update_interval) == 0)",
                            "optax sophia with the exact diagonal: m corrected, h refreshed after its use, so the first step is one of signs.");
}

OptimizerSpec sophia_paper() {
    return sophia_in<true>("sophia_paper", "Sophia (paper)", R"(m = beta1*m + (1 - beta1)*g
H = hess(theta)
hessian = beta2*hessian + (1 - beta2)*diag(H) if mod(t - 1, update_interval) == 0
u = clip(m/max(gamma*hessian, eps), clip_threshold)
theta = theta - lr*u - lr*weight_decay*theta)",
                           "The paper with the exact diagonal and optax's defaults: m uncorrected, h refreshed before its use. optax does the contrary in both.");
}

}  // namespace thalweg
