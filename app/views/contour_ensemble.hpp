// The ensemble on the contour: bands and mean paths in the picture, the members and their ellipse at the playhead upon it.
#pragma once

#include <vector>

#include "app/views/contour_state.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

// For the picture: what lies below the trajectories. Their data live in the session's ensemble.
void add_ensemble_bands(const ViewContext& context, std::vector<PictureBand>& bands);
void add_mean_paths(const ViewContext& context, std::vector<PicturePath>& paths);

void draw_ensemble_at(const ViewContext& context, const ContourState& state, const Rect& picture);
// How many seeds there are, how many have diverged, how far the computation is. Returns what it covers.
Rect draw_ensemble_note(const ViewContext& context, const Rect& picture);

}  // namespace thalweg::app
