// Choices with the defaults of their catalogue entry, and the scenario to begin with.
#pragma once

#include "core/scenario/scenario.hpp"

namespace thalweg {

ProblemChoice default_problem(const SurfaceSpec& surface);
ProblemChoice default_problem(std::shared_ptr<const Dataset> data, std::string source);
ProblemChoice default_problem(std::shared_ptr<const HeightMap> image, std::string source);
ProblemChoice default_problem(std::shared_ptr<const UserFormula> formula, const std::optional<Box>& domain = {});
ProblemChoice default_problem(std::shared_ptr<const NetworkChoice> network);

// With a name and a colour that none of its rivals has.
RacerChoice default_racer(const OptimizerSpec& optimizer, const std::vector<RacerChoice>& rivals);
// Racers whose colour another one before them has too get a free one.
void separate_styles(std::vector<RacerChoice>& racers);

// The scenario that the program opens with: Adam, momentum, RMSprop and SGD on Rosenbrock's valley.
Scenario default_scenario();

// Racers whose rule works in the plane alone give way to Adam, and the ensemble, which networks have not, is switched off.
Scenario fitted_to_network(Scenario scenario);

}  // namespace thalweg
