// The moment scope: what the selected racer's optimizer keeps and computes, step by step.
#pragma once

#include "app/views/scope_plots.hpp"

namespace thalweg::app {

struct ScopeState {
    ScopeChoice choice;
    StepAxis steps;
    Details details;
    ScopePlots plots;
};

void draw_scope_view(const ViewContext& context, ScopeState& state);

}  // namespace thalweg::app
