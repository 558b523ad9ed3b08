// The keys of a racer, of the noise, of a loss and of a transform, as files and the command line write them. Every function returns what is
// wrong, or an empty text.
#pragma once

#include <variant>

#include "core/scenario/scenario.hpp"

namespace thalweg {

using KeyValue = std::variant<std::monostate, double, bool, std::string, std::vector<Point>>;  // a list of numbers has y = 0; nothing stands for anything else

// A hyperparameter, name, clip_norm, clip_value, hidden, colour, or with a dot a key of schedule, momentum_schedule or wrapper, whose
// kind must be set before the others. A new schedule is fitted to a run of so many steps.
std::string set_racer_key(RacerChoice& racer, std::string_view key, const KeyValue& value, int steps = default_steps);

// kind, scale, freedom.
std::string set_noise_key(Noise& noise, std::string_view key, const KeyValue& value);
const Parameter& noise_kind();

// The word of a file for a loss.
std::string set_loss_key(ProblemChoice& problem, const KeyValue& value);
const Parameter& loss_choice();

// shift_x, shift_y, scale_x, scale_y, rotation.
std::string set_transform_key(Transform& transform, std::string_view key, const KeyValue& value);

}  // namespace thalweg
