// Bukin 6: f(x, y) = 100·√|y-0.01x²| + 0.01·|x+10|. The floor of the ridge is a kink; the gradient there is 0 by convention.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return 100.0 * sqrt(abs(y - 0.01 * (x * x))) + 0.01 * abs(x + 10.0);
    }
};

}  // namespace

SurfaceSpec bukin_n6() {
    return {.id = "bukin_n6",
            .name = "Bukin 6",
            .formula = "100·√|y-0.01x²| + 0.01·|x+10|",
            .shows = "A ridge with a kink along its floor: the gradient never grows small.",
            .domain = {-15, -5, -3, 3},
            .start = {-14, -2},
            .minima = {{-10, 1}},
            .minimum = 0,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
