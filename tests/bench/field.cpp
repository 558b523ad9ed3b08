// Height fields row by row through the public objective, in doubles, stored as float32.
#include "tests/bench/field.hpp"

#include <algorithm>
#include <array>

#include "core/problems/problem.hpp"

namespace thalweg::bench {
namespace {

void measure(benchmark::State& state, const Objective* objective) {
    measure_field(state, [&](std::size_t first, std::size_t last, float* out) {
        alignas(64) std::array<double, side> x, row;
        for (std::size_t i = 0; i < side; ++i) x[i] = low + static_cast<double>(i) * spacing;
        for (std::size_t j = first; j < last; ++j) {
            objective->heights(x, low + static_cast<double>(j) * spacing, row);
            std::transform(row.begin(), row.end(), out + j * side, [](double height) { return static_cast<float>(height); });
        }
    });
}
void field(benchmark::State& state, const char* surface_id) { measure(state, find_surface(surface_id)->make({}).get()); }
// The same surfaces as somebody types them, run by the interpreter of formulas.
void formula(benchmark::State& state, const char* text) { measure(state, std::get<0>(UserFormula::parse(text))->objective({}).get()); }

BENCHMARK_CAPTURE(field, rosenbrock, "rosenbrock")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(field, rastrigin, "rastrigin")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(field, ackley, "ackley")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(formula, rosenbrock, "(1-x)^2 + 100*(y - x^2)^2")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(formula, rastrigin, "20 + x^2 - 10*cos(tau*x) + y^2 - 10*cos(tau*y)")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(formula, ackley, "20 + e - 20*exp(-0.2*sqrt(0.5*(x^2 + y^2))) - exp(0.5*(cos(tau*x) + cos(tau*y)))")->Apply(one_and_two_threads);

}  // namespace
}  // namespace thalweg::bench
