#include "core/problems/conditions.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "core/numerics/elementary.hpp"
#include "core/numerics/random.hpp"

namespace thalweg {
namespace {

// Student's t from two uniform numbers: Bailey, "Polar generation of random variates with the t-distribution" (1994).
double student_t(const RandomBlock& bits, double freedom) {
    const double u = 1 - uniform(bits), angle = 2 * std::numbers::pi * uniform({bits[2], bits[3], 0, 0});
    return sqrt(freedom * std::expm1(-2 / freedom * log(u))) * cos(angle);
}

}  // namespace

Point noise_of_update(const Noise& noise, std::uint64_t seed, int t) {
    if (!noise.active()) return Point::Zero();
    const auto component = [&](std::uint32_t i) {
        const RandomBlock bits = draw(seed, Stream::gradient_noise, static_cast<std::uint32_t>(t), i);
        return noise.scale * (noise.kind == Noise::Kind::student_t ? student_t(bits, noise.freedom) : normal(bits));
    };
    return {component(0), component(1)};
}

std::span<const std::string_view> noise_kinds() {
    static constexpr std::array<std::string_view, 4> kinds{"none", "gaussian", "multiplicative", "student_t"};
    return kinds;
}

const Parameter& noise_scale() {
    static const Parameter p{"scale", "σ", "size of the gradient noise", 0, {0, 1e6}, Scale::log, {0, 1000}};
    return p;
}

const Parameter& noise_freedom() {
    static const Parameter p{"freedom", "ν", "degrees of freedom: the fewer, the heavier the tails", 3, {0.1, 1000}, Scale::log, {1, 100}};
    return p;
}

const Parameter& clip_norm_parameter() {
    static const Parameter p{"clip_norm", "clip ‖g‖", "largest length of the gradient; 0 is off", 0, {0, 1e12}, Scale::log, {0, 1000}, true};
    return p;
}

const Parameter& clip_value_parameter() {
    static const Parameter p{"clip_value", "clip gᵢ", "largest component of the gradient; 0 is off", 0, {0, 1e12}, Scale::log, {0, 1000}, true};
    return p;
}

}  // namespace thalweg
