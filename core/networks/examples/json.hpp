// The data of a network file: {"x": [samples][features], "y": the answers}. Other keys are left alone.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/networks/examples/spec.hpp"

namespace thalweg {

// What the loss of the network compares its outputs with.
enum class Answers {
    values,       // y: [samples][outputs], or [samples] for one output: any numbers
    two_classes,  // y: [samples][1] or [samples], 0 … 1: how likely class 1 is
    classes,      // y: [samples], whole numbers 0, 1, …
};

// `outputs` of the network, which say how many classes or values there are; 0 if the data alone says it. A message names the key, as
// in "data.x[3][1] must be a number".
ExamplesOrError examples_from_json(const nlohmann::json& data, Answers answers, int outputs = 0);

}  // namespace thalweg
