// Nonlinear conjugate gradients. The four differ in β alone; on a quadratic, with exact searches, they are one method.
#include <algorithm>
#include <cmath>
#include <string>

#include "core/optimizers/line_search.hpp"

namespace thalweg {
namespace {

struct FletcherReeves {
    static constexpr const char* formula = "dot(g, g)/dot(g_old, g_old)";
    static double beta(const auto& g, const auto& g_old, const auto&) { return g.dot(g) / g_old.dot(g_old); }
};
struct PolakRibierePlus {
    static constexpr const char* formula = "max(0, dot(g, g - g_old)/dot(g_old, g_old))";
    static double beta(const auto& g, const auto& g_old, const auto&) { return std::max(0.0, g.dot(g - g_old) / g_old.dot(g_old)); }
};
struct HestenesStiefel {
    static constexpr const char* formula = "dot(g, g - g_old)/dot(p, g - g_old)";
    static double beta(const auto& g, const auto& g_old, const auto& p) { return g.dot(g - g_old) / p.dot(g - g_old); }
};
struct DaiYuan {
    static constexpr const char* formula = "dot(g, g)/dot(p, g - g_old)";
    static double beta(const auto& g, const auto& g_old, const auto& p) { return g.dot(g) / p.dot(g - g_old); }
};

template <class Formula>
struct ConjugateGradient {
    struct Hyper { double lr, c1, c2, restart_every; };
    template <class V>
    struct Slots {
        V p, g_old;
        Number<V> a, beta;
        V at;
    };
    static constexpr std::size_t shown = 4;
    using Clock = NoClock;

    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock&) {
        const auto here = oracle.at(theta);
        const auto& g = here.gradient;
        double beta = Formula::beta(g, s.g_old, s.p);
        const int every = static_cast<int>(h.restart_every);
        const bool restart = s.a == 0 || (every > 0 && (t - 1) % every == 0);
        if (restart || !std::isfinite(beta) || !(g.dot(-g + beta * s.p) < 0)) beta = 0;
        s.p = -g + beta * s.p;
        s.beta = beta;
        s.g_old = g;
        const double a = strong_wolfe(oracle, theta, s.p, {{0, here.loss, g.dot(s.p)}, g}, first_trial(h.lr, s.p), {.c1 = h.c1, .c2 = h.c2}, s.at).a;
        s.a = a;
        if (a > 0) {
            theta += a * s.p;
        } else if (!s.p.allFinite()) {
            s.p.setZero();
            s.g_old.setZero();
        }
    }
};

template <class Formula>
OptimizerSpec conjugate_gradient(std::string_view id, std::string_view name, std::string_view convention, std::string_view reference) {
    // β = 0 begins anew with plain descent: at the start and after a search that found nothing (a = 0), every n updates, and where the
    // new direction would not lead down.
    static const std::string formula = std::string("beta = ") + Formula::formula + R"(
beta = 0 if a == 0
beta = 0 if restart_every > 0 and mod(t - 1, restart_every) == 0
beta = 0 if dot(g, -g + beta*p) >= 0
p = -g + beta*p
a: step length found by the strong-Wolfe search, first trial α·min(1, 1/‖p‖₁)
g_old = g
theta = theta + a*p)";
    return whole_vector<ConjugateGradient<Formula>>({.id = id,
                                                .name = name,
                                                .family = family::line_search,
                                                .hyperparameters = {hyper::trial_lr(), hyper::c1(), hyper::c2(0.1),
                                                                    {"restart_every", "n", "updates from one β = 0 to the next; 0 is never", 2, {0, 1e9}, Scale::count, {0, 50}}},
                                                .slots = {{"p", "p", "search direction"}, {"g_old", "g₋₁", "previous gradient"},
                                                          {"a", "a", "step length found", {}, Shape::scalar}, {"beta", "β", "share of the old direction that is kept", {}, Shape::scalar}},
                                                .formula = formula,
                                                .convention = convention,
                                                .reference = reference,
                                                .rule = {}});
}

}  // namespace

OptimizerSpec cg_fr() {
    return conjugate_gradient<FletcherReeves>("cg_fr", "Conjugate gradient, Fletcher–Reeves", "Restarts every n = 2 updates, the dimension of the plane; without that one bad direction spoils those after it.",
                                              "Fletcher & Reeves 1964; Nocedal & Wright 2006, algorithm 5.4");
}

OptimizerSpec cg_pr() {
    return conjugate_gradient<PolakRibierePlus>("cg_pr", "Conjugate gradient, Polak–Ribière⁺", "PR⁺: a negative β counts as 0, which restarts by itself where the gradient hardly changed.",
                                                "Polak & Ribière 1969; Gilbert & Nocedal 1992");
}

OptimizerSpec cg_hs() {
    return conjugate_gradient<HestenesStiefel>("cg_hs", "Conjugate gradient, Hestenes–Stiefel", "Makes the new direction conjugate to the old one with respect to the mean Hessian between the two points, whatever the search did.",
                                               "Hestenes & Stiefel 1952; Nocedal & Wright 2006, equation 5.46");
}

OptimizerSpec cg_dy() {
    return conjugate_gradient<DaiYuan>("cg_dy", "Conjugate gradient, Dai–Yuan", "Leads down after every search that meets the Wolfe conditions.",
                                       "Dai & Yuan 1999");
}

}  // namespace thalweg
