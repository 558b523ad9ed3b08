#include "core/wrappers/wrapper.hpp"

namespace thalweg::wrappers {

WrapperSpec lookahead() {
    return {.id = "lookahead",
            .name = "Lookahead",
            .parameters = {{"k", "k", "updates between two synchronizations", 5, {1, 10000}, Scale::log_count, {1, 100}},
                           {"alpha", "a", "share of the way from the slow weights to the fast ones", 0.5, {0, 1}, Scale::linear}},
            .formula = "every k updates: φ ← φ + a·(θ − φ);  θ ← φ",
            .convention = "optax lookahead, but with the fast weights shown as θ",
            .reference = "Zhang et al. 2019",
            .shown = [](const double* values, int t, WrapperMemory& memory) {
                if (t % static_cast<int>(values[0]) == 0) {
                    memory.slow += values[1] * (memory.iterate - memory.slow);
                    memory.iterate = memory.slow;
                }
                return memory.iterate;
            },
            .part = "back to the slow weights"};
}

}  // namespace thalweg::wrappers
