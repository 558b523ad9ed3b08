// Schedule-free learning: z walks, x averages z, and the gradient is taken between them, at y. The recorded point θ is x, which
// needs no decaying rate to settle. With AdamW's denominator there is no first moment: the interpolation takes its place.
#include "core/numerics/power.hpp"
#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

// Moves z by −rate·d, θ towards z, and y between them. A z that equals θ stays equal to it.
void walk(const auto& h, int t, const auto& d, auto& theta, auto& s) {
    const double rate = h.warmup_steps > 0 ? h.lr * min(1.0, t / h.warmup_steps) : h.lr;
    s.lr_max = max(s.lr_max, rate);
    const double weight = pow(double{s.lr_max}, h.weight_lr_power), sum = s.weight_sum + weight;
    s.weight_sum = sum;
    s.z -= rate * d;
    theta += (sum > 0 ? weight / sum : 0) * (s.z - theta);
    s.y = theta + (1 - h.beta1) * (s.z - theta);
}

struct ScheduleFreeSgd {
    struct Hyper { double lr, beta1, weight_decay, weight_lr_power, warmup_steps; };
    template <class V>
    struct Slots {
        V y, z;
        Number<V> lr_max, weight_sum;
    };
    using Clock = NoClock;

    static void begin(const Hyper&, const auto& theta, auto& s, Clock&) { s.y = s.z = theta; }
    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock&) {
        walk(h, t, oracle.gradient(s.y) + h.weight_decay * s.y, theta, s);
    }
};

struct ScheduleFreeAdamW {
    struct Hyper { double lr, beta1, beta2, eps, weight_decay, weight_lr_power, warmup_steps; };
    template <class V>
    struct Slots {
        V y, z;
        Number<V> lr_max, weight_sum;
        V v;
    };
    struct Clock {
        Power beta2_t;
        double v_scale = 0;
    };

    static auto denominator(const Hyper& h, const auto& s, const Clock& k) { return ((s.v * k.v_scale).cwiseSqrt().array() + h.eps).matrix(); }
    static void begin(const Hyper&, const auto& theta, auto& s, Clock&) { s.y = s.z = theta; }
    static void update(const Hyper& h, int t, auto& oracle, auto& theta, auto& s, Clock& k) {
        const auto g = oracle.gradient(s.y);
        k.v_scale = debiased(1, k.beta2_t.at(h.beta2, t));
        s.v = h.beta2 * s.v + (1 - h.beta2) * g.cwiseAbs2();
        walk(h, t, g.cwiseQuotient(denominator(h, s, k)) + h.weight_decay * s.y, theta, s);
    }
    static void derive(const Hyper& h, const auto& s, const Clock& k, auto&& out) {
        out[0] = (s.v * k.v_scale).cwiseSqrt();
        out[1] = h.lr * denominator(h, s, k).cwiseInverse();
    }
};

Parameter interpolation() {
    return {"beta1", "β", "where the gradient is taken: at z with 0, at θ with 1", 0.9, {0, 0.999999}, Scale::one_minus_log, {0, 0.999}};
}
Parameter weight_lr_power() {
    return {"weight_lr_power", "p", "power of the rate that weighs z in the average; shows under a warm-up or a schedule", 2, {0, 20}, Scale::linear, {0, 4}, true};
}
Parameter warmup_steps() {
    return {"warmup_steps", "w", "updates of linear warm-up; 0 is none", 0, {0, 1e6}, Scale::count, {0, 500}};
}
std::vector<Quantity> free_slots() {
    return {{.id = "y", .symbol = "y", .meaning = "where the next gradient is taken", .shape = Shape::point},
            {.id = "z", .symbol = "z", .meaning = "the point that walks", .shape = Shape::point},
            {.id = "lr_max", .symbol = "α max", .meaning = "largest rate so far", .shape = Shape::scalar},
            {.id = "weight_sum", .symbol = "Σw", .meaning = "sum of the weights", .shape = Shape::scalar}};
}
std::vector<Figure> free_figures() {
    return {{.kind = Figure::Kind::segment, .of = "z", .meaning = "the point that walks"}, {.kind = Figure::Kind::segment, .of = "y", .meaning = "where the gradient is taken"}};
}

}  // namespace

OptimizerSpec schedule_free_sgd() {
    return whole_vector<ScheduleFreeSgd>(
        {.id = "schedule_free_sgd",
         .name = "Schedule-free SGD",
         .family = family::tuning_free,
         .hyperparameters = {hyper::lr(1e-3), interpolation(), hyper::weight_decay(), weight_lr_power(), warmup_steps()},
         .slots = free_slots(),
         .figures = free_figures(),
         .formula = R"(lr_t = lr if warmup_steps == 0
lr_t = lr*min(1, t/warmup_steps) if warmup_steps > 0
z = z - lr_t*grad(y) - lr_t*weight_decay*y
lr_max = max(lr_max, lr_t)
weight_sum = weight_sum + lr_max^weight_lr_power
c = lr_max^weight_lr_power/weight_sum if weight_sum > 0
c = 0 if weight_sum == 0
theta = (1 - c)*theta + c*z
y = (1 - beta1)*z + beta1*theta)",
         .convention = "The authors' SGDScheduleFree and optax schedule_free_sgd; in a warm-up optax moves z one update behind, by α·(t − 1)/w. θ is their x, the point to evaluate; they train at y.",
         .reference = "Defazio et al. 2024",
         .rule = {}});
}

OptimizerSpec schedule_free_adamw() {
    std::vector<Quantity> slots = free_slots();
    slots.push_back({"v", "v", "second moment"});
    return whole_vector<ScheduleFreeAdamW>(
        {.id = "schedule_free_adamw",
         .name = "Schedule-free AdamW",
         .family = family::tuning_free,
         .hyperparameters = {hyper::lr(2.5e-3), interpolation(), hyper::beta2(), hyper::eps(), hyper::weight_decay(), weight_lr_power(), warmup_steps()},
         .slots = slots,
         .derived = {{"sqrt_v_hat", "√v̂", "root of the second moment, corrected"}, {"effective_rate", "α/(√v̂+ε)", "effective rate of z"}},
         .figures = free_figures(),
         .formula = R"(lr_t = lr if warmup_steps == 0
lr_t = lr*min(1, t/warmup_steps) if warmup_steps > 0
g = grad(y)
v = beta2*v + (1 - beta2)*g^2
v_hat = v/(1 - beta2^t)
z = z - lr_t*g/(sqrt(v_hat) + eps) - lr_t*weight_decay*y
lr_max = max(lr_max, lr_t)
weight_sum = weight_sum + lr_max^weight_lr_power
c = lr_max^weight_lr_power/weight_sum if weight_sum > 0
c = 0 if weight_sum == 0
theta = (1 - c)*theta + c*z
y = (1 - beta1)*z + beta1*theta)",
         .convention = "optax schedule_free_adamw and the authors' AdamWScheduleFree: v̂ corrected; in a warm-up optax moves z one update behind. Their version for the paper folds the correction into α and so into the weights of the average.",
         .reference = "Defazio et al. 2024, Algorithm 1",
         .rule = {}});
}

}  // namespace thalweg
