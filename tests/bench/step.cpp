// One racer on Rosenbrock's valley through the public race, with its history: every optimizer of the catalogue.
// Time per iteration is that of 10,000 steps; "step" is the time of one.
#include <string>

#include "tests/bench/rerun.hpp"

namespace thalweg::bench {
namespace {

void step(benchmark::State& state, const OptimizerSpec& optimizer) {
    const auto problem = surface("rosenbrock");
    Rerun rerun(problem, {surviving(optimizer, problem, {-1.2, 1.0})});
    for (auto _ : state) benchmark::DoNotOptimize(rerun().history(0).loss(steps));
    state.counters["step"] = {steps, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

const bool registered = [] {
    for (const OptimizerSpec& optimizer : optimizer_catalogue())
        benchmark::RegisterBenchmark(std::string(optimizer.id).c_str(), step, optimizer)->MinTime(seconds_each)->Unit(benchmark::kMicrosecond);
    return true;
}();

}  // namespace
}  // namespace thalweg::bench
