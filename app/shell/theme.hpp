// Every colour of the window. The racers own the colour, everything else is quiet; dark and light share one structure.
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>

namespace thalweg::app {

enum class Marker { disc, square, diamond, triangle, ring, triangle_down, cross, plus };

constexpr std::size_t racer_hue_count = 8;

struct Theme {
    bool dark;
    ImU32 background, panel, card, control, control_hover, control_held, hairline, outline;
    ImU32 text, secondary, faint;
    ImU32 knob, track, track_fill;
    ImU32 accent;         // the playhead, in every plot
    ImU32 accent_strong;  // the play button and other filled, primary controls
    ImU32 on_accent;      // text and icons upon accent_strong
    ImU32 selection;      // outline of the selected card
    ImU32 casing;         // the rim under trajectories, markers and arrows
    ImU32 vector;         // arrows, told apart by label, head and dash
    ImU32 minimum_marker;
    ImU32 readout;        // box behind numbers that lie on the picture
    ImU32 warning, error;
    std::array<ImU32, racer_hue_count> racers;
};

const Theme& dark_theme();
const Theme& light_theme();

struct RacerStyle {
    ImU32 colour;
    std::array<float, 4> dash;  // on, off, on, off in unscaled pixels of arc length; all zero is a solid line
    Marker marker;
};

// Beyond eight racers: the same hues again, each with the next dash and marker.
RacerStyle racer_style(const Theme& theme, std::size_t index);

// x in the racer's own hue, y on its way to the colour of text: lighter on dark ground, darker on light.
ImU32 coordinate_colour(const Theme& theme, ImU32 racer, std::size_t axis);

ImU32 fade(ImU32 colour, float opacity);  // multiplies the alpha
ImU32 mix(ImU32 a, ImU32 b, float t);     // a at t = 0, b at t = 1

}  // namespace thalweg::app
