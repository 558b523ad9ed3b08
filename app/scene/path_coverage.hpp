// Long runs go over the same pixels again and again (limit cycles, noise around a minimum). Drawn once they look the same and cost less.
// Paths of few vertices stay as they are.
#pragma once

#include "app/scene/path_geometry.hpp"

#include <vector>

namespace thalweg::app {

// Removes segments whose pixels earlier segments have already covered, and those outside the picture. `cell`: pixels; about half a line's width.
// The first visit is the one that stays, so that both what lies before a playhead and what lies after it keep their pixels.
void drop_covered(std::vector<PathVertex>& vertices, PixelSize size, double cell);

// Removes dots on cells that earlier dots have already marked.
void drop_covered_dots(std::vector<PathVertex>& dots, PixelSize size, double cell);

}  // namespace thalweg::app
