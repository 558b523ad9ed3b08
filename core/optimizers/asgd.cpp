// Averaged SGD as PyTorch has it: plain descent with a decaying rate, and beside it the average of its points, which converges
// faster than they do. The path shows the points; the average is a slot.
#include "core/numerics/elementary.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Asgd {
    struct Hyper { double lr, lambd, alpha, t0, weight_decay; };
    template <class T> struct Slots { T ax{0.0}, eta{0.0}, mu{1.0}; };
    struct Clock { double next_eta, next_mu; };

    template <class T>
    static void begin(const Hyper& h, const T& theta, Slots<T>& s) {
        s.ax = theta;
        s.eta = T(h.lr);
    }
    // η and μ are made for the next update, so a schedule reaches the step one update late, as in PyTorch.
    static void tick(const Hyper& h, int t, Clock& k) {
        k.next_eta = h.lr / pow(1 + h.lambd * h.lr * t, h.alpha);
        k.next_mu = 1 / max(1.0, t - h.t0);
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        const T step = -(h.lambd * s.eta * theta) - s.eta * decayed;
        s.ax = (1 - s.mu) * s.ax + s.mu * (theta + step);  // μ = 1 copies the point
        s.eta = T(k.next_eta);
        s.mu = T(k.next_mu);
        return step;
    }
};

}  // namespace

OptimizerSpec asgd() {
    return coordinatewise<Asgd>(
        {.id = "asgd",
         .name = "ASGD",
         .family = family::momentum,
         .hyperparameters = {hyper::lr(1e-3),
                             {"lambd", "λ′", "decay: of θ in every step, and of the rate over the steps", 1e-4, {0, 100}, Scale::log, {0, 1}},
                             {"alpha", "a", "power with which the rate decays", 0.75, {0, 10}, Scale::linear, {0, 1}},
                             {"t0", "t₀", "updates before the averaging begins; no effect on θ itself", 1e6, {0, 1e9}, Scale::log_count, {0, 1e6}},
                             hyper::weight_decay()},
         .slots = {{.id = "ax", .symbol = "ā", .meaning = "average of the points", .shape = Shape::point},
                   {.id = "eta", .symbol = "η", .meaning = "rate of the next update", .shape = Shape::scalar},
                   {.id = "mu", .symbol = "μ", .meaning = "weight of the next point in the average", .shape = Shape::scalar}},
         .figures = {{.kind = Figure::Kind::segment, .of = "ax", .meaning = "average of the points"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
theta = theta - lambd*eta*theta - eta*g
ax = (1 - mu)*ax + mu*theta
eta = lr/(1 + lambd*lr*t)^alpha
mu = 1/max(1, t - t0))",
         .convention = "PyTorch ASGD. η and μ are those of the next update, so a schedule acts one update late.",
         .reference = "Polyak & Juditsky 1992; Bottou 2012 (the rate)",
         .rule = {}});
}

}  // namespace thalweg
