// A trajectory laid upon the surface: a thin polyline in box coordinates.
#pragma once

#include <vector>

#include "app/scene/path_geometry.hpp"
#include "app/scene/surface_mesh.hpp"

namespace thalweg::app {

struct DrapedVertex {
    float x = 0, y = 0, z = 0;  // in the box
    float step = 0;             // `path_gap` on separators
    float arc = 0;              // along the line, box units
    float strength = 1;         // its opacity there

    bool operator==(const DrapedVertex&) const = default;
};

// Strips with a separator before and after each, as in PathGeometry. Cut at the borders of the surface and at its holes.
std::vector<DrapedVertex> drape(const PathPoints& points, const SurfaceMesh& mesh, double box_height);

// Straight lines in the box, for its edges and its grid.
void append_line(std::vector<DrapedVertex>& lines, const Vec3& from, const Vec3& to);

}  // namespace thalweg::app
