// Deep scalar chain: f(x, y) = ½·(x^p·y^q - 1)², a linear network of p + q layers with one unit each, one input 1 and one target 1,
// whose weights are tied to two values. The plane's picture of vanishing and exploding gradients.
#include "core/numerics/whole_power.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    int p, q;
    explicit Formula(std::span<const double> v) : p(static_cast<int>(v[0])), q(static_cast<int>(v[1])) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        return 0.5 * square(whole_power(x, p) * whole_power(y, q) - 1.0);
    }
};

}  // namespace

SurfaceSpec deep_scalar_chain() {
    return {.id = "deep_scalar_chain",
            .name = "Deep scalar chain",
            .formula = "½·(x^p·y^q - 1)²",
            .shows = "Vanishing and exploding gradients: a product of p + q weights. At depth 50 the slope along the diagonal is 10⁻¹³ at ½ and 10¹⁹ at 1½.",
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
