// Colours of height: quiet, because the racers own the colour.
#pragma once

#include "app/scene/colour.hpp"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace thalweg::app {

enum class ColourMapId { slate, viridis, cividis, light };

// Isolines are lighter than the dark parts of a map and darker than its light parts.
struct IsolineInk {
    Rgb8 on_dark, on_light;
    double on_dark_strength = 0, on_light_strength = 0;   // how far from the ground's colour to the ink's
    double threshold = 0;                                 // of the height fraction: `on_light` from there on
    static constexpr double major_gain = 1.75;            // × strength on major lines
};

struct ColourMap {
    using Table = std::array<Rgb8, 256>;

    ColourMapId id;
    std::string_view key;    // in files
    std::string_view label;  // on screen
    Table fill;              // low to high
    IsolineInk ink;
    Rgb8 hole;               // where the function has no finite value; hatched with `hole_line`
    Rgb8 hole_line;

    // t in [0, 1], clamped.
    Rgb8 at(double t) const { return fill[index(t)]; }
    // Text on top of the fill at t: readable (4.5:1) wherever it stands.
    Rgb8 text_at(double t) const;

private:
    static std::size_t index(double t) { return static_cast<std::size_t>(t > 0 ? (t < 1 ? t * 255.0 + 0.5 : 255.0) : 0.0); }
};

const ColourMap& colour_map(ColourMapId id);
std::span<const ColourMapId> colour_map_ids();  // in the order of a menu
std::optional<ColourMapId> colour_map_by_key(std::string_view key);

}  // namespace thalweg::app
