// Height fields row by row through the public objective, in doubles, stored as float32.
#include "tests/bench/field.hpp"

#include <algorithm>
#include <array>

#include "core/problems/problem.hpp"

namespace thalweg::bench {
namespace {

void field(benchmark::State& state, const char* surface_id) {
    const auto objective = find_surface(surface_id)->make({});
    measure_field(state, [&](std::size_t first, std::size_t last, float* out) {
        alignas(64) std::array<double, side> row;
        for (std::size_t j = first; j < last; ++j) {
            objective->heights(low, spacing, low + static_cast<double>(j) * spacing, row);
            std::transform(row.begin(), row.end(), out + j * side, [](double height) { return static_cast<float>(height); });
        }
    });
}
BENCHMARK_CAPTURE(field, rosenbrock, "rosenbrock")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(field, rastrigin, "rastrigin")->Apply(one_and_two_threads);
BENCHMARK_CAPTURE(field, ackley, "ackley")->Apply(one_and_two_threads);

}  // namespace
}  // namespace thalweg::bench
