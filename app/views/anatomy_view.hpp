// The step that follows, line by line: each line of the selected racer's formula, the same with this step's numbers for x and
// for y, and the parts that add up to the step.
#pragma once

#include <memory>

#include "app/session/step_anatomies.hpp"
#include "app/views/view.hpp"

namespace thalweg::app {

struct AnatomyState {
    std::shared_ptr<StepAnatomies> steps = std::make_shared<StepAnatomies>();
};

void draw_anatomy_view(const ViewContext& context, AnatomyState& state);

}  // namespace thalweg::app
