// A trajectory as a thin polyline in pixels: only what the picture can show, in numbers that floats hold exactly enough.
#pragma once

#include "app/scene/view_rect.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace thalweg::app {

// Points somewhere in memory, one every `stride` doubles; step k is point k, unless `steps` says otherwise. Not finite: the line breaks there.
struct PathPoints {
    const double* x = nullptr;
    const double* y = nullptr;
    std::ptrdiff_t stride = 2;
    std::size_t count = 0;
    const double* steps = nullptr;      // ascending, of every point
    const double* strengths = nullptr;  // of every point, 0 to 1: how much of the line is to be seen there; null: all of it

    PathPoints() = default;
    PathPoints(const double* xs, const double* ys, std::ptrdiff_t step, std::size_t n) : x(xs), y(ys), stride(step), count(n) {}
    PathPoints(std::span<const WorldPoint> points)
        : x(points.empty() ? nullptr : &points.front().x), y(points.empty() ? nullptr : &points.front().y), count(points.size()) {}

    WorldPoint operator[](std::size_t i) const {
        const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(i) * stride;
        return {x[at], y[at]};
    }
    double step(std::size_t i) const { return steps ? steps[i] : static_cast<double>(i); }
    double strength(std::size_t i) const { return strengths ? strengths[i] : 1.0; }
};

struct PathVertex {
    float x = 0, y = 0;   // pixels, y down
    float arc = 0;        // pixels along the line up to here, modulo the dash period
    float step = 0;       // fractional where the line enters or leaves the picture; `path_gap` on separators
    float strength = 1;   // its opacity there

    bool operator==(const PathVertex&) const = default;
};

inline constexpr float path_gap = -1.0f;

// Strips of vertices, each with a separator before and after it: gap a b c gap d e gap. Steps never decrease. Of a long line that goes over
// the same pixels again and again the first visit is there, and only that.
struct PathGeometry {
    std::vector<PathVertex> vertices;
    std::vector<PathVertex> dots;  // steps that stand apart from their neighbours, one of them per place

    bool empty() const { return vertices.size() < 4; }
};

struct PathOptions {
    double scale = 1;         // of the interface: widths and distances below are × scale
    double dash_period = 0;   // pixels; 0: not dashed
    double dot_distance = 7;  // between neighbouring steps for a dot to be worth showing
};

PathGeometry build_path(const PathPoints& points, const ViewRect& view, PixelSize size, const PathOptions& options = {});

}  // namespace thalweg::app
