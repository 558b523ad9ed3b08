// Schwefel: f(x, y) = 837.965774 - x·sin√|x| - y·sin√|y|. The constant is given to six decimals as in the
// literature, so the lowest loss is not quite 0.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    T operator()(const T& x, const T& y) const {
        return 837.965774 - x * sin(sqrt(abs(x))) - y * sin(sqrt(abs(y)));
    }
};

}  // namespace

SurfaceSpec schwefel() {
    return {.id = "schwefel",
            .name = "Schwefel",
            .formula = "837.965774 - x·sin√|x| - y·sin√|y|",
            .shows = "Deceptive: the second best hollows are far from the best, which sits in a corner.",
            .domain = {-500, 500, -500, 500},
            .start = {-300, 200},
            .minima = {{420.96874635998205, 420.96874635998205}},
            .minimum = -5.448674125495729e-07,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
