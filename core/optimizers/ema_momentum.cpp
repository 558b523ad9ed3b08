// Momentum as a moving average: the buffer has the size of one gradient, where the heavy ball's has that of 1/(1−β) of them.
#include "core/numerics/power.hpp"
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct EmaMomentum {
    struct Hyper { double lr, momentum, bias_correction, weight_decay; };
    template <class T> struct Slots { T m{0.0}; };
    struct Clock {
        Power beta_t;
        double m_scale;  // 1/(1−βᵗ), or 1 where the correction is off
    };

    static void tick(const Hyper& h, int t, Clock& k) { k.m_scale = debiased(1, h.bias_correction * k.beta_t.at(h.momentum, t)); }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        s.m = h.momentum * s.m + (1 - h.momentum) * with_l2(g, h.weight_decay, theta);
        return -((h.lr * k.m_scale) * s.m);
    }
    template <class T>
    static void derive(const Hyper&, const Clock& k, const Slots<T>& s, T* out) { out[0] = k.m_scale * s.m; }
};

}  // namespace

OptimizerSpec ema_momentum() {
    return coordinatewise<EmaMomentum>(
        {.id = "ema_momentum",
         .name = "Momentum, averaged",
         .family = family::momentum,
         .hyperparameters = {hyper::lr(1e-3),
                             {"momentum", "β", "decay rate of the average", 0.9, {0, 0.999999}, Scale::one_minus_log, {0, 0.9999}},
                             hyper::toggle("bias_correction", "correct m", "divide m by 1 − βᵗ", false), hyper::weight_decay()},
         .slots = {{"m", "m", "average of the gradients"}},
         .derived = {{"m_hat", "m̂", "average of the gradients, corrected", "m"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
m = momentum*m + (1 - momentum)*g
m_hat = m/(1 - momentum^t) if bias_correction == 1
m_hat = m if bias_correction == 0
theta = theta - lr*m_hat)",
         .stability = {.limit = "2*(1 + momentum)/(1 - momentum)", .l2 = "weight_decay"},
         .convention = "optax ema(β, debias), then scaled by α. PyTorch SGD with dampening = momentum is the same but for its first buffer, which is the whole gradient.",
         .reference = "Polyak 1964, with the gradients averaged instead of summed",
         .rule = {}});
}

}  // namespace thalweg
