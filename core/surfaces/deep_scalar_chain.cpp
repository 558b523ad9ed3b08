// Deep scalar chain: f(x, y) = ½·(xᵖ·y^q - 1)², a linear network of p + q layers with one unit each, one input 1 and one target 1,
// whose weights are tied to two values. The plane's picture of vanishing and exploding gradients.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    int p, q;
    explicit Formula(std::span<const double> v) : p(static_cast<int>(v[0])), q(static_cast<int>(v[1])) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        return 0.5 * square(power(x, p) * power(y, q) - 1.0);
    }
};

}  // namespace

SurfaceSpec deep_scalar_chain() {
    return {.id = "deep_scalar_chain",
            .name = "Deep scalar chain: vanishing and exploding gradients",
            .formula = "½·(xᵖ·y^q - 1)²",
            .shows = "Gradients that vanish and explode on one contour: a product of p + q weights. At depth 50 the slope is about 10⁻¹³ at (½, ½) and 10¹⁹ at (1½, 1½).",
            .domain = {-0.5, 2, -0.5, 2},
            .start = {0.5, 0.5},
            .minima = {{1, 1}},
            .minimum = 0,
            .minima_on_curve = true,
            .parameters = {{"p", "p", "layers with weight x; p + q is the depth of the chain", 25, {1, 49}, Scale::count, {1, 25}},
                           {"q", "q", "layers with weight y", 25, {1, 49}, Scale::count, {1, 25}}},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
