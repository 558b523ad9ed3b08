// The loss of all racers over the steps or over the evaluations that they cost: as the excess over the minimum, as it is, or as the distance to the nearest minimum.
#pragma once

#include "app/views/step_lines.hpp"
#include "app/views/step_plot.hpp"

namespace thalweg::app {

enum class LossMeasure {
    excess,    // f − f*, on a log axis; f on an asinh axis where no minimum is known
    loss,      // f, linear
    distance,  // to the nearest minimum, log
};

// One racer's line and what it was made from.
struct LossCurve {
    std::uint64_t revision = 0;
    LossMeasure measure = LossMeasure::excess;
    std::vector<double> values;       // one per row
    std::vector<double> evaluations;  // likewise
    StepLines lines;
};

// One racer's ensemble: the middle 80 % of its members, and the median.
struct LossBand {
    std::uint64_t revision = 0;
    LossMeasure measure = LossMeasure::excess;
    std::vector<double> low, median, high;       // one per row
    std::vector<double> x, thin_low, thin_high;  // what is drawn: one per pixel column
    StepLines lines;                             // of the median
};

struct LossState {
    LossMeasure measure = LossMeasure::excess;
    bool by_evaluations = false;
    StepAxis steps, evaluations;
    StepAxis& across() { return by_evaluations ? evaluations : steps; }
    const StepAxis& across() const { return by_evaluations ? evaluations : steps; }

    std::vector<LossCurve> curves;  // one per racer
    std::vector<LossBand> bands;    // likewise; empty ones without ensemble
    PlotInputs inputs;
    Axis y;
};

void draw_loss_view(const ViewContext& context, LossState& state);

}  // namespace thalweg::app
