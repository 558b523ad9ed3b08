// Michalewicz: f(x, y) = -sin x·sin²⁰(x²/π) - sin y·sin²⁰(2y²/π).
#include "core/surfaces/surface.hpp"

#include <numbers>

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        constexpr double pi = std::numbers::pi;
        return -(sin(x) * power<20>(sin(x * x / pi))) - sin(y) * power<20>(sin(2.0 * (y * y) / pi));
    }
};

}  // namespace

SurfaceSpec michalewicz() {
    return {.id = "michalewicz",
            .name = "Michalewicz",
            .formula = "-sin x·sin²⁰(x²/π) - sin y·sin²⁰(2y²/π)",
            .shows = "Steep ravines in flat land: almost everywhere there is nothing to follow.",
            .domain = {0, 3.141592653589793, 0, 3.141592653589793},
            .start = {1, 2.5},
            .minima = {{2.2029055201726093, 1.5707963267948966}},
            .minimum = -1.801303410098554,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
