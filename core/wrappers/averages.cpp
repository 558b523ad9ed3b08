// Averages of the iterates: the rule goes on from its own iterate, the average is what is shown as θ.
#include "core/wrappers/wrapper.hpp"

namespace thalweg::wrappers {

WrapperSpec ema() {
    return {.id = "ema",
            .name = "Moving average",
            .parameters = {{"decay", "δ", "share of the old average that is kept", 0.9, {0, 0.999999}, Scale::one_minus_log, {0, 0.999}}},
            .formula = "ā ← δ·ā + (1 − δ)·θ,  shown as θ",
            .convention = "starts at the start point, uncorrected; PyTorch AveragedModel(avg_fn = EMA), where it is shown the start first: it begins with a copy of what it sees first",
            .reference = "Tarvainen & Valpola 2017",
            .shown = [](const double* values, int, WrapperMemory& memory) {
                memory.slow = values[0] * memory.slow + (1 - values[0]) * memory.iterate;
                return memory.slow;
            },
            .part = "averaging"};
}

WrapperSpec polyak_average() {
    return {.id = "polyak_average",
            .name = "Polyak average",
            .parameters = {{"start", "t₀", "updates before averaging begins", 0, {0, 1e6}, Scale::log_count, {0, 10000}}},
            .formula = "ā ← ā + (θ − ā)/(t − t₀)  for t > t₀,  shown as θ",
            .convention = "mean of the iterates after update t₀; before it the iterate itself",
            .reference = "Polyak & Juditsky 1992",
            .shown = [](const double* values, int t, WrapperMemory& memory) {
                const double n = t - values[0];
                if (n <= 1) memory.slow = memory.iterate;
                else memory.slow += (memory.iterate - memory.slow) / n;
                return memory.slow;
            },
            .part = "averaging"};
}

}  // namespace thalweg::wrappers
