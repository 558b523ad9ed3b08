// The controls of a network: what it is made of, what it learns from, how long it trains.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

struct LaboratoryState {
    bool unfolded = false, data_unfolded = false;
};

void draw_laboratory_view(const ViewContext& context, LaboratoryState& state);

}  // namespace thalweg::app
