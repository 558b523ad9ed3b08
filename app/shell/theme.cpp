#include "app/shell/theme.hpp"

#include <algorithm>

namespace thalweg::app {
namespace {

constexpr ImU32 rgb(unsigned hex) {
    return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, 255u);
}

constexpr Theme dark{
    .dark = true,
    .background = rgb(0x14171c), .panel = rgb(0x171b21), .card = rgb(0x1d222a), .control = rgb(0x222830),
    .control_hover = rgb(0x313945), .control_held = rgb(0x3b4553), .hairline = rgb(0x232a33), .outline = rgb(0x394350),
    .text = rgb(0xd9dee5), .secondary = rgb(0x8a94a1), .faint = rgb(0x7f8a97),
    .knob = rgb(0xe8ecf1), .track = rgb(0x313945), .track_fill = rgb(0x6f7d8f),
    .accent = rgb(0x4d9bff), .accent_strong = rgb(0x2f6fe0), .on_accent = rgb(0xffffff), .selection = rgb(0x9aa4b1),
    .casing = rgb(0x101216), .vector = rgb(0xd5dae1), .minimum_marker = rgb(0xffffff),
    .readout = IM_COL32(0x14, 0x17, 0x1c, 0xe0),
    .warning = rgb(0xffc15e), .error = rgb(0xff7b72),
    .racers = {rgb(0xff9f1c), rgb(0x2ec4ff), rgb(0xff5d8f), rgb(0xe8e8e8), rgb(0x7ee787), rgb(0xb794ff), rgb(0xffd166), rgb(0x3ddbc0)},
};

// Text, secondary and faint keep 7:1 on panels and controls, so a projector in a bright room still shows them.
constexpr Theme light{
    .dark = false,
    .background = rgb(0xf4f5f7), .panel = rgb(0xeceef1), .card = rgb(0xffffff), .control = rgb(0xdfe3e8),
    .control_hover = rgb(0xd0d6dd), .control_held = rgb(0xc3cad3), .hairline = rgb(0xd3d8de), .outline = rgb(0xaab2bc),
    .text = rgb(0x1b2028), .secondary = rgb(0x3a434e), .faint = rgb(0x3f4853),
    .knob = rgb(0x2b323b), .track = rgb(0xc6ccd4), .track_fill = rgb(0x7d8896),
    .accent = rgb(0x1b63c6), .accent_strong = rgb(0x0f4fa8), .on_accent = rgb(0xffffff), .selection = rgb(0x525c68),
    .casing = rgb(0xffffff), .vector = rgb(0x2f3741), .minimum_marker = rgb(0x1b2028),
    .readout = IM_COL32(0xff, 0xff, 0xff, 0xe6),
    .warning = rgb(0x6b4500), .error = rgb(0x9c1c14),
    .racers = {rgb(0xb35c00), rgb(0x0072a6), rgb(0xb8215a), rgb(0x333333), rgb(0x2b7a2f), rgb(0x6b3fd4), rgb(0x806300), rgb(0x00756a)},
};

constexpr std::array<std::array<float, 4>, racer_hue_count> dashes{{
    {0, 0, 0, 0},     // solid
    {9, 5, 0, 0},     // dashed
    {2, 4, 0, 0},     // dotted
    {10, 4, 2, 4},    // dash dot
    {18, 5, 0, 0},    // long dash
    {5, 4, 0, 0},     // short dash
    {16, 4, 6, 4},    // long short
    {2, 3, 2, 9},     // paired dots
}};

constexpr std::array<Marker, racer_hue_count> markers{Marker::disc, Marker::square, Marker::diamond, Marker::triangle,
                                                      Marker::ring, Marker::triangle_down, Marker::cross, Marker::plus};

}  // namespace

const Theme& dark_theme() { return dark; }
const Theme& light_theme() { return light; }

RacerStyle racer_style(const Theme& theme, std::size_t index) {
    const std::size_t hue = index % racer_hue_count;
    const std::size_t shape = (index + index / racer_hue_count) % racer_hue_count;
    return {theme.racers[hue], dashes[shape], markers[shape]};
}

ImU32 coordinate_colour(const Theme& theme, ImU32 racer, std::size_t axis) { return axis == 0 ? racer : mix(racer, theme.text, 0.5f); }

ImU32 fade(ImU32 colour, float opacity) {
    const float alpha = static_cast<float>(colour >> IM_COL32_A_SHIFT) * std::clamp(opacity, 0.0f, 1.0f);
    return (colour & ~IM_COL32_A_MASK) | (static_cast<ImU32>(alpha + 0.5f) << IM_COL32_A_SHIFT);
}

ImU32 mix(ImU32 a, ImU32 b, float t) {
    ImU32 result = 0;
    for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT, IM_COL32_A_SHIFT}) {
        const float from = static_cast<float>((a >> shift) & 255u), to = static_cast<float>((b >> shift) & 255u);
        result |= static_cast<ImU32>(from + (to - from) * t + 0.5f) << shift;
    }
    return result;
}

}  // namespace thalweg::app
