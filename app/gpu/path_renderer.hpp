// Trajectories: instanced quads, anti-aliased by distance, dashed by arc length, split at the playhead.
#pragma once

#include "app/gpu/program.hpp"
#include "app/scene/colour.hpp"
#include "app/scene/path_geometry.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace thalweg::app {

// Lengths in pixels at scale 1.
struct PathStyle {
    Rgba colour;
    Rgba casing;                    // alpha 0: none
    float width = 2.5f;
    float casing_width = 5.0f;
    std::array<float, 4> dash{};    // on, off, on, off; all 0: solid
    bool dots = true;               // on steps that stand apart
    float tail_strength = 0.25f;    // of what comes after the playhead; 0: not drawn

    bool dashed() const { return dash[0] > 0 && dash[1] > 0; }
    float dash_period() const { return dashed() ? dash[0] + dash[1] + dash[2] + dash[3] : 0.0f; }
    bool operator==(const PathStyle&) const = default;
};

class PathRenderer {
public:
    PathRenderer();

    // Uploads; only needed when a geometry changed. Their order is the order of drawing.
    void set_paths(std::span<const PathGeometry> paths);
    // Onto the bound target, whose size is `size`: all tails, then all heads, so that no future covers a past.
    void draw(std::span<const PathStyle> styles, double playhead, float scale, PixelSize size);

private:
    struct Range {  // of one path
        std::vector<float> steps;    // of its vertices, gaps filled in, so that it can be searched
        std::size_t first_vertex = 0;
        std::size_t first_dot = 0, dots = 0;
    };
    enum class Part { head, tail };

    Program& line_program(bool dashed, Part part);
    void draw_line(const Range& range, const Rgba& colour, float width, const std::array<float, 4>& dash, Part part, double playhead, PixelSize size);
    void draw_dots(const Range& range, const PathStyle& style, Part part, double playhead, float scale, PixelSize size);
    void draw_part(const Range& range, const PathStyle& style, Part part, double playhead, float scale, PixelSize size);

    std::vector<Range> ranges_;
    BufferHandle vertices_;
    VertexArrayHandle line_array_, dot_array_;
    std::array<std::optional<Program>, 4> line_programs_;
    std::optional<Program> dot_program_;
};

}  // namespace thalweg::app
