// A height field as coloured contours, in two passes: mapped heights (kept until the view changes), then colours and isolines.
#pragma once

#include "app/gpu/colour_table.hpp"
#include "app/gpu/framebuffer.hpp"
#include "app/gpu/program.hpp"
#include "app/scene/colour_map.hpp"
#include "app/scene/height_field.hpp"
#include "app/scene/levels.hpp"

#include <array>
#include <optional>

namespace thalweg::app {

struct ContourStyle {
    ColourMapId map = ColourMapId::slate;
    bool isolines = true;
    float scale = 1;  // of the interface: line widths and distances are × scale

    bool operator==(const ContourStyle&) const = default;
};

// The uniforms that isolines need, for heights that count from `zero` on the mapped scale.
void set_isolines(Program& program, const HeightMapping& mapping, double zero, const ContourStyle& style);

class FieldRenderer {
public:
    FieldRenderer();

    // Uploads the field unless it is the one already there.
    void upload(const HeightField& field);
    // Pixels around the picture in the target of the first pass: it is so much larger on every side.
    static constexpr int heights_apron = 1;
    // First pass. Where the view leaves the field, its border is drawn on.
    void draw_heights(const HeightMapping& mapping, const ViewRect& view, const Framebuffer& target);
    // Second pass, from what the first one left in `heights`.
    void draw_colours(const HeightMapping& mapping, const ContourStyle& style, const Framebuffer& heights, const Framebuffer& target);

private:
    Program& height_program(bool direct, bool log);
    Program& contour_program(bool isolines);
    void fill_target() const;

    struct Grid {  // what of the field the passes still need after its upload
        int width = 0, height = 0;
        ViewRect rect;
        double base = 0;
        bool has_holes = false;
        std::uint64_t revision = 0;
    };
    Grid grid_;
    int texture_width_ = 0, texture_height_ = 0;
    TextureHandle heights_;
    ColourTable colours_;
    VertexArrayHandle no_attributes_;  // core profile draws nothing without one
    std::array<std::optional<Program>, 8> height_programs_;    // compiled when first needed
    std::array<std::optional<Program>, 4> contour_programs_;
};

}  // namespace thalweg::app
