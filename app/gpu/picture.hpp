// The contour picture: height field below, trajectories on top, each redrawn only when something it shows has changed.
#pragma once

#include "app/gpu/band_renderer.hpp"
#include "app/gpu/field_renderer.hpp"
#include "app/gpu/path_renderer.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace thalweg::app {

struct PicturePath {
    PathPoints points;           // read during `update` only
    std::uint64_t revision = 0;  // changes whenever the points do
    PathStyle style;
};

// The spread of an ensemble, below all trajectories.
struct PictureBand {
    std::span<const EnsembleRow> rows;   // read during `update` only
    std::uint64_t revision = 0;          // changes whenever the rows do
    Rgba colour;                         // translucent
};

// Everything a picture depends on; cheap to fill in every frame.
struct PictureInput {
    PixelSize size;
    ViewRect view;
    std::shared_ptr<const HeightField> field;  // null: plain background
    HeightMapping mapping;
    ContourStyle contour;                       // its scale is that of the paths too
    Rgba background = rgba(0x171b21);
    std::span<const PictureBand> bands = {};    // drawn in this order
    std::span<const PicturePath> paths;         // drawn in this order
    double playhead = 0;                        // step; fractional while gliding
};

class ContourPicture {
public:
    // Notes what changed; CPU work only where a path or the view did.
    void update(const PictureInput& input);
    // Draws what is out of date, if anything; returns whether it did. Binds the window's framebuffer again.
    bool render();

    // For ImGui::AddImage(texture, min, max, {0, 1}, {1, 0}): GL's first row is the lowest. 0 before the first render.
    GLuint texture() const { return final_.texture(); }
    PixelSize size() const { return final_.size(); }
    Image read_pixels() const { return final_.read_pixels(); }

private:
    struct PathKey {
        std::uint64_t revision = 0;
        std::size_t count = 0;
        double dash_period = 0;
        bool operator==(const PathKey&) const = default;
    };

    bool update_field(const PictureInput& input);
    void update_bands(const PictureInput& input, bool view_changed);
    void update_paths(const PictureInput& input, bool view_changed);

    // What the layers show now.
    PixelSize size_;
    ViewRect view_;
    std::shared_ptr<const HeightField> field_;
    HeightMapping mapping_;
    ContourStyle contour_;
    Rgba background_{0, 0, 0, 0};
    std::vector<std::pair<std::uint64_t, std::size_t>> band_keys_;  // revision and rows
    std::vector<std::vector<BandVertex>> bands_;
    std::vector<Rgba> band_colours_;
    std::vector<PathKey> path_keys_;
    std::vector<PathGeometry> geometries_;
    std::vector<PathStyle> styles_;
    double playhead_ = 0;

    bool heights_stale_ = true, ground_stale_ = true, bands_stale_ = true, paths_stale_ = true, geometry_stale_ = true;
    Framebuffer heights_{TargetFormat::r32f}, ground_, banded_{TargetFormat::rgba8_depth}, final_;  // banded_ only where there are bands
    FieldRenderer field_renderer_;
    BandRenderer band_renderer_;
    PathRenderer path_renderer_;
};

}  // namespace thalweg::app
