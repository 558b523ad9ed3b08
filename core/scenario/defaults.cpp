#include "core/scenario/defaults.hpp"

#include <algorithm>

#include "core/scenario/build.hpp"
#include "core/scenario/keys.hpp"

namespace thalweg {
namespace {

// "Adam", then "Adam 2", "Adam 3", …
std::string free_name(std::string_view base, const std::vector<RacerChoice>& rivals) {
    const auto taken = [&](const std::string& name) { return std::any_of(rivals.begin(), rivals.end(), [&](const RacerChoice& r) { return r.name == name; }); };
    std::string name(base);
    for (int i = 2; taken(name); ++i) name = std::string(base) + " " + std::to_string(i);
    return name;
}

}  // namespace

ProblemChoice default_problem(const SurfaceSpec& surface) {
    ProblemChoice choice;
    choice.surface = surface.id;
    choice.parameters = default_values(surface.parameters);
    choice.start = surface.start;
    return choice;
}

ProblemChoice default_problem(std::shared_ptr<const Dataset> data, std::string source) {
    ProblemChoice choice;
    choice.surface.clear();
    choice.data = std::move(data);
    choice.data_source = std::move(source);
    const ShippedDataset* shipped = find_shipped(choice.data_source);
    set_loss(choice, shipped ? shipped->loss : Loss::squared);
    choice.start = {-2, 2};
    return choice;
}

ProblemChoice default_problem(std::shared_ptr<const HeightMap> image, std::string source) {
    ProblemChoice choice;
    choice.surface.clear();
    choice.parameters = default_values(image_parameters());
    choice.start = image_problem(image, choice.parameters).start;
    choice.image = std::move(image);
    choice.image_source = std::move(source);
    return choice;
}

ProblemChoice default_problem(std::shared_ptr<const UserFormula> formula, const std::optional<Box>& domain) {
    ProblemChoice choice;
    choice.surface.clear();
    choice.parameters = default_values(formula->parameters());
    choice.start = formula_start(*formula->objective(choice.parameters), domain.value_or(default_formula_domain));
    choice.formula = std::move(formula);
    choice.domain = domain;
    return choice;
}

ProblemChoice default_problem(std::shared_ptr<const NetworkChoice> network) {
    ProblemChoice choice;
    choice.surface.clear();
    choice.network = std::move(network);
    return choice;
}

RacerChoice default_racer(const OptimizerSpec& optimizer, const std::vector<RacerChoice>& rivals) {
    RacerChoice racer;
    racer.optimizer = optimizer.id;
    racer.name = free_name(optimizer.name, rivals);
    racer.hyper = default_hyperparameters(optimizer);
    const auto taken = [&](int style) { return std::any_of(rivals.begin(), rivals.end(), [&](const RacerChoice& r) { return r.style == style; }); };
    while (taken(racer.style)) ++racer.style;
    return racer;
}

Scenario default_scenario() {
    Scenario scenario;
    scenario.steps = 400;
    const auto add = [&](std::string_view id, std::initializer_list<std::pair<std::string_view, double>> values) {
        RacerChoice racer = default_racer(*find_optimizer(id), scenario.racers);
        for (const auto& [key, value] : values) set_racer_key(racer, key, value);
        scenario.racers.push_back(std::move(racer));
    };
    add("adam", {{"lr", 0.06}});
    add("momentum", {{"lr", 4e-4}});
    add("rmsprop", {{"lr", 0.02}});
    add("sgd", {{"lr", 1.2e-3}});
    return scenario;
}

Scenario fitted_to_network(Scenario scenario) {
    scenario.ensemble = 0;
    std::vector<RacerChoice> racers;
    for (RacerChoice& racer : scenario.racers) {
        if (!network_complaint(build_setup(scenario, racer), parameter_count(*scenario.problem.network)).empty()) {
            const int style = racer.style;
            racer = default_racer(*find_optimizer("adam"), racers);
            racer.style = style;
        }
        racers.push_back(std::move(racer));
    }
    scenario.racers = std::move(racers);
    return scenario;
}

void separate_styles(std::vector<RacerChoice>& racers) {
    std::vector<int> taken;
    for (const RacerChoice& racer : racers) taken.push_back(racer.style);
    for (std::size_t i = 0; i < racers.size(); ++i) {
        const auto before = taken.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(taken.begin(), before, taken[i]) == before) continue;
        int free = 0;
        while (std::find(taken.begin(), taken.end(), free) != taken.end()) ++free;
        racers[i].style = taken[i] = free;
    }
}

}  // namespace thalweg
