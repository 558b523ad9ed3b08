// One update of racers that stand at the same step and see the same sample: what a race does with all of its racers, and an
// ensemble with all racers of one seed.
#pragma once

#include <span>

#include "core/race/race.hpp"

namespace thalweg {

// A racer on its way.
struct Lane {
    const RacerSetup* setup;
    decltype(Rule::step) step;  // null where the update is more than the plain rule
    const double* hyper;
    std::byte* state;

    Lane() = default;
    Lane(const RacerSetup& racer, std::byte* block) : setup(&racer), step(racer.plain() ? racer.optimizer->rule.step : nullptr), hyper(racer.hyper.data()), state(block) {}
};

// Which of the conditions are in force, asked once.
struct InForce {
    bool stochastic, noise, clipping;

    InForce(const Arena& arena, std::span<const Lane> lanes) : stochastic(arena.problem->objective->stochastic()), noise(arena.noise.active()), clipping(false) {
        for (const Lane& lane : lanes) clipping |= lane.setup->clipping.active();
    }
};

// Update number t. theta moves; g comes in as the exact gradient there and is overwritten. `draw` is noise_of_update() of it.
inline void step_lanes(const Arena& arena, const InForce& in_force, int t, const Point& draw, std::span<const Lane> lanes, Point* theta, Point* g, const double* loss) {
    const std::size_t n = lanes.size();
    for (std::size_t r = 0; r < n; ++r)
        if (!lanes[r].step) update_racer(arena, *lanes[r].setup, t, {loss[r], g[r]}, theta[r], lanes[r].state);
    if (in_force.stochastic) arena.problem->objective->sample_gradients({theta, n}, arena.seed, t, {g, n});
    if (in_force.noise)
        for (std::size_t r = 0; r < n; ++r) disturb(arena.noise, draw, g[r]);
    for (std::size_t r = 0; r < n; ++r) {
        const Lane& lane = lanes[r];
        if (!lane.step) continue;
        if (in_force.clipping) g[r] = lane.setup->clipping(g[r]);
        lane.step(lane.hyper, t, Pair::load(g[r].data()), Pair::load(theta[r].data()), lane.state).store(theta[r].data());
    }
}

}  // namespace thalweg
