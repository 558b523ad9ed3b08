#include "core/scenario/build.hpp"

#include "core/scenario/defaults.hpp"

namespace thalweg {

std::shared_ptr<const Problem> build_problem(const ProblemChoice& choice) {
    if (choice.network) return build_problem(default_problem(surface_catalogue()[0]));  // pictures of a plane are not shown then
    Problem problem = choice.data      ? regression_problem(choice.data, choice.batch, regression_loss(choice.loss, choice.parameters))
                      : choice.image   ? image_problem(choice.image, choice.parameters)
                      : choice.formula ? formula_problem(*choice.formula, choice.formula_name, choice.parameters, choice.domain.value_or(default_formula_domain))
                                       : surface_problem(*find_surface(choice.surface), choice.parameters);
    problem.domain = choice.domain.value_or(problem.domain);
    return std::make_shared<const Problem>(transformed(std::move(problem), choice.transform));
}

RacerSetup build_setup(const Scenario& scenario, const RacerChoice& racer) {
    return {find_optimizer(racer.optimizer), racer.hyper, {racer.clip_norm, racer.clip_value}, scenario.problem.start, racer.schedule, racer.momentum_schedule, racer.wrapper};
}

std::vector<RacerSetup> build_setups(const Scenario& scenario) {
    std::vector<RacerSetup> setups;
    for (const RacerChoice& racer : scenario.racers) setups.push_back(build_setup(scenario, racer));
    return setups;
}

Arena build_arena(const Scenario& scenario) { return {build_problem(scenario.problem), scenario.seed, scenario.steps, scenario.noise}; }
TrainingArena build_training(const Scenario& scenario, const BuiltNetwork& network) { return {network.problem, scenario.seed, scenario.steps, scenario.noise}; }

}  // namespace thalweg
