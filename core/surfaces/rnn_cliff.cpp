// One-unit recurrent network: h ← w·σ(h) + b, n times from h = ½, then f(w, b) = (σ(h) - 0.7)². After Pascanu, Mikolov & Bengio 2013,
// "On the difficulty of training recurrent neural networks": where the unit turns bistable stands a cliff.
#include "core/numerics/functions.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {
namespace {

struct Formula {
    static constexpr bool transcendental = true;
    int steps;
    explicit Formula(std::span<const double> p) : steps(static_cast<int>(p[0])) {}

    template <class T>
    T operator()(const T& x, const T& y) const {
        T h = 0.5;
        for (int k = 0; k < steps; ++k) h = x * sigmoid(h) + y;
        return square(sigmoid(h) - 0.7);
    }
};

}  // namespace

SurfaceSpec rnn_cliff() {
    return {.id = "rnn_cliff",
            .name = "Recurrent cliff",
            .formula = "(σ(h) - 0.7)², h ← w·σ(h) + b, n times from h = ½",
            .shows = "Exploding gradients: on the wall they are a hundred thousand times what they are beside it, and one step is thrown far away unless they are clipped.",
            .domain = {2, 7.5, -3.5, -1},
            .start = {4.8, -2.6},
            .minima = {{2.75, -1.0777021396125903}, {3.25, -1.427702138914553}, {3.75, -1.7777014567790856}, {4.25, -2.1274106725122306}},
            .minimum = 0,
            .minima_on_curve = true,
            .axes = {"w", "b"},
            .parameters = {{"steps", "n", "times that the unit feeds back into itself", 50, {1, 200}, Scale::count}},
            .make = differentiable<Formula>()};
}

}  // namespace thalweg
