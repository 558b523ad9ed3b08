// The trace of a network race.
#pragma once

#include "core/scenario/trace.hpp"

namespace thalweg {

// CSV: racer,step,loss,grad_norm_total,lr, then grad_norm.<layer> for every layer with parameters, by its index in the list of layers.
// Row k is after k updates: the loss and the gradient at θ_k, on the batch of update k + 1, before clipping. JSONL has the same keys;
// the last row of a racer also has `final`, all its parameters by name.
std::string write_network_trace(const Scenario& scenario, TraceFormat format, std::ostream& out);

}  // namespace thalweg
