// ADOPT: Adam with the gradient divided by a v that does not know it yet, which makes it converge for every β₂. The first update
// only measures g² and stays where it is; later ones clip the quotient, less and less.
#include <limits>

#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Adopt {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, decouple, clip; };
    template <class T> struct Slots { T m{0.0}, v{0.0}, denominator{0.0}; };
    struct Clock {
        bool first;
        double limit;  // of the quotient
    };

    static void tick(const Hyper& h, int t, Clock& k) {
        k.first = t == 1;
        k.limit = h.clip != 0 ? sqrt(sqrt(t - 1.0)) : std::numeric_limits<double>::infinity();
    }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = g + ((1 - h.decouple) * h.weight_decay) * theta;
        if (k.first) s.v = decayed * decayed;
        s.denominator = max(sqrt(s.v), T(h.eps));
        if (k.first) return T(0.0);
        const T quotient = min(max(decayed / s.denominator, T(-k.limit)), T(k.limit));
        s.m = h.beta1 * s.m + (1 - h.beta1) * quotient;
        s.v = h.beta2 * s.v + (1 - h.beta2) * (decayed * decayed);
        return -(h.lr * s.m) - (h.lr * h.decouple * h.weight_decay) * theta;
    }
    template <class T>
    static void derive(const Hyper& h, const Clock&, const Slots<T>& s, T* out) { out[0] = h.lr / s.denominator; }
};

}  // namespace

OptimizerSpec adopt() {
    return coordinatewise<Adopt>(
        {.id = "adopt",
         .name = "ADOPT",
         .family = family::adam,
         .hyperparameters = {hyper::lr(1e-3), hyper::beta1(), hyper::beta2(0.9999),
                             {"eps", "ε", "least denominator: what gradients shorter than it are divided by", 1e-6, {0, 1e6}, Scale::log, {1e-8, 100}}, hyper::weight_decay(),
                             hyper::toggle("decouple", "AdamW decay", "decay θ itself instead of adding λθ to the gradient", false),
                             hyper::toggle("clip", "clip", "clip the quotient at (t − 1)^¼", true)},
         .slots = {{"m", "m", "average of the scaled gradients"}, {"v", "v", "second moment"}, {"denominator", "√v′", "root of v before this gradient entered it"}},
         .derived = {{"effective_rate", "α/√v′", "effective rate"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0 and decouple == 0
v = g^2 if t == 1
denominator = max(sqrt(v), eps)
u = g/denominator if clip == 0
u = clip(g/denominator, (t - 1)^0.25) if clip == 1
m = beta1*m + (1 - beta1)*u if t > 1
v = beta2*v + (1 - beta2)*g^2 if t > 1
theta = theta if t == 1
theta = theta - lr*m if t > 1 and decouple == 0
theta = theta - lr*m - lr*weight_decay*theta if t > 1 and decouple == 1)",
         .stability = {.limit = "2*(1 + beta1)/(1 - beta1)", .l2 = "weight_decay*(1 - decouple)", .decay = "weight_decay*decouple*(1 + beta1)/(1 - beta1)"},
         .convention = "The authors' code and optax adopt: clipping at (t − 1)^¼. The paper's Algorithm 1 does not clip.",
         .reference = "Taniguchi et al. 2024, Algorithms 1 and 2",
         .rule = {}});
}

}  // namespace thalweg
