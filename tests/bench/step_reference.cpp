// The limit of one trajectory: Adam on Rosenbrock's valley typed out as one scalar loop, x, y and loss recorded.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "core/numerics/denormals.hpp"

namespace {

struct Row {
    double x, y, loss;
};

double run(double lr, double beta1, double beta2, std::vector<Row>& rows) {
    constexpr double eps = 1e-8;
    double x = -1.2, y = 1, m_x = 0, m_y = 0, v_x = 0, v_y = 0, beta1_t = 1, beta2_t = 1;
    for (Row& row : rows) {
        const double a = 1 - x, b = y - x * x;
        const double g_x = -2 * a - 400 * x * b, g_y = 200 * b;
        row = {x, y, a * a + 100 * b * b};
        beta1_t *= beta1;
        beta2_t *= beta2;
        m_x = beta1 * m_x + (1 - beta1) * g_x;
        m_y = beta1 * m_y + (1 - beta1) * g_y;
        v_x = beta2 * v_x + (1 - beta2) * g_x * g_x;
        v_y = beta2 * v_y + (1 - beta2) * g_y * g_y;
        const double rate = lr / (1 - beta1_t), v_scale = 1 / std::sqrt(1 - beta2_t);
        x -= rate * m_x / (std::sqrt(v_x) * v_scale + eps);
        y -= rate * m_y / (std::sqrt(v_y) * v_scale + eps);
    }
    return rows.back().loss;
}

void adam(benchmark::State& state) {
    const thalweg::DenormalsFlushed guard;
    std::vector<Row> rows(10'000);
    double lr = 0.01, beta1 = 0.9, beta2 = 0.999;
    for (auto _ : state) {
        benchmark::DoNotOptimize(lr);  // not known when compiling, as for a slider
        benchmark::DoNotOptimize(beta1);
        benchmark::DoNotOptimize(beta2);
        benchmark::DoNotOptimize(run(lr, beta1, beta2, rows));
    }
}
BENCHMARK(adam)->MinTime(0.03)->Unit(benchmark::kMicrosecond);

}  // namespace
