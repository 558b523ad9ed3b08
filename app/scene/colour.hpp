// Colours as plain numbers, sRGB encoded, alpha not premultiplied.
#pragma once

#include <cstdint>

namespace thalweg::app {

struct Rgb8 {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Rgb8&) const = default;
};

struct Rgba {
    float r = 0, g = 0, b = 0, a = 1;
    bool operator==(const Rgba&) const = default;
};

// 0xff9f1c → orange.
constexpr Rgb8 rgb8(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8 & 0xff), static_cast<std::uint8_t>(hex & 0xff)};
}

constexpr Rgba rgba(Rgb8 c, float alpha = 1.0f) {
    return {static_cast<float>(c.r) / 255.0f, static_cast<float>(c.g) / 255.0f, static_cast<float>(c.b) / 255.0f, alpha};
}

constexpr Rgba rgba(std::uint32_t hex, float alpha = 1.0f) { return rgba(rgb8(hex), alpha); }

}  // namespace thalweg::app
