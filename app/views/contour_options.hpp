// How the user wants the contour drawn; kept between starts.
#pragma once

#include <optional>

#include "app/scene/colour_map.hpp"
#include "app/scene/levels.hpp"

namespace thalweg::app {

// A field of arrows all over the picture.
enum class Quiver {
    off,
    descent,  // −∇f
    racer,    // the next step of the selected racer from there, with the state that it has at the playhead
};

struct ContourOptions {
    std::optional<ColourMapId> map;        // none: the one that suits the theme
    std::optional<HeightScale> heights;    // none: the one that suits the problem
    bool isolines = true;
    bool labels = true;
    bool equal_axes = true;
    bool step = true;                          // the step at the playhead as arrows
    std::optional<double> step_magnification;  // none: whatever makes them legible
    bool curvature = false;                    // of the Hessian under the cursor, else at the playhead
    bool flow = false;                         // the gradient flow from there
    bool critical_points = false;
    Quiver quiver = Quiver::off;
};

}  // namespace thalweg::app
