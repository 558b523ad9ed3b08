// Eight typed racers one after another: what a race would cost if it finished each racer before the next.
#include "tests/bench/tick_reference.hpp"

namespace typed {
namespace {

template <class Surface>
void in_turns(Histories& histories) {
    Eight<Surface> racers;
    std::size_t r = 0;
    const auto run = [&](auto& racer) {
        auto one = racer;
        for (Row& row : histories[r]) one.step(row);
        ++r;
    };
    std::apply([&](auto&... racer) { (run(racer), ...); }, racers);
}
BENCHMARK(tick<in_turns<Rosenbrock>>)->Name("tick/rosenbrock")->MinTime(0.03)->Unit(benchmark::kMicrosecond);
BENCHMARK(tick<in_turns<Ackley>>)->Name("tick/ackley")->MinTime(0.03)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace typed
