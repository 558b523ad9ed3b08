// Two wells: f(x, y) = x² + y² - 2·exp(-((x-1)²+y²)/0.2) - 3·exp(-((x+1)²+y²)/0.2).
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T yy = y * y;
        return x * x + yy - 2.0 * exp(-(square(x - 1.0) + yy) / 0.2) - 3.0 * exp(-(square(x + 1.0) + yy) / 0.2);
    }
};

}  // namespace

SurfaceSpec two_wells() {
    return {.id = "two_wells",
            .name = "Two wells",
            .formula = "x² + y² - 2·exp(-((x-1)²+y²)/0.2) - 3·exp(-((x+1)²+y²)/0.2)",
            .shows = "Two wells in a bowl, the left one deeper: whose basin is larger depends on the rule.",
            .domain = {-2, 2, -2, 2},
            .start = {1.2, 1.5},
            .minima = {{-0.9363006340109187, 0}},
            .minimum = -2.063090251768194,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
