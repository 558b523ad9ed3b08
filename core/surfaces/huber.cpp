// Huber 1964: f(x, y) = h(x) + h(y), h(u) = ½u² for |u| ≤ δ, else δ·(|u|-½δ).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    double delta;
    explicit Formula(std::span<const double> p) : delta(p[0]) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        const auto h = [&](const T& u) {
            const T clipped = max(min(u, T(delta)), T(-delta));
            return clipped * (u - 0.5 * clipped);
        };
        return h(x) + h(y);
    }
};

}  // namespace

SurfaceSpec huber() {
    return {.id = "huber",
            .name = "Huber",
            .formula = "h(x) + h(y), h(u) = ½u² for |u| ≤ δ, else δ·(|u|-½δ)",
            .shows = "Quadratic near the minimum and linear far from it: a gradient that is clipped by construction.",
            .domain = {-5, 5, -5, 5},
            .start = {-4, 3},
            .minima = {{0, 0}},
            .minimum = 0,
            .parameters = {{"delta", "δ", "where the parabola turns into lines", 1, {0.001, 100}, Scale::log}},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
