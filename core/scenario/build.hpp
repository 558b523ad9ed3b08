// From choices to what a race runs on. The scenario must be without complaint.
#pragma once

#include "core/scenario/scenario.hpp"

namespace thalweg {

std::shared_ptr<const Problem> build_problem(const ProblemChoice&);
RacerSetup build_setup(const Scenario&, const RacerChoice&);
std::vector<RacerSetup> build_setups(const Scenario&);
Arena build_arena(const Scenario&);
TrainingArena build_training(const Scenario&, const BuiltNetwork& network);

}  // namespace thalweg
