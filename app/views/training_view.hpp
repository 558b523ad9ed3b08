// Loss and accuracy of the networks over the steps.
#pragma once

#include "app/views/step_lines.hpp"
#include "app/views/step_plot.hpp"

namespace thalweg::app {

enum class TrainingMeasure { batch_loss, train_loss, test_loss, train_accuracy, test_accuracy, gradient_norm };

struct TrainingState {
    TrainingMeasure measure = TrainingMeasure::batch_loss;
    StepAxis steps;
    PlotInputs inputs;
    Axis y;
    std::vector<StepLines> lines;  // one per side
};

void draw_training_view(const ViewContext& context, TrainingState& state);

}  // namespace thalweg::app
