// Nanoseconds per member and step of an ensemble of 256 seeds × 1,000 steps, statistics included, as in one tick of a slider.
#include <thread>

#include "core/sweep/ensemble.hpp"
#include "tests/bench/rerun.hpp"

namespace thalweg::bench {
namespace {

std::vector<RacerSetup> racers(std::initializer_list<std::string_view> ids, Point start) {
    std::vector<RacerSetup> setups;
    for (const std::string_view id : ids) {
        const OptimizerSpec& optimizer = *find_optimizer(id);
        setups.push_back({.optimizer = &optimizer, .hyper = default_hyperparameters(optimizer), .start = start});
        setups.back().hyper[0] = 1e-3;
    }
    return setups;
}

void run(benchmark::State& state, const Arena& arena, const std::vector<RacerSetup>& setups, int threads) {
    constexpr int members = 256;
    for (auto _ : state) {
        Ensemble ensemble;
        ensemble.arrange(arena, setups, members);
        ensemble.advance(Ensemble::Clock::time_point::max(), {}, threads);
        benchmark::DoNotOptimize(ensemble.rows(0).back().mean);
    }
    state.counters["per_member_step"] = benchmark::Counter(static_cast<double>(setups.size()) * members * arena.steps,
                                                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void noise(benchmark::State& state, Noise::Kind kind, std::initializer_list<std::string_view> ids, int threads) {
    run(state, {surface("rosenbrock"), 0, 1000, {kind, 1, 3}}, racers(ids, {-1.2, 1}), threads);
}
BENCHMARK_CAPTURE(noise, gaussian_adam, Noise::Kind::gaussian, {"adam"}, 1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(noise, gaussian_four, Noise::Kind::gaussian, {"adam", "momentum", "rmsprop", "sgd"}, 1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(noise, gaussian_four_two_threads, Noise::Kind::gaussian, {"adam", "momentum", "rmsprop", "sgd"}, 2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(noise, student_four, Noise::Kind::student_t, {"adam", "momentum", "rmsprop", "sgd"}, 1)->Unit(benchmark::kMillisecond)->UseRealTime();

void minibatches(benchmark::State& state) {
    const auto problem = std::make_shared<const Problem>(regression_problem(find_dataset("noisy_line"), 10));
    run(state, {problem, 0, 1000}, racers({"adam", "momentum", "sgd"}, {-2, 2}), 1);
}
BENCHMARK(minibatches)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace thalweg::bench
