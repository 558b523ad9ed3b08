// The edge of stability: the largest eigenvalue of the loss's Hessian over the steps, for every racer, against the largest one that its
// learning rate bears.
#pragma once

#include "app/session/sharpness_job.hpp"
#include "app/views/step_lines.hpp"
#include "app/views/step_plot.hpp"

namespace thalweg::app {

enum class SharpnessMeasure {
    ratio,      // to the limit: all racers on one scale, the edge at 1
    hessian,    // λmax of H
    effective,  // λmax of what the rule makes of H; that of H where it has no preconditioner
};

struct SharpnessState {
    explicit SharpnessState(std::function<void()> wake = {}) : job(std::make_unique<SharpnessJob>(std::move(wake))) {}

    SharpnessMeasure measure = SharpnessMeasure::ratio;
    StepAxis steps;
    PlotInputs inputs;
    Axis y;
    struct Lines {
        StepLines values, limits;
    };
    std::vector<Lines> lines;  // one per racer
    std::unique_ptr<SharpnessJob> job;
    int drawn_in = -1;  // frame
};

inline bool sharpness_busy(const SharpnessState& state) { return state.drawn_in == ImGui::GetFrameCount() && state.job->busy(); }  // what nobody sees waits
void draw_sharpness_view(const ViewContext& context, SharpnessState& state);

}  // namespace thalweg::app
