// All about one optimizer, on a card over the dimmed window: formula, convention, hyperparameters, slots, and how closely it
// follows the reference cases.
#pragma once

#include <string>
#include <vector>

#include "app/widgets/ui.hpp"
#include "core/optimizers/optimizer.hpp"

namespace thalweg::app {

struct OptimizerCardState {
    const OptimizerSpec* optimizer = nullptr;  // none: closed
    std::vector<double> hyper;                 // which lines of the formula apply
    float content_height = 0;                  // in the frame before; 0: not drawn yet

    void open(const OptimizerSpec& spec, std::vector<double> values) { *this = {&spec, std::move(values), 0}; }
    void close() { *this = {}; }
};

// Call every frame, after the views. The button or a click beside the card closes it.
void draw_optimizer_card(const Ui& ui, Rect window, OptimizerCardState& state);

}  // namespace thalweg::app
