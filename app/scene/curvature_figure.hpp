// The Hessian as an ellipse about a point, in pixels: where the second-order part of the loss is ±rise. Its half axes lie along the
// eigenvectors and are as long as 1/√|λ|, so a narrow valley shows as a narrow ellipse.
#pragma once

#include <array>
#include <vector>

#include "app/scene/view_rect.hpp"
#include "core/problems/curvature.hpp"

namespace thalweg::app {

struct CurvatureFigure {
    struct Axis {
        PixelPoint from, to;
        bool downwards;  // the loss bends down along it
    };
    PixelPoint centre;
    std::array<Axis, 2> axes;         // of λ₁ and λ₂
    std::vector<PixelPoint> outline;  // closed; empty where an eigenvalue is 0
    double rise = 0;                  // ½|λ|r² on the outline: 1, 2 or 5 times a power of ten
};

// `unit`: pixels per unscaled pixel. The curvature must be defined.
CurvatureFigure curvature_figure(const Curvature& curvature, const ViewRect& view, PixelSize size, double unit);

}  // namespace thalweg::app
