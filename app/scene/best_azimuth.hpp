// From which side to look at a surface when nobody has said so.
#pragma once

#include "app/scene/camera.hpp"
#include "app/scene/surface_mesh.hpp"

namespace thalweg::app {

// x to the right and y away, unless from another corner clearly more of the valleys is seen.
double best_azimuth(const SurfaceMesh& mesh, double box_height, PixelSize size);

}  // namespace thalweg::app
