// Polyak's step length: as far along the gradient as the known lowest loss f* says, if the loss were linear.
#include <limits>

#include "core/optimizers/whole_vector.hpp"

namespace thalweg {
namespace {

struct Polyak {
    struct Hyper { double max_lr, scaling, eps, f_min; };
    template <class V>
    struct Slots { Number<V> step_length; };
    using Clock = NoClock;

    static void update(const Hyper& h, int, auto& oracle, auto& theta, auto& s, Clock&) {
        const auto here = oracle.at(theta);
        const double square = here.gradient.squaredNorm() + h.eps;
        const double length = square > std::numeric_limits<double>::epsilon() ? h.scaling * min((here.loss - h.f_min) / square, h.max_lr) : 0;
        s.step_length = length;
        theta -= length * here.gradient;
    }
    static void derive(const Hyper&, const auto& s, const Clock&, auto&& out) { out[0] = s.step_length; }
};

}  // namespace

OptimizerSpec polyak() {
    return whole_vector<Polyak>(
        {.id = "polyak",
         .name = "Polyak step",
         .family = family::sign,
         .hyperparameters = {{"max_lr", "α max", "longest step length", 1, {0, 1e12}, Scale::log, {1e-5, 10}},
                             {"scaling", "c", "factor of the step length", 1, {0, 100}, Scale::log, {1e-2, 2}},
                             {"eps", "ε", "added to ‖g‖²", 0, {0, 10}, Scale::log, {0, 1}, true},
                             {"f_min", "f*", "the lowest loss that there is, as far as known", 0, {-1e12, 1e12}, Scale::linear, {-200, 200}}},
         .slots = {{.id = "step_length", .symbol = "a", .meaning = "step length", .shape = Shape::scalar}},
         .derived = {{"effective_rate", "a", "effective rate"}},
         .formula = R"(square = dot(g, g) + eps
step_length = scaling*min((f - f_min)/square, max_lr) if square > 2.220446049250313e-16
step_length = 0 if square <= 2.220446049250313e-16
theta = theta - step_length*g)",
         .convention = "optax polyak_sgd at c = 1; elsewhere optax takes the length of c·g, too. Where f is below f* it climbs: f* must be a lower bound.",
         .reference = "Polyak 1969; Loizou et al. 2021 (the upper bound)",
         .rule = {}});
}

}  // namespace thalweg
