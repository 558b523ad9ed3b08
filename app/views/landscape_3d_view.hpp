// The loss landscape in 3D, linked with the one from above: the same plane, part of it, levels, colours and cursor.
#pragma once

#include "app/views/contour_options.hpp"
#include "app/views/landscape_state.hpp"
#include "app/views/orbit_picture.hpp"

namespace thalweg::app {

struct Landscape3dState : OrbitPicture {
    // What the mesh was made from, and the camera set up for.
    std::shared_ptr<const HeightField> relief;
    std::optional<PlaneRequest> seen;
};

void draw_landscape_3d_view(const ViewContext& context, Landscape3dState& state, LandscapeState& landscape, ContourOptions& options);

}  // namespace thalweg::app
