// Schaffer 4: f(x, y) = ½ + (cos²(sin|x²-y²|)-½) / (1+0.001·(x²+y²))². The cosine is even, so the bars
// change nothing; without them the Hessian is right on the diagonals too.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T xx = x * x, yy = y * y;
        return 0.5 + (square(cos(sin(xx - yy))) - 0.5) / square(1.0 + 0.001 * (xx + yy));
    }
};

}  // namespace

SurfaceSpec schaffer_4() {
    return {.id = "schaffer_4",
            .name = "Schaffer 4",
            .formula = "½ + (cos²(sin|x²-y²|)-½) / (1+0.001·(x²+y²))²",
            .shows = "The same ripples with four lowest points around a raised centre.",
            .domain = {-10, 10, -10, 10},
            .start = {6, -4},
            .minima = {{0, 1.2531318314637332}, {0, -1.2531318314637332}, {1.2531318314637332, 0}, {-1.2531318314637332, 0}},
            .minimum = 0.29257863203598056,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
