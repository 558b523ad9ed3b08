// What a card tells about an optimizer, as text: the same facts on screen and at the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/optimizers/optimizer.hpp"

namespace thalweg {

std::vector<std::string> sentences(std::string_view text);  // "A. B, e.g. C." → "A." and "B, e.g. C."

// What is known of a line of the formula before any step is taken: its condition may ask for hyperparameters alone.
enum class Applies { yes, no, depends };
Applies applies(const Statement& statement, const OptimizerSpec& optimizer, const std::vector<double>& hyper);

std::string condition_text(const Statement& statement, const OptimizerSpec& optimizer);  // "if correct m is on and λ > 0"
std::string statement_text(const Statement& statement, const OptimizerSpec& optimizer);  // "m̂ ← m   if correct m is off"

std::string default_text(const Parameter& parameter);  // "0.999", "on", "euclidean"
std::string range_text(const Parameter& parameter);    // "0 … 0.999999", "on or off"

std::string coverage_text(const OptimizerSpec& optimizer);  // "38 reference cases, largest error 3.1·10⁻¹³"

// Other entries of the catalogue that the same formula describes, with other switches: forms that libraries also call by its name.
std::vector<const OptimizerSpec*> other_forms(const OptimizerSpec& optimizer);

}  // namespace thalweg
