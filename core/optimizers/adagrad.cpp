// Adagrad, PyTorch's form: ε outside the root, an optional decay of the learning rate and an initial accumulator.
#include "core/optimizers/coordinatewise.hpp"

namespace thalweg {
namespace {

struct Adagrad {
    struct Hyper { double lr, lr_decay, initial_accumulator_value, eps, weight_decay; };
    template <class T> struct Slots { T sum{0.0}; };
    struct Clock { double rate; };

    template <class T>
    static void begin(const Hyper& h, const T&, Slots<T>& s) { s.sum = T(h.initial_accumulator_value); }
    static void tick(const Hyper& h, int t, Clock& k) { k.rate = h.lr_decay == 0 ? h.lr : h.lr / (1 + (t - 1) * h.lr_decay); }
    template <class T>
    static T move(const Hyper& h, const Clock& k, const T& g, const T& theta, Slots<T>& s) {
        const T decayed = with_l2(g, h.weight_decay, theta);
        s.sum += decayed * decayed;
        return -(k.rate * decayed) / (sqrt(s.sum) + h.eps);
    }
    template <class T>
    static void derive(const Hyper& h, const Clock& k, const Slots<T>& s, T* out) {
        out[0] = sqrt(s.sum);
        out[1] = k.rate / (sqrt(s.sum) + h.eps);
    }
};

}  // namespace

OptimizerSpec adagrad() {
    return coordinatewise<Adagrad>(
        {.id = "adagrad",
         .name = "Adagrad",
         .family = family::adaptive,
         .hyperparameters = {hyper::lr(0.01, {1e-4, 10}),
                             {"lr_decay", "η", "decay of the learning rate", 0, {0, 100}, Scale::log, {0, 1}, true},
                             {"initial_accumulator_value", "G₀", "where the sum of squares starts", 0, {0, 1e6}, Scale::log, {0, 100}, true},
                             hyper::eps(1e-10), hyper::weight_decay()},
         .slots = {{"sum", "G", "sum of squared gradients"}},
         .derived = {{"sqrt_sum", "√G", "root of the sum of squares"}, {"effective_rate", "α/(√G+ε)", "effective rate"}},
         .formula = R"(g = g + weight_decay*theta if weight_decay > 0
sum = sum + g^2
theta = theta - lr/(1 + (t - 1)*lr_decay)*g/(sqrt(sum) + eps))",
         .stability = {.limit = "2", .l2 = "weight_decay"},
         .convention = "PyTorch Adagrad. optax has ε inside the root and G₀ = 0.1.",
         .reference = "Duchi, Hazan & Singer 2011",
         .rule = {}});
}

}  // namespace thalweg
