// Sophia: momentum divided by the curvature, clipped where the curvature is small, negative or not to be trusted. The diagonal of
// the Hessian is exact here; networks estimate it. Optax divides by the curvature of the refresh before, the paper by a fresh one.
#include <limits>

#include "core/numerics/power.hpp"
#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

template <bool paper>
struct Sophia {
    struct Hyper { double lr, beta1, beta2, eps, gamma, clip_threshold, update_interval, weight_decay; };
    struct Slots { Point m = Point::Zero(), hessian = Point::Zero(); };
    struct Memory {
        Power beta1_t;
        double m_scale = 1;
        Point curvature = Point::Zero();  // what the latest update divided by
    };

    static void update(const Hyper& h, int t, Oracle& oracle, Point& theta, Slots& s, Memory& k) {
        const Point g = oracle.gradient(theta), before = theta;
        const auto refresh = [&] {
            if ((t - 1) % static_cast<int>(h.update_interval) == 0) s.hessian = h.beta2 * s.hessian + (1 - h.beta2) * oracle.hessian(before).diagonal();
        };
        if constexpr (!paper) k.m_scale = 1 / (1 - k.beta1_t.at(h.beta1, t));
        s.m = h.beta1 * s.m + (1 - h.beta1) * g;
        if constexpr (paper) refresh();
        k.curvature = (h.gamma * s.hessian).cwiseMax(h.eps);
        const Point u = ((k.m_scale * s.m).array() / k.curvature.array()).cwiseMax(-h.clip_threshold).cwiseMin(h.clip_threshold);
        theta -= h.lr * (u + h.weight_decay * theta);
        if constexpr (!paper) refresh();
    }
    static void derive(const Hyper& h, const Slots& s, const Memory& k, Point* out) {
        out[0] = k.m_scale * s.m;
        out[1] = k.curvature;
        for (int c = 0; c < 2; ++c) out[2][c] = h.lr * min(1 / k.curvature[c], out[0][c] != 0 ? h.clip_threshold / abs(out[0][c]) : std::numeric_limits<double>::infinity());
    }
};

template <bool paper>
OptimizerSpec sophia_in(std::string_view id, std::string_view name, std::string_view formula, std::string_view convention) {
    return stepper<Sophia<paper>>(
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
                           "The paper with the exact diagonal: m uncorrected, h refreshed before its use. optax does the contrary in both.");
}

}  // namespace thalweg
