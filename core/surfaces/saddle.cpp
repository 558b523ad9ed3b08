// Saddle: f(x, y) = x² - y².
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    template <class T>
    T operator()(const T& x, const T& y) const {
        return x * x - y * y;
    }
};

}  // namespace

SurfaceSpec saddle() {
    return {.id = "saddle",
            .name = "Saddle",
            .formula = "x² - y²",
            .shows = "Down along y, up along x: started exactly on the ridge, every gradient rule stays on it; a start beside it gets away, the sooner the more momentum.",
            .domain = {-2, 2, -2, 2},
            .start = {-1.5, 0.01},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
