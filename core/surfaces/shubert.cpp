// Shubert: f(x, y) = s(x)·s(y), s(u) = Σ i·cos((i+1)·u+i), i = 1…5.
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    template <class T>
    static T sum(const T& u) {
        T s = cos(2.0 * u + 1.0);
        for (int i = 2; i <= 5; ++i) s = s + i * 1.0 * cos((i + 1.0) * u + i * 1.0);
        return s;
    }
    template <class T>
    T operator()(const T& x, const T& y) const {
        return sum(x) * sum(y);
    }
};

}  // namespace

SurfaceSpec shubert() {
    return {.id = "shubert",
            .name = "Shubert",
            .formula = "s(x)·s(y), s(u) = Σ i·cos((i+1)·u+i), i = 1…5",
            .shows = "Eighteen equal minima among hundreds of hollows.",
            .domain = {-10, 10, -10, 10},
            .start = {0, 0},
            .minima = {{-7.708313735499347, -7.0835064076515595}, {-7.708313735499347, -0.8003211004719731}, {-7.708313735499347, 5.482864206707613},
                       {-7.0835064076515595, -7.708313735499347}, {-7.0835064076515595, -1.425128428319761}, {-7.0835064076515595, 4.858056878859825},
                       {-1.425128428319761, -7.0835064076515595}, {-1.425128428319761, -0.8003211004719731}, {-1.425128428319761, 5.482864206707613},
                       {-0.8003211004719731, -7.708313735499347}, {-0.8003211004719731, -1.425128428319761}, {-0.8003211004719731, 4.858056878859825},
                       {4.858056878859825, -7.0835064076515595}, {4.858056878859825, -0.8003211004719731}, {4.858056878859825, 5.482864206707613},
                       {5.482864206707613, -7.708313735499347}, {5.482864206707613, -1.425128428319761}, {5.482864206707613, 4.858056878859825}},
            .minimum = -186.73090883102384,
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
