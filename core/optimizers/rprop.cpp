// Rprop: every coordinate has its own step length, which grows while the sign of its gradient lasts and shrinks when it turns.
// The variant without weight back-tracking, in PyTorch's form: after a turn the coordinate waits for one update.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Rprop {
    struct Hyper { double lr, eta_minus, eta_plus, step_min, step_max; };
    template <class T> struct Slots { T prev{0.0}, step_size{0.0}; };
    using Clock = NoClock;

    template <class T>
    static void begin(const Hyper& h, const T&, Slots<T>& s) { s.step_size = T(h.lr); }
    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T&, Slots<T>& s) {
        const T turn = sign(g) * sign(s.prev), none(0.0);
        const T factor = select(turn > none, T(h.eta_plus), select(turn < none, T(h.eta_minus), T(1.0)));
        s.step_size = min(max(s.step_size * factor, T(h.step_min)), T(h.step_max));
        s.prev = select(turn < none, none, g);  // so that the turn is not seen twice
        return -(sign(s.prev) * s.step_size);
    }
};

}  // namespace

OptimizerSpec rprop() {
    return coordinatewise<Rprop>(
        {.id = "rprop",
         .name = "Rprop",
         .family = family::sign,
         .hyperparameters = {{"lr", "Δ₀", "first step length", 0.01, {0, 1e4}, Scale::log, {1e-5, 1}},
                             {"eta_minus", "η₋", "factor after a turn", 0.5, {1e-6, 0.999999}, Scale::linear, {0.01, 0.99}},
                             {"eta_plus", "η₊", "factor while the sign lasts", 1.2, {1.000001, 100}, Scale::linear, {1.01, 2}},
                             {"step_min", "Δ min", "shortest step", 1e-6, {0, 1e4}, Scale::log, {0, 1}, true},
                             {"step_max", "Δ max", "longest step", 50, {0, 1e9}, Scale::log, {1e-3, 1e3}, true}},
         .slots = {{"prev", "g′", "former gradient, 0 after a turn"}, {"step_size", "Δ", "step length"}},
         .formula = R"(turn = sign(g)*sign(prev)
eta = where(turn > 0, eta_plus, where(turn < 0, eta_minus, 1))
step_size = min(max(eta*step_size, step_min), step_max)
prev = where(turn < 0, 0, g)
u = sign(prev)*step_size
theta = theta - u)",
         .convention = "PyTorch Rprop, which keeps every Δ within its bounds: after a turn a coordinate waits one update. optax rprop is one step late.",
         .reference = "Riedmiller & Braun 1993; Igel & Hüsken 2000, iRprop⁻",
         .rule = {}});
}

}  // namespace thalweg
