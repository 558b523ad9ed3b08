// What the racers run on: the surface's own parameters and its transform, the start, the number of steps, the conditions.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

struct ProblemCardState {
    bool transform_unfolded = false;
};

void draw_problem_card(const ViewContext& context, ProblemCardState& state, float width);

}  // namespace thalweg::app
