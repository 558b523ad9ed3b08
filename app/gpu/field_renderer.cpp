#include "app/gpu/field_renderer.hpp"

#include <cmath>

namespace thalweg::app {
namespace {

constexpr float isoline_half_width = 0.5f, major_half_width = 0.62f;  // pixels × scale
constexpr float fade_from = 9, gone_at = 3;                            // pixels × scale between lines: a grey haze says nothing
constexpr float hatch_distance = 9;
constexpr double whole_tolerance = 0.02;                              // samples: a picture dragged by whole pixels needs no interpolation

bool is_whole(double v) { return std::abs(v) < 1e6 && std::abs(v - std::round(v)) < whole_tolerance; }

void bind_texture(GLenum unit, GLuint texture) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glBindTexture(GL_TEXTURE_2D, texture);
}

void set_ink(Program& program, const char* name, Rgb8 ink, double strength) {
    const Rgba c = rgba(ink);
    program.set(name, c.r, c.g, c.b, static_cast<float>(strength));
}

}  // namespace

void set_isolines(Program& program, const HeightMapping& mapping, double zero, const ContourStyle& style) {
    const ColourMap& map = colour_map(style.map);
    const double level_scale = 1.0 / mapping.spacing, every = mapping.major_every;
    program.set("levels", static_cast<float>(level_scale), static_cast<float>((zero - mapping.origin) * level_scale));
    program.set("majors", static_cast<float>(1.0 / every), static_cast<float>(mapping.major_phase / every));
    set_ink(program, "ink_on_dark", map.ink.on_dark, map.ink.on_dark_strength);
    set_ink(program, "ink_on_light", map.ink.on_light, map.ink.on_light_strength);
    program.set("major_gain", static_cast<float>(IsolineInk::major_gain));
    program.set("first_on_light", static_cast<float>((mapping.lo + map.ink.threshold * (mapping.hi - mapping.lo) - mapping.origin) * level_scale));
    program.set("half_width", isoline_half_width * style.scale + 0.5f, major_half_width * style.scale + 0.5f);
    const float fade_scale = 1.0f / ((fade_from - gone_at) * style.scale);
    program.set("fade", fade_scale, -gone_at * style.scale * fade_scale);
}

FieldRenderer::FieldRenderer() : heights_(make_texture()), no_attributes_(make_vertex_array()) {}

void FieldRenderer::upload(const HeightField& field) {
    if (field.empty() || field.revision == grid_.revision) return;
    bind_texture(0, heights_.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    if (field.stride() != texture_width_ || field.rows() != texture_height_) {
        texture_width_ = field.stride();
        texture_height_ = field.rows();
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, texture_width_, texture_height_, 0, GL_RED, GL_FLOAT, field.values.data());
        set_sampling(GL_NEAREST);
    } else {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, texture_width_, texture_height_, GL_RED, GL_FLOAT, field.values.data());
    }
    grid_ = {field.width, field.height, field.rect, field.base, field.has_holes, field.revision};
}

void FieldRenderer::draw_heights(const HeightMapping& mapping, const ViewRect& view, const Framebuffer& target) {
    const PixelSize size{target.size().width - 2 * heights_apron, target.size().height - 2 * heights_apron};  // of the picture
    // In double, relative to the field: floats then carry pixels and samples only.
    const double dx = grid_.rect.width() / grid_.width, dy = grid_.rect.height() / grid_.height;
    const double per_pixel_x = view.width() / size.width / dx, per_pixel_y = view.height() / size.height / dy;
    // Position among the texture's samples of the picture's corner.
    const double corner_x = (view.x_lo - grid_.rect.x_lo) / dx + HeightField::apron - heights_apron * per_pixel_x;
    const double corner_y = (view.y_lo - grid_.rect.y_lo) / dy + HeightField::apron - heights_apron * per_pixel_y;
    const bool direct = is_whole(corner_x) && is_whole(corner_y) && std::abs(per_pixel_x - 1) * size.width < whole_tolerance &&
                        std::abs(per_pixel_y - 1) * size.height < whole_tolerance;
    Program& program = height_program(direct, mapping.scale == HeightScale::log);
    target.bind();
    program.use();
    program.set("heights", 0);
    program.set("samples_per_pixel", static_cast<float>(per_pixel_x), static_cast<float>(per_pixel_y));
    program.set("first_sample", static_cast<float>(corner_x - 0.5), static_cast<float>(corner_y - 0.5));
    if (direct) program.set("first_pixel", static_cast<int>(std::lround(corner_x)), static_cast<int>(std::lround(corner_y)));
    program.set("shift", static_cast<float>(grid_.base - mapping.base));
    program.set("height_floor", static_cast<float>(mapping.floor));
    bind_texture(0, heights_.id());
    fill_target();
}

void FieldRenderer::draw_colours(const HeightMapping& mapping, const ContourStyle& style, const Framebuffer& heights, const Framebuffer& target) {
    const ColourMap& map = colour_map(style.map);
    const double range = mapping.hi - mapping.lo;
    Program& program = contour_program(style.isolines);
    target.bind();
    program.use();
    program.set("mapped", 0);
    program.set("colours", 1);
    program.set("texel", 1.0f / static_cast<float>(heights.size().width), 1.0f / static_cast<float>(heights.size().height));
    program.set("to_colour", static_cast<float>(255.0 / range), static_cast<float>(-255.0 * mapping.lo / range));
    set_isolines(program, mapping, 0, style);
    program.set("hatch", hatch_distance * style.scale);
    const Rgba hole = rgba(map.hole), hole_line = rgba(map.hole_line);
    program.set("hole", hole.r, hole.g, hole.b);
    program.set("hole_line", hole_line.r, hole_line.g, hole_line.b);
    colours_.bind(1, style.map);
    bind_texture(0, heights.texture());
    fill_target();
}

Program& FieldRenderer::height_program(bool direct, bool log) {
    std::optional<Program>& slot = height_programs_[(direct ? 1U : 0U) + (log ? 2U : 0U) + (grid_.has_holes ? 4U : 0U)];
    if (!slot) {
        std::vector<std::string> defines;
        if (direct) defines.emplace_back("DIRECT");
        if (log) defines.emplace_back("LOG");
        if (grid_.has_holes) defines.emplace_back("HOLES");
        slot.emplace("screen.vert", "height.frag", defines);
    }
    return *slot;
}

Program& FieldRenderer::contour_program(bool isolines) {
    std::optional<Program>& slot = contour_programs_[(isolines ? 1U : 0U) + (grid_.has_holes ? 2U : 0U)];
    if (!slot) {
        std::vector<std::string> defines;
        if (isolines) defines.emplace_back("ISOLINES");
        if (grid_.has_holes) defines.emplace_back("HOLES");
        slot.emplace("screen.vert", "contour.frag", defines);
    }
    return *slot;
}

void FieldRenderer::fill_target() const {
    glBindVertexArray(no_attributes_.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glBindVertexArray(0);
}

}  // namespace thalweg::app
