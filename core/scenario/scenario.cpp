#include "core/scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/facts/catalogue.hpp"
#include "core/facts/text.hpp"
#include "core/scenario/build.hpp"

namespace thalweg {
namespace {

std::string outside(std::string_view key, double value, Range range) {
    return std::string(key) + " = " + shortest(value) + " is outside " + shortest(range.min) + " … " + shortest(range.max);
}

std::string about(const std::string& subject, const std::string& wrong) { return wrong.empty() ? wrong : subject + ": " + wrong; }

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

const Parameter& colour_parameter() {
    static const Parameter p{"colour", "colour", "colour, dash and marker", 1, {1, max_racers}, Scale::count};
    return p;
}

std::string complaint(const RacerChoice& racer) {
    const OptimizerSpec* optimizer = find_optimizer(racer.optimizer);
    if (!optimizer) return unknown("optimizer", racer.optimizer, ids_of(optimizer_catalogue()));
    if (racer.name.empty()) return "name is empty";
    if (racer.hyper.size() != optimizer->hyperparameters.size()) return racer.optimizer + " has " + std::to_string(optimizer->hyperparameters.size()) + " hyperparameters";
    if (std::string wrong = complaint(optimizer->hyperparameters, racer.hyper); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(clip_norm_parameter(), racer.clip_norm); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(clip_value_parameter(), racer.clip_value); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(racer.schedule); !wrong.empty()) return "schedule." + wrong;
    if (std::string wrong = complaint(racer.momentum_schedule); !wrong.empty()) return "momentum_schedule." + wrong;
    if (racer.schedule.active() && scheduled_rate(*optimizer) < 0) return "schedule: " + racer.optimizer + " has no learning rate";
    if (racer.momentum_schedule.active() && scheduled_momentum(*optimizer) < 0)
        return "momentum_schedule: " + racer.optimizer + " has neither momentum nor beta1";
    if (racer.wrapper.spec)
        if (std::string wrong = complaint(racer.wrapper.spec->parameters, racer.wrapper.values); !wrong.empty()) return "wrapper." + wrong;
    return complaint(colour_parameter(), racer.style + 1);
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

}  // namespace thalweg
