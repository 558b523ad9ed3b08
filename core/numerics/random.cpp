#include "core/numerics/random.hpp"

#include <bit>

#include "core/numerics/normal.hpp"

namespace thalweg {
namespace {

double unit(std::uint32_t high, std::uint32_t low) {
    return static_cast<double>((std::uint64_t{high} << 21) ^ (low >> 11)) * 0x1p-53;
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
    // A Feistel network permutes 0..4^half-1; walking its cycle until the index is below n permutes 0..n-1
    // (Black & Rogaway 2002). At most 4 walks are expected, since 4^half < 4n.
    const int half = (static_cast<int>(std::bit_width(n - 1)) + 1) / 2;
    const std::uint32_t mask = (std::uint32_t{1} << half) - 1;
    do {
        std::uint32_t left = i >> half, right = i & mask;
        for (std::uint32_t round = 0; round < 6; ++round) {
            const std::uint32_t mixed = left ^ (draw(seed, stream, epoch, (round << 26) ^ right)[0] & mask);
            left = right;
            right = mixed;
        }
        i = (left << half) | right;
    } while (i >= n);
    return i;
}

}  // namespace thalweg
