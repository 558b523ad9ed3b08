// How the user wants the contour drawn; kept between starts.
#pragma once

#include <optional>

#include "app/scene/colour_map.hpp"
#include "app/scene/levels.hpp"

namespace thalweg::app {

struct ContourOptions {
    std::optional<ColourMapId> map;        // none: the one that suits the theme
    std::optional<HeightScale> heights;    // none: the one that suits the problem
    bool isolines = true;
    bool labels = true;
    bool equal_axes = true;
    bool step = true;                          // the step at the playhead as arrows
    std::optional<double> step_magnification;  // none: whatever makes them legible
};

}  // namespace thalweg::app
