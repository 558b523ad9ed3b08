// 1-norm: f(x, y) = |x| + κ·|y|. On a kink the derivative is 0 by convention.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    double kappa;
    explicit Formula(std::span<const double> p) : kappa(p[0]) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        return abs(x) + kappa * abs(y);
    }
};

}  // namespace

SurfaceSpec norm_l1() {
    return {.id = "norm_l1",
            .name = "1-norm",
            .formula = "|x| + κ·|y|",
            .shows = "Kinks along both axes: the gradient never shrinks, so a constant rate chatters around the minimum.",
            .domain = {-5, 5, -5, 5},
            .start = {-4, 3},
            .minima = {{0, 0}},
            .minimum = 0,
            .parameters = {{"kappa", "κ", "slope along y over slope along x", 1, {0.001, 1000}, Scale::log}},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
