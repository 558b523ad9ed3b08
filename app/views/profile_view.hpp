// The gradient over depth at the step that is shown: measured bars, the theory's line, and what it means in plain words.
#pragma once

#include <memory>

#include "app/views/view.hpp"
#include "core/training/diagnosis.hpp"

namespace thalweg::app {

struct ProfileState {
    FlowMeasure measure = FlowMeasure::gradient;
    std::shared_ptr<const TrainingProblem> problem;  // that the theory is of
    FlowTheory theory;
    std::optional<double> edge;

    // The diagnosis and what it was made of.
    std::uint64_t revision = 0;
    int row = -1;
    Diagnosis diagnosis;
};

void draw_profile_view(const ViewContext& context, ProfileState& state);

}  // namespace thalweg::app
