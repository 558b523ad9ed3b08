#include "app/gpu/drape_renderer.hpp"

#include <algorithm>
#include <cstddef>

namespace thalweg::app {
namespace {

constexpr float lift = 0.012f;             // box units: more than the coarse triangles stray from the fine ones
constexpr float strength_if_hidden = 0.2f;

const void* byte_offset(std::size_t bytes) { return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(bytes)); }

}  // namespace

DrapeRenderer::DrapeRenderer() : vertices_(make_buffer()), array_(make_vertex_array()) {
    glBindVertexArray(array_.id());
    for (GLuint i = 0; i < 8; ++i) {
        glEnableVertexAttribArray(i);
        glVertexAttribDivisor(i, 1);
    }
    glBindVertexArray(0);
}

void DrapeRenderer::set_lines(std::span<const std::vector<DrapedVertex>> lines) {
    std::vector<DrapedVertex> all;
    ranges_.clear();
    for (const auto& line : lines) {
        Range range;
        range.first_vertex = all.size();
        float latest = line.size() > 1 ? line[1].step : 0.0f;
        for (const DrapedVertex& v : line) range.steps.push_back(latest = std::max(latest, v.step));
        all.insert(all.end(), line.begin(), line.end());
        ranges_.push_back(std::move(range));
    }
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(all.size() * sizeof(DrapedVertex)), all.data(), GL_DYNAMIC_DRAW);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void DrapeRenderer::draw_behind(std::size_t line, const Rgba& colour, float width, const CameraView& camera) {
    if (line >= ranges_.size()) return;
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    draw_line(ranges_[line], colour, width, {}, Part::head, 0, camera);
    glBindVertexArray(0);
    glDisable(GL_BLEND);
}

void DrapeRenderer::draw(std::size_t first, std::span<const PathStyle> styles, double playhead, const CameraView& camera, float scale) {
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_DEPTH_TEST);
    glDepthMask(GL_FALSE);
    const std::size_t count = first < ranges_.size() ? std::min(styles.size(), ranges_.size() - first) : 0;
    for (const bool hidden : {true, false}) {
        glDepthFunc(hidden ? GL_GREATER : GL_LEQUAL);
        for (const Part part : {Part::tail, Part::head})
            for (std::size_t i = 0; i < count; ++i) {
                const PathStyle& style = styles[i];
                const float strength = (part == Part::tail ? style.tail_strength : 1.0f) * (hidden ? strength_if_hidden : 1.0f);
                if (strength <= 0) continue;
                Rgba colour = style.colour, casing = style.casing;
                colour.a *= strength;
                casing.a *= strength;
                std::array<float, 4> dash = style.dashed() ? style.dash : std::array<float, 4>{};
                for (float& d : dash) d *= scale;
                if (!hidden && casing.a > 0) draw_line(ranges_[first + i], casing, style.casing_width * scale, {}, part, playhead, camera);
                draw_line(ranges_[first + i], colour, style.width * scale, dash, part, playhead, camera);
            }
    }
    glDepthMask(GL_TRUE);
    glDisable(GL_DEPTH_TEST);
    glBindVertexArray(0);
    glDisable(GL_BLEND);
}

void DrapeRenderer::draw_line(const Range& range, const Rgba& colour, float width, const std::array<float, 4>& dash, Part part, double playhead,
                              const CameraView& camera) {
    const std::size_t count = range.steps.size();
    if (count < 4) return;
    // Instance i is the segment from vertex i + 1 to i + 2; only those that reach into this part.
    const auto head = static_cast<float>(playhead);
    const auto split = static_cast<std::size_t>(std::upper_bound(range.steps.begin(), range.steps.end(), head) - range.steps.begin());
    const std::size_t instances = count - 3;
    const std::size_t first = part == Part::tail ? std::min(instances, split >= 2 ? split - 2 : 0) : 0;
    const std::size_t last = part == Part::tail ? instances : std::min(instances, split);
    if (first >= last) return;

    const auto matrix = camera.matrix();
    const Vec3& eye = camera.eye();
    Program& p = program(dash[0] > 0, part);
    p.use();
    p.set_matrix4("camera", matrix.data());
    p.set("eye", static_cast<float>(eye.x()), static_cast<float>(eye.y()), static_cast<float>(eye.z()));
    p.set("lift", lift);
    p.set("arc_scale", static_cast<float>(camera.pixels_per_unit()));
    p.set("picture", static_cast<float>(camera.size().width), static_cast<float>(camera.size().height));
    p.set("half_width", 0.5f * width);
    p.set("colour", colour.r, colour.g, colour.b, colour.a);
    p.set("dash", dash[0], dash[1], dash[2], dash[3]);
    p.set("playhead", head);
    glBindVertexArray(array_.id());
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    const std::size_t from = range.first_vertex + first;
    for (GLuint i = 0; i < 4; ++i)  // previous, start, end, next
        glVertexAttribPointer(i, 4, GL_FLOAT, GL_FALSE, sizeof(DrapedVertex), byte_offset((from + i) * sizeof(DrapedVertex)));
    for (GLuint i = 0; i < 2; ++i) {
        glVertexAttribPointer(4 + i, 1, GL_FLOAT, GL_FALSE, sizeof(DrapedVertex), byte_offset((from + 1 + i) * sizeof(DrapedVertex) + offsetof(DrapedVertex, arc)));
        glVertexAttribPointer(6 + i, 1, GL_FLOAT, GL_FALSE, sizeof(DrapedVertex), byte_offset((from + 1 + i) * sizeof(DrapedVertex) + offsetof(DrapedVertex, strength)));
    }
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(last - first));
    glBindBuffer(GL_ARRAY_BUFFER, 0);
}

Program& DrapeRenderer::program(bool dashed, Part part) {
    std::optional<Program>& slot = programs_[(dashed ? 1U : 0U) + (part == Part::tail ? 2U : 0U)];
    if (!slot) {
        std::vector<std::string> defines{"DRAPED"};
        if (dashed) defines.emplace_back("DASHED");
        if (part == Part::tail) defines.emplace_back("TAIL");
        slot.emplace("path.vert", "path.frag", defines);
    }
    return *slot;
}

}  // namespace thalweg::app
