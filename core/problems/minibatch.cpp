#include "core/problems/minibatch.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "core/numerics/random.hpp"

namespace thalweg {
namespace {

constexpr std::uint32_t run_length = 64;     // places of an epoch that are drawn and remembered together
constexpr std::size_t slots_per_block = 256;
constexpr std::size_t blocks = 512;          // 35 MiB when all are in use
constexpr std::uint32_t seeds_apart = 256;   // so many seeds in a row never share a slot

// One run of an epoch's order. Whoever finds the slot taken draws for himself and waits for nobody.
struct Slot {
    std::atomic_flag taken;
    std::uint32_t n = 0;  // 0: nothing yet
    std::uint32_t epoch = 0, run = 0;
    std::uint64_t seed = 0;
    std::array<std::uint32_t, run_length> places{};
};
using Block = std::array<Slot, slots_per_block>;

class Memory {
public:
    ~Memory() {
        for (auto& block : blocks_) delete block.load();
    }
    Slot& slot(std::uint32_t n, std::uint64_t seed, std::uint32_t epoch, std::uint32_t run) {
        const std::uint64_t runs_per_epoch = (n + run_length - 1) / run_length;
        const std::uint64_t index = seed % seeds_apart + seeds_apart * (epoch * runs_per_epoch + run) + seed / seeds_apart * 0x9E3779B97F4A7C15;
        std::atomic<Block*>& place = blocks_[index / slots_per_block % blocks];
        Block* block = place.load(std::memory_order_acquire);
        if (!block) {
            auto fresh = std::make_unique<Block>();
            if (place.compare_exchange_strong(block, fresh.get(), std::memory_order_acq_rel)) block = fresh.release();
        }
        return (*block)[index % slots_per_block];
    }

private:
    std::array<std::atomic<Block*>, blocks> blocks_{};
};

// Places `from` to `to` of one run, written to `out`.
void take(Memory& memory, std::uint32_t n, std::uint64_t seed, std::uint32_t epoch, std::uint32_t run, std::uint32_t from, std::uint32_t to, std::uint32_t* out) {
    const std::uint32_t first = run * run_length, length = std::min(run_length, n - first);
    Slot& slot = memory.slot(n, seed, epoch, run);
    if (slot.taken.test_and_set(std::memory_order_acquire)) {
        permuted(from, {out, to - from}, n, seed, epoch);
        return;
    }
    if (slot.n != n || slot.seed != seed || slot.epoch != epoch || slot.run != run) {
        permuted(first, {slot.places.data(), length}, n, seed, epoch);
        slot.n = n, slot.seed = seed, slot.epoch = epoch, slot.run = run;
    }
    std::copy(slot.places.begin() + (from - first), slot.places.begin() + (to - first), out);
    slot.taken.clear(std::memory_order_release);
}

}  // namespace

std::span<const std::uint32_t> minibatch(std::uint32_t n, std::uint32_t batch, std::uint64_t seed, int step) {
    static Memory memory;  // of a pure function: whoever asks gets the same
    thread_local std::vector<std::uint32_t> points;
    const std::uint32_t per_epoch = (n + batch - 1) / batch, update = static_cast<std::uint32_t>(step - 1);
    const std::uint32_t epoch = update / per_epoch, first = (update % per_epoch) * batch, last = std::min(first + batch, n);
    points.resize(last - first);
    for (std::uint32_t at = first; at < last;) {
        const std::uint32_t run = at / run_length, end = std::min(last, (run + 1) * run_length);
        take(memory, n, seed, epoch, run, at, end, &points[at - first]);
        at = end;
    }
    return points;
}

}  // namespace thalweg
