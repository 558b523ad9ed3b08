// A race that starts over with every call, as it does while a slider is dragged: the same objects and the same memory.
#pragma once

#include <benchmark/benchmark.h>

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "core/problems/problem.hpp"
#include "core/race/race.hpp"

namespace thalweg::bench {

inline constexpr int steps = 10'000;
inline constexpr double seconds_each = 0.03;  // short, since compare.sh comes round many times

inline std::shared_ptr<const Problem> surface(std::string_view id) {
    return std::make_shared<const Problem>(surface_problem(*find_surface(id), {}));
}

class Rerun {
public:
    Rerun(std::shared_ptr<const Problem> problem, std::vector<RacerSetup> setups)
        : arena_{std::move(problem), 0, steps}, setups_(std::move(setups)) {}

    const Race& operator()() {
        arena_.seed ^= 1;  // another arena, so nothing is kept; without samples the seed changes no number
        race_.arrange(arena_, setups_);
        race_.advance();
        return race_;
    }

private:
    Race race_;
    Arena arena_;
    std::vector<RacerSetup> setups_;
};

// The optimizer with its defaults and a learning rate of 0.01, halved until the racer survives all steps.
inline RacerSetup surviving(const OptimizerSpec& optimizer, const std::shared_ptr<const Problem>& problem, Point start) {
    RacerSetup setup{.optimizer = &optimizer, .hyper = default_hyperparameters(optimizer), .start = start};
    for (setup.hyper[0] = 0.01; setup.hyper[0] > 1e-12; setup.hyper[0] /= 2)
        if (Rerun(problem, {setup})().history(0).rows() > steps) break;
    return setup;
}

}  // namespace thalweg::bench
