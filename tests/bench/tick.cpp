// Eight racers started over, as in one tick of a dragged slider: 8 × 10,000 steps through the public race.
#include <string_view>
#include <utility>

#include "tests/bench/rerun.hpp"

namespace thalweg::bench {
namespace {

RacerSetup racer(std::string_view id, Point start, std::initializer_list<std::pair<std::string_view, double>> hyper) {
    const OptimizerSpec& optimizer = *find_optimizer(id);
    RacerSetup setup{.optimizer = &optimizer, .hyper = default_hyperparameters(optimizer), .start = start};
    for (const auto& [key, value] : hyper) setup.hyper.at(static_cast<std::size_t>(index_of(optimizer.hyperparameters, key))) = value;
    return setup;
}

// The same rules and numbers as tick_reference.hpp.
std::vector<RacerSetup> eight(Point start) {
    return {racer("sgd", start, {{"lr", 1e-3}}),
            racer("momentum", start, {{"lr", 2e-4}}),
            racer("nesterov", start, {{"lr", 2e-4}}),
            racer("adagrad", start, {{"lr", 0.3}, {"eps", 1e-8}}),
            racer("rmsprop", start, {{"lr", 0.01}, {"alpha", 0.99}}),
            racer("adadelta", start, {{"rho", 0.95}}),
            racer("adam", start, {{"lr", 0.01}}),
            racer("nadam", start, {{"lr", 0.01}})};
}

void tick(benchmark::State& state, const char* surface_id, Point start) {
    Rerun rerun(surface(surface_id), eight(start));
    for (auto _ : state) benchmark::DoNotOptimize(rerun().history(7).loss(steps));
}
BENCHMARK_CAPTURE(tick, rosenbrock, "rosenbrock", Point(-1.2, 1.0))->MinTime(seconds_each)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(tick, ackley, "ackley", Point(2.7, -1.8))->MinTime(seconds_each)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace thalweg::bench
