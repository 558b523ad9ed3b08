// Goldstein–Price: f(x, y) = [1 + (x+y+1)²·(19-14x+3x²-14y+6xy+3y²)] · [30 + (2x-3y)²·(18-32x+12x²+48y-36xy+27y²)].
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        const T a = 19.0 - 14.0 * x + 3.0 * (x * x) - 14.0 * y + 6.0 * (x * y) + 3.0 * (y * y);
        const T b = 18.0 - 32.0 * x + 12.0 * (x * x) + 48.0 * y - 36.0 * (x * y) + 27.0 * (y * y);
        return (1.0 + square(x + y + 1.0) * a) * (30.0 + square(2.0 * x - 3.0 * y) * b);
    }
};

}  // namespace

SurfaceSpec goldstein_price() {
    return {.id = "goldstein_price",
            .name = "Goldstein–Price",
            .formula = "[1 + (x+y+1)²·(19-14x+3x²-14y+6xy+3y²)] · [30 + (2x-3y)²·(18-32x+12x²+48y-36xy+27y²)]",
            .shows = "Heights over six decades: one learning rate cannot suit them all.",
            .domain = {-2, 2, -2, 2},
            .start = {-1.5, 1.5},
            .minima = {{0, -1}},
            .minimum = 3,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
