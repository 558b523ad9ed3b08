// Rotated bowl: f(x, y) = ½·(u² + κ·v²), (u, v) = (x, y) turned by θ.
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    double kappa, c, s;
    explicit Formula(std::span<const double> p) : kappa(p[0]), c(cos(p[1])), s(sin(p[1])) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        const T u = c * x + s * y, v = c * y - s * x;
        return 0.5 * (u * u + kappa * (v * v));
    }
};

}  // namespace

SurfaceSpec quadratic_rotated() {
    return {.id = "quadratic_rotated",
            .name = "Rotated bowl",
            .formula = "½·(u² + κ·v²), (u, v) = (x, y) turned by θ",
            .shows = "The same bowl turned: rules that scale each coordinate by itself lose their advantage.",
            .domain = {-10, 10, -10, 10},
            .start = {-8, 2},
            .minima = {{0, 0}},
            .minimum = 0,
            .parameters = {{"kappa", "κ", "condition number: largest over smallest curvature", 100, {1, 1e6}, Scale::log},
                       {"theta", "θ", "angle of the flat axis against x, in radians", std::numbers::pi / 6, {-std::numbers::pi, std::numbers::pi}, Scale::linear}},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
