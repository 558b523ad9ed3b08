// Polyak's step length: as far along the gradient as the known lowest loss f* says, if the loss were linear.
#include <limits>

#include "core/optimizers/stepper.hpp"

namespace thalweg {
namespace {

struct Polyak {
    struct Hyper { double max_lr, scaling, eps, f_min; };
    struct Slots { Point step_length = Point::Zero(); };
    using Memory = NoMemory;

    static void update(const Hyper& h, int, Oracle& oracle, Point& theta, Slots& s, Memory&) {
        const Sample here = oracle.at(theta);
        const double square = here.gradient.squaredNorm() + h.eps;
        const double length = square > std::numeric_limits<double>::epsilon() ? h.scaling * min((here.loss - h.f_min) / square, h.max_lr) : 0;
        s.step_length = twice(length);
        theta -= length * here.gradient;
    }
    static void derive(const Hyper&, const Slots& s, const Memory&, Point* out) { out[0] = s.step_length; }
};

}  // namespace

OptimizerSpec polyak() {
    return stepper<Polyak>(
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
         .convention = "optax polyak_sgd. Where f is below f* it climbs: f* must be a lower bound.",
         .reference = "Polyak 1969; Loizou et al. 2021 (the upper bound)",
         .rule = {}});
}

}  // namespace thalweg
