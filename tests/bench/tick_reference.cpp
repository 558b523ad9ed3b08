// Eight typed racers in lockstep: steps outside, racers inside, so that their dependency chains overlap.
#include "tests/bench/tick_reference.hpp"

namespace typed {
namespace {

template <class Surface>
void lockstep(Histories& histories) {
    Eight<Surface> racers;
    std::array<Row*, 8> rows;
    for (std::size_t r = 0; r < 8; ++r) rows[r] = histories[r].data();
    for (std::size_t t = 0; t < steps; ++t)
        std::apply([&](auto&... racer) { std::size_t r = 0; (racer.step(rows[r++][t]), ...); }, racers);
}
BENCHMARK(tick<lockstep<Rosenbrock>>)->Name("tick/rosenbrock")->MinTime(0.03)->Unit(benchmark::kMicrosecond);
BENCHMARK(tick<lockstep<Ackley>>)->Name("tick/ackley")->MinTime(0.03)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace typed
