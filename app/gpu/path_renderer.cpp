#include "app/gpu/path_renderer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace thalweg::app {
namespace {

constexpr float dot_radius = 0.98f, dot_rim = 0.32f;  // × line width

const void* byte_offset(std::size_t vertex) { return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(vertex * sizeof(PathVertex))); }

void point_attribute(GLuint index, std::size_t first_vertex) {
    glVertexAttribPointer(index, 4, GL_FLOAT, GL_FALSE, sizeof(PathVertex), byte_offset(first_vertex));
}
void strength_attribute(GLuint index, std::size_t vertex) {
    glVertexAttribPointer(index, 1, GL_FLOAT, GL_FALSE, sizeof(PathVertex), reinterpret_cast<const void*>(static_cast<std::uintptr_t>(vertex * sizeof(PathVertex) + offsetof(PathVertex, strength))));
}

}  // namespace

PathRenderer::PathRenderer() : vertices_(make_buffer()), line_array_(make_vertex_array()), dot_array_(make_vertex_array()) {
    glBindVertexArray(line_array_.id());
    for (const GLuint i : {0U, 1U, 2U, 3U, 6U, 7U}) {
        glEnableVertexAttribArray(i);
        glVertexAttribDivisor(i, 1);
    }
    glBindVertexArray(dot_array_.id());
    for (const GLuint i : {0U, 1U}) {
        glEnableVertexAttribArray(i);
        glVertexAttribDivisor(i, 1);
    }
    glBindVertexArray(0);
}

void PathRenderer::set_paths(std::span<const PathGeometry> paths) {
    std::vector<PathVertex> all;
    ranges_.clear();
    for (const PathGeometry& path : paths) {
        Range range;
        range.first_vertex = all.size();
        all.insert(all.end(), path.vertices.begin(), path.vertices.end());
        float latest = path.vertices.size() > 1 ? path.vertices[1].step : 0.0f;
        for (const PathVertex& v : path.vertices) range.steps.push_back(latest = std::max(latest, v.step));
        range.first_dot = all.size();
        range.dots = path.dots.size();
        all.insert(all.end(), path.dots.begin(), path.dots.end());
        ranges_.push_back(std::move(range));
    }
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(all.size() * sizeof(PathVertex)), all.data(), GL_DYNAMIC_DRAW);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void PathRenderer::draw(std::span<const PathStyle> styles, double playhead, float scale, PixelSize size) {
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    const std::size_t count = std::min(styles.size(), ranges_.size());
    for (const Part part : {Part::tail, Part::head})
        for (std::size_t i = 0; i < count; ++i) draw_part(ranges_[i], styles[i], part, playhead, scale, size);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    glBindVertexArray(0);
    glDisable(GL_BLEND);
}

void PathRenderer::draw_part(const Range& range, const PathStyle& style, Part part, double playhead, float scale, PixelSize size) {
    const float strength = part == Part::tail ? style.tail_strength : 1.0f;
    if (strength <= 0) return;
    Rgba colour = style.colour, casing = style.casing;
    colour.a *= strength;
    casing.a *= strength;
    std::array<float, 4> dash = style.dashed() ? style.dash : std::array<float, 4>{};
    for (float& d : dash) d *= scale;
    if (casing.a > 0) draw_line(range, casing, style.casing_width * scale, {}, part, playhead, size);
    draw_line(range, colour, style.width * scale, dash, part, playhead, size);
    if (style.dots) draw_dots(range, style, part, playhead, scale, size);
}

void PathRenderer::draw_line(const Range& range, const Rgba& colour, float width, const std::array<float, 4>& dash, Part part, double playhead,
                             PixelSize size) {
    const std::size_t count = range.steps.size();
    if (count < 4) return;
    // Instance i is the segment from vertex i + 1 to i + 2. Only those that reach into this part: the rest would be discarded pixel by pixel.
    const auto head = static_cast<float>(playhead);
    const auto split = static_cast<std::size_t>(std::upper_bound(range.steps.begin(), range.steps.end(), head) - range.steps.begin());
    const std::size_t instances = count - 3;
    const std::size_t first = part == Part::tail ? std::min(instances, split >= 2 ? split - 2 : 0) : 0;
    const std::size_t last = part == Part::tail ? instances : std::min(instances, split);
    if (first >= last) return;

    Program& program = line_program(dash[0] > 0, part);
    program.use();
    program.set("picture", static_cast<float>(size.width), static_cast<float>(size.height));
    program.set("half_width", 0.5f * width);
    program.set("colour", colour.r, colour.g, colour.b, colour.a);
    program.set("dash", dash[0], dash[1], dash[2], dash[3]);
    program.set("playhead", head);
    glBindVertexArray(line_array_.id());
    for (GLuint i = 0; i < 4; ++i) point_attribute(i, range.first_vertex + first + i);  // previous, start, end, next
    for (GLuint i = 0; i < 2; ++i) strength_attribute(6 + i, range.first_vertex + first + 1 + i);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(last - first));
}

void PathRenderer::draw_dots(const Range& range, const PathStyle& style, Part part, double playhead, float scale, PixelSize size) {
    if (range.dots == 0) return;
    if (!dot_program_) dot_program_.emplace("dot.vert", "dot.frag");
    constexpr float far = std::numeric_limits<float>::max();
    const auto head = static_cast<float>(playhead);
    Program& program = *dot_program_;
    program.use();
    program.set("picture", static_cast<float>(size.width), static_cast<float>(size.height));
    program.set("radius", dot_radius * style.width * scale);
    program.set("rim_width", dot_rim * style.width * scale);
    program.set("colour", style.colour.r, style.colour.g, style.colour.b, style.colour.a);
    program.set("rim", style.casing.r, style.casing.g, style.casing.b, style.casing.a);
    program.set("strength", style.colour.a * (part == Part::tail ? style.tail_strength : 1.0f));
    program.set("steps", part == Part::tail ? head : -far, part == Part::tail ? far : head);
    glBindVertexArray(dot_array_.id());
    point_attribute(0, range.first_dot);
    strength_attribute(1, range.first_dot);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(range.dots));
}

Program& PathRenderer::line_program(bool dashed, Part part) {
    std::optional<Program>& slot = line_programs_[(dashed ? 1U : 0U) + (part == Part::tail ? 2U : 0U)];
    if (!slot) {
        std::vector<std::string> defines;
        if (dashed) defines.emplace_back("DASHED");
        if (part == Part::tail) defines.emplace_back("TAIL");
        slot.emplace("path.vert", "path.frag", defines);
    }
    return *slot;
}

}  // namespace thalweg::app
