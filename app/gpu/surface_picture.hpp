// The 3D picture: grid, lit surface, trajectories upon it, each redrawn only when something it shows has changed.
#pragma once

#include "app/gpu/drape_renderer.hpp"
#include "app/gpu/picture.hpp"
#include "app/gpu/scene_target.hpp"
#include "app/gpu/surface_renderer.hpp"

#include <memory>
#include <optional>

namespace thalweg::app {

// Everything a picture depends on; cheap to fill in every frame.
struct SurfacePictureInput {
    PixelSize size;
    OrbitCamera camera;
    double margin = 0;                          // as CameraView takes it
    std::shared_ptr<const SurfaceMesh> mesh;    // null: plain background
    double box_height = 0.8;
    bool fine = true;                           // false while something moves
    ContourStyle style;                         // its scale is that of the paths too
    Rgba background = rgba(0x171b21);
    std::span<const DrapedVertex> grid;         // behind the surface
    Rgba grid_colour;
    std::span<const PicturePath> paths;         // drawn in this order
    double playhead = 0;
};

class SurfacePicture {
public:
    // Notes what changed; CPU work only where a path or the surface did.
    void update(const SurfacePictureInput& input);
    // Draws what is out of date, if anything; returns whether it did. Binds the window's framebuffer again.
    bool render();

    GLuint texture() const { return target_.texture(); }  // as ContourPicture's
    Image read_pixels() const { return target_.read_pixels(); }

private:
    struct PathKey {
        std::uint64_t revision = 0, mesh = 0;
        std::size_t count = 0;
        double box_height = 0;
        bool operator==(const PathKey&) const = default;
    };

    // What the layers show now.
    PixelSize size_;
    OrbitCamera camera_;
    double margin_ = 0, box_height_ = 0;
    std::shared_ptr<const SurfaceMesh> mesh_;
    bool fine_ = true;
    ContourStyle style_;
    Rgba background_{0, 0, 0, 0}, grid_colour_{0, 0, 0, 0};
    std::vector<PathKey> path_keys_;
    std::vector<std::vector<DrapedVertex>> lines_{1};  // the grid, then the paths
    std::vector<PathStyle> styles_;
    double playhead_ = 0;

    bool scene_stale_ = true, paths_stale_ = true, lines_stale_ = true;
    SceneTarget target_;
    SurfaceRenderer surface_renderer_;
    DrapeRenderer drape_renderer_;
};

}  // namespace thalweg::app
