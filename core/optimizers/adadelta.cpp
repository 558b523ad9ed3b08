// Adadelta: the step is scaled by the size of former steps, so that its unit is that of θ. ε inside both roots.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Adadelta {
    struct Hyper { double lr, rho, eps, weight_decay; };
    template <class T> struct Slots { T square_avg{0.0}, acc_delta{0.0}; };
    using Clock = NoClock;

    template <class T>
    static T move(const Hyper& h, const Clock&, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.square_avg = h.rho * s.square_avg + (1 - h.rho) * (decayed * decayed);
        const T delta = sqrt((s.acc_delta + h.eps) / (s.square_avg + h.eps)) * decayed;
        s.acc_delta = h.rho * s.acc_delta + (1 - h.rho) * (delta * delta);
        return -(h.lr * delta);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock&, const Slots<T>& s, T* out) {
        out[0] = sqrt(s.square_avg + h.eps);
        out[1] = sqrt(s.acc_delta + h.eps);
        out[2] = h.lr * (out[1] / out[0]);
    }
};

}  // namespace

OptimizerSpec adadelta() {
    return coordinatewise<Adadelta>(
        {.id = "adadelta",
         .name = "Adadelta",
         .family = family::adaptive,
         .hyperparameters = {hyper::lr(1.0, {1e-2, 100}),
                             {"rho", "ρ", "decay rate of both averages", 0.9, {0, 0.999999}, Scale::one_minus_log, {0, 0.9999}},
                             hyper::eps(1e-6), hyper::weight_decay()},
         .slots = {{"square_avg", "E[g²]", "average of squared gradients"}, {"acc_delta", "E[Δ²]", "average of squared steps"}},
         .derived = {{"rms_g", "√(E[g²]+ε)", "RMS of the gradient"}, {"rms_delta", "√(E[Δ²]+ε)", "RMS of the step"}, {"effective_rate", "α·√(E[Δ²]+ε)/√(E[g²]+ε)", "effective rate, about that of the next step"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
square_avg = rho*square_avg + (1 - rho)*g^2
Delta = sqrt(acc_delta + eps)/sqrt(square_avg + eps)*g
acc_delta = rho*acc_delta + (1 - rho)*Delta^2
theta = theta - lr*Delta)",
         .stability = {.limit = "2", .l2 = "weight_decay"},
         .convention = "PyTorch Adadelta, optax adadelta",
         .reference = "Zeiler 2012",
         .rule = {}});
}

}  // namespace thalweg
