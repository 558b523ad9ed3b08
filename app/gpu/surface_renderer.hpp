// A lit surface with the contour's colours and isolines.
#pragma once

#include <array>
#include <optional>

#include "app/gpu/field_renderer.hpp"
#include "app/scene/surface_mesh.hpp"

namespace thalweg::app {

class SurfaceRenderer {
public:
    SurfaceRenderer();

    // Uploads the mesh unless it is the one already there.
    void upload(const SurfaceMesh& mesh);
    // Onto the bound target, with depth. `fine`: all triangles, for a picture that rests.
    void draw(const CameraView& camera, double box_height, const ContourStyle& style, bool fine);

private:
    struct Triangles {
        BufferHandle indices;
        GLsizei count = 0;
    };
    void upload_triangles(const SurfaceMesh& mesh);
    Program& program(bool isolines);

    // What of the mesh drawing needs after its upload.
    int columns_ = 0, rows_ = 0;
    bool holes_ = false;
    std::uint64_t revision_ = 0;
    HeightMapping mapping_;
    double lo_ = 0, hi_ = 1;
    std::array<float, 4> plan_{};  // box x, y of the first sample, and steps

    TextureHandle samples_;
    ColourTable colours_;
    Triangles fine_, coarse_;
    VertexArrayHandle vertex_array_;
    std::array<std::optional<Program>, 2> programs_;
};

}  // namespace thalweg::app
