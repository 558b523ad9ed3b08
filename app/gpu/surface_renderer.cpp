#include "app/gpu/surface_renderer.hpp"

#include <cmath>

namespace thalweg::app {
namespace {

// Light from the eye, a little from above and from the left, as figures have had it since engraving.
constexpr double light_up = 0.45, light_left = 0.45;

}  // namespace

SurfaceRenderer::SurfaceRenderer() : samples_(make_texture()), vertex_array_(make_vertex_array()) {
    fine_.indices = make_buffer();
    coarse_.indices = make_buffer();
}

void SurfaceRenderer::upload(const SurfaceMesh& mesh) {
    if (mesh.empty() || mesh.revision == revision_) return;
    static_assert(sizeof(SurfaceMesh::Sample) == 3 * sizeof(float));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, samples_.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB32F, mesh.columns, mesh.rows, 0, GL_RGB, GL_FLOAT, mesh.samples.data());
    set_sampling(GL_LINEAR);
    upload_triangles(mesh);
    columns_ = mesh.columns;
    rows_ = mesh.rows;
    holes_ = !mesh.holes.empty();
    revision_ = mesh.revision;
    mapping_ = mesh.mapping;
    lo_ = mesh.lo;
    hi_ = mesh.hi;
    plan_ = {static_cast<float>(mesh.box_x(mesh.first.x)), static_cast<float>(mesh.box_y(mesh.first.y)),
             static_cast<float>(mesh.step_x / mesh.rect.width() * 2 * mesh.half_x), static_cast<float>(mesh.step_y / mesh.rect.height() * 2 * mesh.half_y)};
}

void SurfaceRenderer::upload_triangles(const SurfaceMesh& mesh) {
    const bool holes = !mesh.holes.empty();
    if (mesh.columns == columns_ && mesh.rows == rows_ && !holes && !holes_) return;  // the same as before
    glBindVertexArray(vertex_array_.id());
    for (const auto& [triangles, stride] : {std::pair(&fine_, fine_stride), std::pair(&coarse_, coarse_stride)}) {
        const std::vector<std::uint32_t> indices = surface_triangles(mesh, stride);
        triangles->count = static_cast<GLsizei>(indices.size());
        glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, triangles->indices.id());
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices.size() * sizeof(std::uint32_t)), indices.data(), GL_STATIC_DRAW);
    }
    glBindVertexArray(0);
}

void SurfaceRenderer::draw(const CameraView& camera, double box_height, const ContourStyle& style, bool fine) {
    const Triangles& triangles = fine ? fine_ : coarse_;
    if (triangles.count == 0) return;
    const double range = mapping_.hi - mapping_.lo, height_scale = box_height / (hi_ - lo_);
    const auto matrix = camera.matrix();
    Program& p = program(style.isolines);
    p.use();
    p.set("samples", 0);
    p.set("colours", 1);
    p.set("columns", columns_);
    p.set("texel", 1.0f / static_cast<float>(columns_), 1.0f / static_cast<float>(rows_));
    p.set("plan", plan_[0], plan_[1], plan_[2], plan_[3]);
    p.set("height_scale", static_cast<float>(height_scale));
    p.set_matrix4("camera", matrix.data());
    const Vec3 light = (camera.back() + light_up * camera.up() - light_left * camera.right()).normalized();
    p.set("light", static_cast<float>(light.x()), static_cast<float>(light.y()), static_cast<float>(light.z()));
    p.set("to_colour", static_cast<float>(1 / range), static_cast<float>((lo_ - mapping_.lo) / range));
    set_isolines(p, mapping_, lo_, style);
    colours_.bind(1, style.map);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, samples_.id());
    glBindVertexArray(vertex_array_.id());
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, triangles.indices.id());
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LESS);
    glDepthMask(GL_TRUE);
    glDrawElements(GL_TRIANGLES, triangles.count, GL_UNSIGNED_INT, nullptr);
    glDisable(GL_DEPTH_TEST);
    glBindVertexArray(0);
}

Program& SurfaceRenderer::program(bool isolines) {
    std::optional<Program>& slot = programs_[isolines ? 1U : 0U];
    if (!slot) slot.emplace("surface.vert", "surface.frag", isolines ? std::vector<std::string>{"ISOLINES"} : std::vector<std::string>{});
    return *slot;
}

}  // namespace thalweg::app
