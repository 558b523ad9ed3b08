// The limit of a tick: eight textbook rules typed out, everything known when compiling, x, y and loss recorded. x and y share
// a register; as scalars the compiler finds most of that, but not all.
#pragma once

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <numbers>
#include <tuple>
#include <vector>

#include "core/numerics/denormals.hpp"
#include "core/numerics/pack.hpp"

namespace typed {

using thalweg::Pair;

struct Row {
    Pair at;
    double loss;
};

struct Rosenbrock {
    static Pair start() { return Pair::Vector{-1.2, 1}; }
    static double evaluate(Pair p, Pair& g) {
        const double a = 1 - p[0], b = p[1] - p[0] * p[0];
        g = Pair::Vector{-2 * a - 400 * p[0] * b, 200 * b};
        return a * a + 100 * b * b;
    }
};

struct Ackley {
    static Pair start() { return Pair::Vector{2.7, -1.8}; }
    static double evaluate(Pair p, Pair& g) {
        constexpr double tau = 2 * std::numbers::pi;
        const double r = std::sqrt(0.5 * (p[0] * p[0] + p[1] * p[1]));
        const double cone = 20 * std::exp(-0.2 * r), ripple = std::exp(0.5 * (std::cos(tau * p[0]) + std::cos(tau * p[1])));
        g = (r > 0 ? 0.1 * cone / r : 0) * p + std::numbers::pi * ripple * Pair(Pair::Vector{std::sin(tau * p[0]), std::sin(tau * p[1])});
        return 20 + std::numbers::e - cone - ripple;
    }
};

// θ ← θ − move(g)
constexpr double eps = 1e-8;

struct Sgd {
    double lr = 1e-3;
    Pair move(Pair g) const { return lr * g; }
};
struct Momentum {
    double lr = 2e-4, mu = 0.9;
    Pair b = 0.0;
    Pair move(Pair g) {
        b = mu * b + g;
        return lr * b;
    }
};
struct Nesterov {
    double lr = 2e-4, mu = 0.9;
    Pair b = 0.0;
    Pair move(Pair g) {
        b = mu * b + g;
        return lr * (g + mu * b);
    }
};
struct Adagrad {
    double lr = 0.3;
    Pair sum = 0.0;
    Pair move(Pair g) {
        sum += g * g;
        return lr * g / (sqrt(sum) + eps);
    }
};
struct Rmsprop {
    double lr = 0.01, rho = 0.99;
    Pair v = 0.0;
    Pair move(Pair g) {
        v = rho * v + (1 - rho) * (g * g);
        return lr * g / (sqrt(v) + eps);
    }
};
struct Adadelta {
    double rho = 0.95, inside = 1e-6;
    Pair v = 0.0, d = 0.0;
    Pair move(Pair g) {
        v = rho * v + (1 - rho) * (g * g);
        const Pair step = sqrt((d + inside) / (v + inside)) * g;
        d = rho * d + (1 - rho) * (step * step);
        return step;
    }
};
template <bool nesterov>
struct AdamLike {
    double lr = 0.01, beta1 = 0.9, beta2 = 0.999, beta1_t = 1, beta2_t = 1;
    Pair m = 0.0, v = 0.0;
    Pair move(Pair g) {
        beta1_t *= beta1;
        beta2_t *= beta2;
        m = beta1 * m + (1 - beta1) * g;
        v = beta2 * v + (1 - beta2) * (g * g);
        const Pair direction = nesterov ? beta1 * m + (1 - beta1) * g : m;
        return lr / (1 - beta1_t) * direction / (sqrt(v) * (1 / std::sqrt(1 - beta2_t)) + eps);
    }
};

template <class Surface, class Rule>
struct Racer {
    Rule rule{};
    Pair at = Surface::start();

    void step(Row& row) {
        Pair g;
        row = {at, Surface::evaluate(at, g)};
        at -= rule.move(g);
    }
};
template <class Surface, class... Rules>
using RacersOf = std::tuple<Racer<Surface, Rules>...>;
template <class Surface>
using Eight = RacersOf<Surface, Sgd, Momentum, Nesterov, Adagrad, Rmsprop, Adadelta, AdamLike<false>, AdamLike<true>>;

constexpr std::size_t steps = 10'000;
using Histories = std::array<std::vector<Row>, 8>;

template <void (*run)(Histories&)>
void tick(benchmark::State& state) {
    const thalweg::DenormalsFlushed guard;
    Histories histories;
    for (auto& rows : histories) rows.resize(steps);
    for (auto _ : state) {
        run(histories);
        benchmark::DoNotOptimize(histories[7].back());
        benchmark::ClobberMemory();
    }
}

}  // namespace typed
