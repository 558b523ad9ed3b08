// Counter-based random numbers: a draw is a pure function of (seed, stream, step, i). Nothing has state, so re-stepping,
// branching, lanes and threads agree.
//
// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/numerics/pack.hpp"

namespace thalweg {

using RandomBlock = std::array<std::uint32_t, 4>;
using Words [[gnu::vector_size(sizeof(std::uint64_t) * native_lanes)]] = std::uint64_t;  // as many blocks side by side as Lanes has
using RandomLanes = std::array<Words, 4>;

// A word is 64 bits that hold 32, or a vector of such: the product of two then needs no second register.
template <class Word>
std::array<Word, 4> philox_rounds(std::array<Word, 4> counter, std::array<Word, 2> key) {
    constexpr std::uint64_t low = 0xffffffff;
    for (int round = 0; round < 10; ++round) {
        const Word a = std::uint64_t{0xD2511F53} * counter[0], b = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {(b >> 32) ^ counter[1] ^ key[0], b & low, (a >> 32) ^ counter[3] ^ key[1], a & low};
        key = {(key[0] + 0x9E3779B9) & low, (key[1] + 0xBB67AE85) & low};
    }
    return counter;
}

inline RandomBlock philox(RandomBlock counter, std::array<std::uint32_t, 2> key) {
    const auto out = philox_rounds<std::uint64_t>({counter[0], counter[1], counter[2], counter[3]}, {key[0], key[1]});
    return {static_cast<std::uint32_t>(out[0]), static_cast<std::uint32_t>(out[1]), static_cast<std::uint32_t>(out[2]), static_cast<std::uint32_t>(out[3])};
}

// What a draw is for; each purpose has its own stream, so that one never moves another.
enum class Stream : std::uint32_t {
    dataset_noise = 1, dataset_inputs = 2, minibatch = 3, gradient_noise = 4, rule = 5,
    example = 16, example_noise = 17, example_split = 18, dropout = 19, initial_weights = 20, eigenvector = 21,
    landscape_direction = 32, landscape_examples = 33,
};

// 128 random bits for one draw.
inline RandomBlock draw(std::uint64_t seed, Stream stream, std::uint32_t step, std::uint32_t i) {
    return philox({i, step, static_cast<std::uint32_t>(stream), 0},
                  {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

// The same draw for seed, seed + 1, …: lane by lane what draw() gives.
inline RandomLanes draw_lanes(std::uint64_t seed, Stream stream, std::uint32_t step, std::uint32_t i) {
    Words seeds{}, zero{};
    for (int lane = 0; lane < native_lanes; ++lane) seeds[lane] = seed + static_cast<std::uint64_t>(lane);
    return philox_rounds<Words>({zero + i, zero + step, zero + static_cast<std::uint32_t>(stream), zero}, {seeds & 0xffffffff, seeds >> 32});
}

// The draws i, i + 1, …: lane by lane what draw() gives.
inline RandomLanes draw_run(std::uint64_t seed, Stream stream, std::uint32_t step, std::uint32_t i) {
    Words places{}, zero{};
    for (int lane = 0; lane < native_lanes; ++lane) places[lane] = i + static_cast<std::uint32_t>(lane);
    return philox_rounds<Words>({places, zero + step, zero + static_cast<std::uint32_t>(stream), zero}, {zero + (seed & 0xffffffff), zero + (seed >> 32)});
}

double uniform(const RandomBlock& bits);  // in [0, 1), 53 bits
double normal(const RandomBlock& bits);   // standard normal, Box-Muller

// Two uniform numbers of one draw, 53 bits each, and what others make of them; bit for bit the same in every lane.
struct UniformPair { double first, second; };
struct UniformLanes { Lanes first, second; };
UniformPair two_uniforms(const RandomBlock& bits);
UniformLanes two_uniforms(const RandomLanes& bits);

// A random permutation of 0..n-1 without state: the place of i, for the given key. Every index appears once per epoch.
std::uint32_t permuted(std::uint32_t i, std::uint32_t n, std::uint64_t seed, std::uint32_t epoch, Stream stream = Stream::minibatch);
// The same for first, first + 1, …, one per entry.
void permuted(std::uint32_t first, std::span<std::uint32_t> places, std::uint32_t n, std::uint64_t seed, std::uint32_t epoch, Stream stream = Stream::minibatch);

}  // namespace thalweg
