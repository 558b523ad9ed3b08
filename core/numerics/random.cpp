#include "core/numerics/random.hpp"

#include <bit>

#include "core/numerics/normal.hpp"

namespace thalweg {
namespace {

double unit(std::uint32_t high, std::uint32_t low) {
    return static_cast<double>((std::uint64_t{high} << 21) ^ (low >> 11)) * 0x1p-53;
}

// A Feistel network permutes 0..4^half-1; walking its cycle until the index is below n permutes 0..n-1 (Black & Rogaway 2002). At
// most 4 walks are expected, since 4^half < 4n.
int feistel_half(std::uint32_t n) { return (static_cast<int>(std::bit_width(n - 1)) + 1) / 2; }

// One walk; a word is an index, or a vector of such.
template <class Word>
Word feistel(Word i, int half, std::uint64_t seed, std::uint32_t epoch, Stream purpose) {
    const Word zero{}, epochs = zero + epoch, stream = zero + static_cast<std::uint64_t>(purpose), low = zero + (seed & 0xffffffff), high = zero + (seed >> 32);
    const Word mask = zero + ((std::uint64_t{1} << half) - 1);
    Word left = i >> half, right = i & mask;
    for (std::uint64_t round = 0; round < 6; ++round) {
        const Word mixed = left ^ (philox_rounds<Word>({(zero + (round << 26)) ^ right, epochs, stream, zero}, {low, high})[0] & mask);
        left = right;
        right = mixed;
    }
    return (left << half) | right;
}

}  // namespace

double uniform(const RandomBlock& bits) { return unit(bits[0], bits[1]); }

UniformPair two_uniforms(const RandomBlock& bits) { return {unit(bits[0], bits[1]), unit(bits[2], bits[3])}; }

UniformLanes two_uniforms(const RandomLanes& bits) {
    const auto lanes = [](Words high, Words low) { return Lanes(__builtin_convertvector((high << 21) ^ (low >> 11), Lanes::Vector)) * Lanes(0x1p-53); };
    return {lanes(bits[0], bits[1]), lanes(bits[2], bits[3])};
}

double normal(const RandomBlock& bits) {
    const UniformPair u = two_uniforms(bits);
    return box_muller(u.first, u.second);
}

std::uint32_t permuted(std::uint32_t i, std::uint32_t n, std::uint64_t seed, std::uint32_t epoch, Stream stream) {
    const int half = feistel_half(n);
    std::uint64_t place = i;
    do place = feistel<std::uint64_t>(place, half, seed, epoch, stream);
    while (place >= n);
    return static_cast<std::uint32_t>(place);
}

void permuted(std::uint32_t first, std::span<std::uint32_t> places, std::uint32_t n, std::uint64_t seed, std::uint32_t epoch, Stream stream) {
    const int half = feistel_half(n);
    // Every lane walks by itself: one that has arrived takes the next index.
    Words at{};
    std::array<std::size_t, native_lanes> target;
    std::size_t next = 0, open = places.size();
    const auto take = [&](int lane) {
        target[static_cast<std::size_t>(lane)] = next;
        at[lane] = next < places.size() ? first + static_cast<std::uint32_t>(next) : 0;
        ++next;
    };
    for (int lane = 0; lane < native_lanes; ++lane) take(lane);
    while (open > 0) {
        at = feistel<Words>(at, half, seed, epoch, stream);
        for (int lane = 0; lane < native_lanes; ++lane) {
            const std::size_t to = target[static_cast<std::size_t>(lane)];
            if (to >= places.size() || at[lane] >= n) continue;
            places[to] = static_cast<std::uint32_t>(at[lane]);
            --open;
            take(lane);
        }
    }
}

}  // namespace thalweg
