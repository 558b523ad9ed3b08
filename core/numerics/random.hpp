// Counter-based random numbers: a draw is a pure function of (seed, stream, step, i). Nothing has state, so re-stepping,
// branching, lanes and threads agree.
//
// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
#pragma once

#include <array>
#include <cstdint>

namespace thalweg {

using RandomBlock = std::array<std::uint32_t, 4>;

inline RandomBlock philox(RandomBlock counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0], b = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

// What a draw is for; each purpose has its own stream, so that one never moves another.
enum class Stream : std::uint32_t { dataset_noise = 1, dataset_inputs = 2, minibatch = 3, gradient_noise = 4, rule = 5 };

// 128 random bits for one draw.
inline RandomBlock draw(std::uint64_t seed, Stream stream, std::uint32_t step, std::uint32_t i) {
    return philox({i, step, static_cast<std::uint32_t>(stream), 0},
                  {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

double uniform(const RandomBlock& bits);  // in [0, 1), 53 bits
double normal(const RandomBlock& bits);   // standard normal, Box-Muller

// A random permutation of 0..n-1 without state: the place of i, for the given key. Every index appears once per epoch.
std::uint32_t permuted(std::uint32_t i, std::uint32_t n, std::uint64_t seed, std::uint32_t epoch);

}  // namespace thalweg
