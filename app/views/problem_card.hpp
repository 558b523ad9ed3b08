// What the racers run on: the surface's own parameters, the start, the number of steps, the conditions.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

void draw_problem_card(const ViewContext& context, float width);

}  // namespace thalweg::app
