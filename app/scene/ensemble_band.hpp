// The band of an ensemble: the union of its covariance ellipses along the mean path, as triangles in pixels. They overlap;
// whoever draws them shades every pixel once.
#pragma once

#include "app/scene/view_rect.hpp"
#include "core/sweep/ensemble.hpp"

#include <optional>
#include <vector>

namespace thalweg::app {

struct BandVertex {
    float x = 0, y = 0;  // pixels, y down
    bool operator==(const BandVertex&) const = default;
};

// Where the members are at one step: { mean + root·u : ‖u‖ ≤ 1 } is the ellipse of one standard deviation, in pixels.
struct SpreadEllipse {
    PixelPoint mean;
    Eigen::Matrix2d root = Eigen::Matrix2d::Zero();

    PixelPoint at(double angle) const;
    double longest() const { return root.norm(); }  // no radius is longer
};

// None for fewer than two members, and where they are spread so far that an ellipse would say nothing.
std::optional<SpreadEllipse> spread_ellipse(const EnsembleRow& row, const ViewRect& view, PixelSize size);

// Three vertices per triangle. Steps that lie within pixels of the one before are left out.
std::vector<BandVertex> build_band(std::span<const EnsembleRow> rows, const ViewRect& view, PixelSize size);

}  // namespace thalweg::app
