#include "core/scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/facts/catalogue.hpp"
#include "core/facts/text.hpp"

namespace thalweg {
namespace {

std::string outside(std::string_view key, double value, Range range) {
    return std::string(key) + " = " + shortest(value) + " is outside " + shortest(range.min) + " … " + shortest(range.max);
}

// "Adam", then "Adam 2", "Adam 3", …
std::string free_name(std::string_view base, const std::vector<RacerChoice>& rivals) {
    const auto taken = [&](const std::string& name) { return std::any_of(rivals.begin(), rivals.end(), [&](const RacerChoice& r) { return r.name == name; }); };
    std::string name(base);
    for (int i = 2; taken(name); ++i) name = std::string(base) + " " + std::to_string(i);
    return name;
}

std::string about(const std::string& subject, const std::string& wrong) { return wrong.empty() ? wrong : subject + (wrong.starts_with("has ") ? " " : ": ") + wrong; }

bool sound(const Box& box) { return !escaped({box.x_min, box.y_min}) && !escaped({box.x_max, box.y_max}) && box.x_min < box.x_max && box.y_min < box.y_max; }
constexpr const char* unsound_domain = "domain must be x_min < x_max and y_min < y_max within ±1e12, as in [-5, 5, -5, 5]";

std::string complaint(const ProblemChoice& problem) {
    if (!problem.start.allFinite() || escaped(problem.start)) return "start must be two finite numbers within ±1e12";
    if (problem.network) {
        const std::string wrong = complaint(*problem.network);
        return wrong.empty() ? wrong : "network: " + wrong;
    }
    if (problem.domain && !sound(*problem.domain)) return unsound_domain;
    if (problem.data) {
        if (!problem.transform.identity()) return "a transform belongs to a surface, not to data";
        const auto most = static_cast<double>(problem.data->size());
        if (!Range{0, most}.contains(problem.batch)) return outside("batch", problem.batch, {0, most});
        if (std::string wrong = complaint(problem.loss, *problem.data); !wrong.empty()) return wrong;
        return about("the loss", complaint(parameters_of(problem), problem.parameters));
    }
    const SurfaceSpec* surface = find_surface(problem.surface);
    if (!surface && !problem.formula && !problem.image) return unknown("surface", problem.surface, ids_of(surface_catalogue()));
    const std::string subject = problem.formula ? "the formula" : problem.image ? "the image" : "surface " + problem.surface;
    if (std::string wrong = complaint(parameters_of(problem), problem.parameters); !wrong.empty()) return about(subject, wrong);
    for (std::size_t i = 0; i < problem.transform.values.size(); ++i)
        if (std::string wrong = complaint(transform_parameters()[i], problem.transform.values[i]); !wrong.empty()) return "transform: " + wrong;
    return {};
}

// Schedules that are longer than the run.
std::string too_long(const RacerChoice& racer, int steps) {
    const auto longer = [&](const std::string& key, double value) { return key + " = " + shortest(value) + " is longer than the run of " + std::to_string(steps) + " steps"; };
    for (const auto& [name, schedule] : {std::pair{"schedule", &racer.schedule}, std::pair{"momentum_schedule", &racer.momentum_schedule}}) {
        const std::string prefix = std::string(name) + ".";
        if (schedule->warmup > steps) return longer(prefix + "warmup", schedule->warmup);
        if (!schedule->spec) continue;
        for (std::size_t i = 0; i < schedule->values.size(); ++i)
            if (const Parameter& p = schedule->spec->parameters[i]; p.updates && schedule->values[i] > std::max<double>(steps, p.range.min)) return longer(prefix + std::string(p.id), schedule->values[i]);
        if (!schedule->knots.empty() && schedule->knots.back().x() > steps) return longer(prefix + std::string(schedule->spec->knots.id), schedule->knots.back().x());
    }
    return {};
}

}  // namespace

bool ProblemChoice::operator==(const ProblemChoice& other) const {
    const bool same_data = data == other.data || (data && other.data && *data == *other.data);
    const bool same_image = image == other.image || (image && other.image && *image == *other.image);
    const bool same_formula = formula == other.formula || (formula && other.formula && formula->text() == other.formula->text());
    const bool same_network = network == other.network || (network && other.network && *network == *other.network);
    const bool same_numbers = domain == other.domain && loss == other.loss && parameters == other.parameters && transform == other.transform && batch == other.batch && start == other.start;
    const bool same_names = surface == other.surface && formula_name == other.formula_name && data_source == other.data_source && image_source == other.image_source;
    return same_data && same_network && same_image && same_formula && same_numbers && same_names;
}

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

ProblemChoice default_problem(std::shared_ptr<const NetworkChoice> network) {
    ProblemChoice choice;
    choice.surface.clear();
    choice.network = std::move(network);
    return choice;
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

void set_loss(ProblemChoice& problem, Loss loss) {
    const std::span<const Parameter> before = loss_parameters(problem.loss), after = loss_parameters(loss);
    std::vector<double> values;
    for (const Parameter& p : after) {
        const int i = problem.parameters.empty() ? -1 : index_of(before, p.id);
        values.push_back(i < 0 ? p.default_value : problem.parameters[static_cast<std::size_t>(i)]);
    }
    problem.loss = loss;
    problem.parameters = std::move(values);
}

std::string set_domain(std::optional<Box>& domain, std::span<const double> bounds) {
    if (bounds.size() != 4) return "domain must be four numbers x_min, x_max, y_min, y_max, as in [-5, 5, -5, 5]";
    const Box box{bounds[0], bounds[1], bounds[2], bounds[3]};
    if (!sound(box)) return unsound_domain;
    domain = box;
    return {};
}

void set_points(ProblemChoice& problem, std::shared_ptr<const Dataset> points) {
    problem.batch = std::min(problem.batch, static_cast<int>(points->size()));
    problem.data = std::move(points);
    problem.data_source.clear();
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

std::span<const Parameter> parameters_of(const ProblemChoice& choice) {
    if (choice.network) return {};
    if (choice.formula) return choice.formula->parameters();
    if (choice.data) return loss_parameters(choice.loss);
    if (choice.image) return image_parameters();
    const SurfaceSpec* surface = find_surface(choice.surface);
    return surface ? std::span<const Parameter>(surface->parameters) : std::span<const Parameter>();
}

void set_transform(ProblemChoice& problem, const Transform& transform) {
    Point own = problem.start;
    if (!problem.transform.identity()) {
        // To twelve digits, so that a start which went forth and back on a slider is what it was.
        own = problem.transform.revert(own);
        const double unit = std::pow(10.0, 11 - std::floor(std::log10(own.cwiseAbs().maxCoeff())));
        if (unit >= 1 && unit <= 1e22) own = (own * unit).array().round() / unit;
    }
    problem.start = transform.identity() ? own : transform.apply(own);
    problem.transform = transform;
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

std::string complaint(const Scenario& scenario) {
    if (std::string wrong = complaint(scenario.problem); !wrong.empty()) return wrong;
    if (scenario.steps < min_steps || scenario.steps > max_steps) return outside("steps", scenario.steps, {min_steps, max_steps});
    if (scenario.seed > max_seed) return "seed = " + std::to_string(scenario.seed) + " is outside 0 … " + std::to_string(max_seed);
    if (!noise_scale().range.contains(scenario.noise.scale)) return "noise: " + complaint(noise_scale(), scenario.noise.scale);
    if (!noise_freedom().range.contains(scenario.noise.freedom)) return "noise: " + complaint(noise_freedom(), scenario.noise.freedom);
    if (scenario.ensemble < 0 || scenario.ensemble > max_members) return outside("ensemble", scenario.ensemble, {0, max_members});
    if (scenario.ensemble > 1 && scenario.seed > max_seed - static_cast<std::uint64_t>(scenario.ensemble - 1)) return "ensemble: seed + " + std::to_string(scenario.ensemble - 1) + " is more than " + std::to_string(max_seed);
    if (scenario.ensemble > 1 && static_cast<long>(scenario.racers.size()) * scenario.steps * scenario.ensemble > max_member_rows)
        return std::to_string(scenario.racers.size()) + " racers × " + std::to_string(scenario.steps) + " steps × ensemble of " + std::to_string(scenario.ensemble) + " is more than " + std::to_string(max_member_rows) + " rows";
    if (scenario.problem.network && scenario.ensemble > 1) return "ensemble: networks race with one seed";
    if (scenario.racers.size() > max_racers) return std::to_string(scenario.racers.size()) + " racers; at most " + std::to_string(max_racers) + " can race";
    if (static_cast<long>(scenario.racers.size()) * scenario.steps > max_rows)
        return std::to_string(scenario.racers.size()) + " racers × " + std::to_string(scenario.steps) + " steps is more than " + std::to_string(max_rows) + " rows";
    for (std::size_t i = 0; i < scenario.racers.size(); ++i) {
        const RacerChoice& racer = scenario.racers[i];
        const auto wrong = [&](const std::string& what) { return "racer " + std::to_string(i + 1) + " (" + racer.name + "): " + what; };
        if (const std::string what = complaint(racer); !what.empty()) return wrong(what);
        if (scenario.problem.network)
            if (const std::string what = network_complaint(build_setup(scenario, racer), parameter_count(*scenario.problem.network)); !what.empty()) return wrong(what);
        if (const std::string what = too_long(racer, scenario.steps); !what.empty()) return wrong(what);
        for (std::size_t k = 0; k < i; ++k)
            if (scenario.racers[k].name == racer.name) return wrong("racer " + std::to_string(k + 1) + " has the same name");
    }
    return {};
}

bool depends_on_seed(const Scenario& scenario) {
    const ProblemChoice& problem = scenario.problem;
    const bool batches = problem.data && problem.batch > 0 && static_cast<std::size_t>(problem.batch) < problem.data->size();
    const bool rules = std::any_of(scenario.racers.begin(), scenario.racers.end(), [](const RacerChoice& racer) { const OptimizerSpec* rule = find_optimizer(racer.optimizer); return rule && rule->draws; });
    return batches || rules || scenario.noise.active();
}

bool shows_ensemble(const Scenario& scenario) { return scenario.ensemble > 1 && !scenario.racers.empty() && depends_on_seed(scenario); }

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
