// Numbers of all racers at the shown step.
#pragma once

#include <memory>
#include <vector>

#include "app/views/view.hpp"

namespace thalweg::app {

struct ReadoutState {
    // Gradients at the shown points, computed when one of them changes.
    std::shared_ptr<const Problem> problem;
    std::vector<Point> points, gradients;
    std::vector<double> losses;
};

void draw_readout_view(const ViewContext& context, ReadoutState& state);

}  // namespace thalweg::app
