// A height field of 1024 × 1024 float32 values over [−5, 5]², filled by one or two threads; starting them counts.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <thread>
#include <vector>

namespace thalweg::bench {

inline constexpr std::size_t side = 1024;
inline constexpr double low = -5, spacing = 10.0 / (side - 1);

// fill(first, last, field) fills rows first … last - 1.
template <class Fill>
void measure_field(benchmark::State& state, Fill fill) {
    std::vector<float> field(side * side);
    for (auto _ : state) {
        std::vector<std::jthread> helpers;
        const std::size_t threads = static_cast<std::size_t>(state.range(0));
        for (std::size_t k = 1; k < threads; ++k)
            helpers.emplace_back([&, k] { fill(side * k / threads, side * (k + 1) / threads, field.data()); });
        fill(0, side / threads, field.data());
        helpers.clear();
        benchmark::DoNotOptimize(field.data());
        benchmark::ClobberMemory();
    }
}

inline void one_and_two_threads(benchmark::internal::Benchmark* b) {
    b->Arg(1)->Arg(2)->ArgName("threads")->MinTime(0.05)->UseRealTime()->Unit(benchmark::kMicrosecond);
}

}  // namespace thalweg::bench
