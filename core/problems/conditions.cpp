#include "core/problems/conditions.hpp"

#include <array>

#include "core/numerics/normal.hpp"
#include "core/numerics/random.hpp"

namespace thalweg {
namespace {

// σ·ξ, one coordinate, from one draw: T is a double or lanes.
template <class T, class Uniforms>
T noise_from(const Noise& noise, const Uniforms& u) {
    return T(noise.scale) * (noise.kind == Noise::Kind::student_t ? student_t(u.first, u.second, noise.freedom) : box_muller(u.first, u.second));
}

}  // namespace

Point noise_of_update(const Noise& noise, std::uint64_t seed, int t) {
    if (!noise.active()) return Point::Zero();
    const auto component = [&](std::uint32_t i) {
        return noise_from<double>(noise, two_uniforms(draw(seed, Stream::gradient_noise, static_cast<std::uint32_t>(t), i)));
    };
    return {component(0), component(1)};
}

void noise_of_update(const Noise& noise, std::uint64_t seed, int t, std::span<Point> draws) {
    for (std::size_t first = 0; first < draws.size(); first += native_lanes) {
        const auto component = [&](std::uint32_t i) {
            return noise_from<Lanes>(noise, two_uniforms(draw_lanes(seed + first, Stream::gradient_noise, static_cast<std::uint32_t>(t), i)));
        };
        const Lanes x = component(0), y = component(1);
        for (std::size_t k = first; k < std::min(first + native_lanes, draws.size()); ++k) draws[k] = {x[static_cast<int>(k - first)], y[static_cast<int>(k - first)]};
    }
}

void noise_of_update(const Noise& noise, std::uint64_t seed, int t, std::span<double> draws) {
    for (std::size_t first = 0; first < draws.size(); first += native_lanes) {
        const Lanes part = noise_from<Lanes>(noise, two_uniforms(draw_run(seed, Stream::gradient_noise, static_cast<std::uint32_t>(t), static_cast<std::uint32_t>(first))));
        for (std::size_t k = first; k < std::min(first + native_lanes, draws.size()); ++k) draws[k] = part[static_cast<int>(k - first)];
    }
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
