// How heights become colours and isolines. All arithmetic on levels is done here, in double; shaders get small differences.
#pragma once

#include "app/scene/height_field.hpp"

#include <optional>
#include <string>
#include <vector>

namespace thalweg::app {

enum class HeightScale { linear, log };

// Mapped height: f − base on a linear scale, log10(f − base + floor) on a log scale. The map is fixed while the user moves about,
// so that a colour keeps its meaning; fields sampled later may reach beyond it.
struct HeightMapping {
    HeightScale scale = HeightScale::linear;
    double base = 0;          // the function's known minimum, else the lowest value seen when the map was made
    double floor = 0;         // log only: keeps the minimum itself at a finite depth, far below `lo`
    double lo = 0, hi = 1;    // mapped; the colour map runs from lo to hi
    double origin = 0;        // mapped height of level 0, the lowest isoline
    double spacing = 0.1;     // mapped, between neighbouring levels
    int major_every = 5;
    int major_phase = 0;      // level k is major where (k + major_phase) is a multiple of major_every

    double map(double f) const;
    double unmap(double mapped) const;
    double colour_at(double f) const;          // [0, 1], clamped
    double fraction(double mapped) const { return (mapped - lo) / (hi - lo); }
    double level_mapped(int k) const { return origin + k * spacing; }
    double level_value(int k) const;           // f on isoline k (f − base on a log scale: that is what its label says)
    bool is_major(int k) const { return (k + major_phase) % major_every == 0; }
    // Log labels count from `base`: worth saying beside the colour bar when it is not zero.
    bool counts_from_base() const { return scale == HeightScale::log && base != 0; }
    bool operator==(const HeightMapping&) const = default;
};

HeightMapping make_mapping(const HeightField& field, HeightScale scale, std::optional<double> known_minimum = std::nullopt);

// The same colours with isolines for what is in view: where the map's own are too far apart or all above it, as on the floor of a valley,
// closer and deeper ones. The map itself where it has enough of them.
HeightMapping with_levels_in(const HeightMapping& mapping, const HeightField& view);

// Log where the function spans orders of magnitude above its minimum.
HeightScale suggested_scale(const HeightField& field, std::optional<double> known_minimum = std::nullopt);

struct LevelTick {
    double fraction;        // position on the colour bar, 0 at its low end
    double value;           // f, or f − base on a log scale
    bool decade = false;    // write it as 10ⁿ …
    int exponent = 0;       // … with this n
    std::string label;      // plain: "2.5"; UTF-8 for decades: "10⁻²"
};

std::vector<LevelTick> colour_bar_ticks(const HeightMapping& mapping, int at_most = 8);

// Text for the isoline k: short, in the digits that its spacing needs.
std::string level_label(const HeightMapping& mapping, int k);

// The 1-2-5 step that cuts `range` into about `pieces`, and never into more than 2.5 × that.
double nice_step(double range, double pieces);

}  // namespace thalweg::app
