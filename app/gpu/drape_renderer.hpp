// Lines in the surface's box: trajectories laid upon it, edges and grid. Drawn like those of the contour, hidden by the surface.
#pragma once

#include "app/gpu/path_renderer.hpp"
#include "app/scene/camera.hpp"
#include "app/scene/draped_path.hpp"

namespace thalweg::app {

class DrapeRenderer {
public:
    DrapeRenderer();

    // Uploads; only needed when one of them changed.
    void set_lines(std::span<const std::vector<DrapedVertex>> lines);
    // One line without depth test, for what lies behind everything.
    void draw_behind(std::size_t line, const Rgba& colour, float width, const CameraView& camera);
    // Lines from `first` on: tails, then heads; what the surface hides shimmers through.
    void draw(std::size_t first, std::span<const PathStyle> styles, double playhead, const CameraView& camera, float scale);

private:
    struct Range {
        std::vector<float> steps;  // of its vertices, gaps filled in, so that it can be searched
        std::size_t first_vertex = 0;
    };
    enum class Part { head, tail };

    Program& program(bool dashed, Part part);
    void draw_line(const Range& range, const Rgba& colour, float width, const std::array<float, 4>& dash, Part part, double playhead, const CameraView& camera);

    std::vector<Range> ranges_;
    BufferHandle vertices_;
    VertexArrayHandle array_;
    std::array<std::optional<Program>, 4> programs_;
};

}  // namespace thalweg::app
