// Which points an update of minibatch descent sees: every epoch passes through all of them once, in a new order.
#pragma once

#include <cstdint>
#include <span>

namespace thalweg {

// Of n points in batches of `batch` < n, those of update number `step` (1, 2, …); the last batch of an epoch may be smaller. A
// pure function of its arguments, safe to call from several threads; the span is good until the same thread asks again.
//
// What was drawn is remembered within a budget, because the hand that moves a slider runs the same seeds through the same epochs
// again with every tick.
std::span<const std::uint32_t> minibatch(std::uint32_t n, std::uint32_t batch, std::uint64_t seed, int step);

}  // namespace thalweg
