// Ill-conditioned bowl: f(x, y) = ½·(x² + κ·y²).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    double kappa;
    explicit Formula(std::span<const double> p) : kappa(p[0]) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        return 0.5 * (x * x + kappa * (y * y));
    }
};

}  // namespace

SurfaceSpec quadratic_ill() {
    return {.id = "quadratic_ill",
            .name = "Ill-conditioned bowl",
            .formula = "½·(x² + κ·y²)",
            .shows = "Conditioning: the steep axis limits the step (2/κ for plain descent), the flat one pays for it.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, 2},
            .minima = {{0, 0}},
            .minimum = 0,
            .parameters = {{"kappa", "κ", "condition number: curvature along y over curvature along x", 100, {1, 1e6}, Scale::log}},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
