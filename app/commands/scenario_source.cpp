#include <algorithm>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/presets.hpp"
#include "core/facts/catalogue.hpp"
#include "core/facts/text.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/examples_keys.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/network_keys.hpp"
#include "core/scenario/open.hpp"
#include "core/scenario/toml.hpp"

namespace thalweg::app {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t to; (to = text.find(at, from)) != std::string::npos; from = to + 1) parts.push_back(text.substr(from, to - from));
    parts.push_back(text.substr(from));
    return parts;
}

// 30:70 is a list of numbers, 0:0.1;100:1 one of pairs.
std::optional<std::vector<Point>> list_of(const std::string& text) {
    std::vector<Point> points;
    const bool pairs = text.find(';') != std::string::npos;
    for (const std::string& part : split(text, pairs ? ';' : ':')) {
        const std::vector<std::string> cells = pairs ? split(part, ':') : std::vector<std::string>{part, "0"};
        const auto x = number(cells[0]), y = cells.size() == 2 ? number(cells[1]) : std::nullopt;
        if (!x || !y) return std::nullopt;
        points.emplace_back(*x, *y);
    }
    return points;
}

KeyValue value_of(const std::string& text) {
    if (text == "true") return true;
    if (text == "false") return false;
    if (const auto value = number(text)) return *value;
    if (text.find_first_of(":;") != std::string::npos)
        if (auto list = list_of(text)) return *std::move(list);
    return text;
}

// adam,lr=0.03,beta1=0.9,schedule.kind=cosine
std::string add_racer(Scenario& scenario, const std::string& text) {
    const std::vector<std::string> parts = split(text, ',');
    const std::string where = "--racer " + text + ": ";
    const OptimizerSpec* optimizer = find_optimizer(parts[0]);
    if (!optimizer) return where + unknown("optimizer", parts[0], ids_of(optimizer_catalogue()));
    RacerChoice racer = default_racer(*optimizer, scenario.racers);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::size_t equals = parts[i].find('=');
        if (equals == std::string::npos) return where + "expected key=value, found '" + parts[i] + "'";
        const std::string key = parts[i].substr(0, equals), text_value = parts[i].substr(equals + 1);
        const KeyValue value = key == "name" ? KeyValue(text_value) : value_of(text_value);
        if (const std::string wrong = set_racer_key(racer, key, value, scenario.steps); !wrong.empty()) return where + wrong;
    }
    scenario.racers.push_back(std::move(racer));
    return {};
}

// Every key=value of a list through `set(key, value)`, up to the first that is wrong.
template <class Set>
std::string set_pairs(std::span<const std::string> pairs, Set&& set) {
    for (const std::string& pair : pairs) {
        const std::size_t equals = pair.find('=');
        std::string wrong = equals == std::string::npos ? "expected key=value, found '" + pair + "'" : set(pair.substr(0, equals), value_of(pair.substr(equals + 1)));
        if (!wrong.empty()) return wrong;
    }
    return {};
}

// gaussian,scale=0.5
std::string set_noise(Noise& noise, const std::string& text) {
    const std::vector<std::string> parts = split(text, ',');
    std::string wrong = set_noise_key(noise, "kind", parts[0]);
    if (wrong.empty()) wrong = set_pairs(std::span(parts).subspan(1), [&](const std::string& key, const KeyValue& value) { return set_noise_key(noise, key, value); });
    if (wrong.empty() && parts.size() == 1 && noise.kind != Noise::Kind::none && noise.scale == 0) wrong = "how large? as in " + text + ",scale=0.5";
    return wrong.empty() ? wrong : "--noise " + text + ": " + wrong;
}

// rotation=0.5,shift_x=1: what it does not name stays as it is.
std::string set_transform(ProblemChoice& problem, const std::string& text) {
    Transform transform = problem.transform;
    const std::string wrong = set_pairs(split(text, ','), [&](const std::string& key, const KeyValue& value) { return set_transform_key(transform, key, value); });
    if (!wrong.empty()) return "--transform " + text + ": " + wrong;
    set_transform(problem, transform);
    return {};
}

std::string set_parameter(ProblemChoice& problem, const std::string& text) {
    const std::size_t equals = text.find('=');
    const auto value = equals == std::string::npos ? std::nullopt : number(text.substr(equals + 1));
    if (!value) return "--parameter " + text + ": expected name=number, as in kappa=10";
    const std::span<const Parameter> parameters = parameters_of(problem);
    const std::string id = text.substr(0, equals);
    const int i = index_of(parameters, id);
    if (i < 0) return "--parameter " + text + ": " + (parameters.empty() ? "this problem has no parameters" : unknown("parameter", id, ids_of(parameters)));
    const std::string wrong = complaint(parameters[static_cast<std::size_t>(i)], *value);
    if (!wrong.empty()) return "--parameter " + text + ": " + wrong;
    problem.parameters[static_cast<std::size_t>(i)] = *value;
    return {};
}

std::string set_formula(ProblemChoice& problem, const ScenarioSource& source, const std::optional<Box>& domain) {
    UserFormula::Defaults defaults;
    for (const std::string& text : source.parameters)
        if (const std::size_t equals = text.find('='); equals != std::string::npos)
            if (const auto value = number(text.substr(equals + 1))) defaults.emplace(text.substr(0, equals), *value);
    auto parsed = UserFormula::parse(source.formula, defaults);
    if (const auto* wrong = std::get_if<FormulaError>(&parsed))
        return "--formula: " + describe(*wrong, source.formula) + "\n  " + source.formula + "\n  " + std::string(column_of(*wrong, source.formula) - 1, ' ') + "^";
    problem = default_problem(std::get<0>(parsed), domain);
    return {};
}

// -2,2,-1,3
std::string read_domain(std::optional<Box>& domain, const std::string& text) {
    std::vector<double> bounds;
    for (const std::string& part : split(text, ',')) {
        const auto bound = number(part);
        if (!bound) return "--domain " + text + ": expected four numbers, as in --domain=-2,2,-1,3";
        bounds.push_back(*bound);
    }
    const std::string wrong = set_domain(domain, bounds);
    return wrong.empty() ? wrong : "--domain " + text + ": " + wrong;
}

std::string set_problem(ProblemChoice& problem, const ScenarioSource& source, const std::optional<Box>& domain) {
    if (!source.surface.empty() + !source.data.empty() + !source.formula.empty() + !source.image.empty() + source.draws_up_network() > 1) return "give only one of --surface, --formula, --image, --data and a network";
    if (!source.formula.empty()) return set_formula(problem, source, domain);
    if (!source.surface.empty()) {
        const SurfaceSpec* surface = find_surface(source.surface);
        if (!surface) {
            Scenario probe;
            probe.problem.surface = source.surface;
            return "--surface: " + complaint(probe);
        }
        problem = default_problem(*surface);
    }
    if (!source.image.empty()) {
        const HeightMapOrError loaded = load_height_map(source.image);
        if (const auto* wrong = std::get_if<std::string>(&loaded)) return "--image: " + *wrong;
        problem = default_problem(std::get<0>(loaded), source.image);
    }
    if (!source.data.empty()) {
        std::shared_ptr<const Dataset> data = find_dataset(source.data);
        if (!data) {
            const DatasetOrError loaded = load_csv(source.data);
            if (const auto* wrong = std::get_if<std::string>(&loaded)) return "--data: " + *wrong + " (shipped: " + joined(ids_of(dataset_catalogue())) + ")";
            data = std::get<0>(loaded);
        }
        problem = default_problem(data, source.data);
    }
    return {};
}

// depth=3,width=8
std::string set_network(NetworkChoice& network, const std::string& text) {
    if (text.empty()) return {};
    const std::string wrong = set_pairs(split(text, ','), [&](const std::string& key, const KeyValue& value) { return set_network_key(network, key, value); });
    return wrong.empty() ? wrong : "--network " + text + ": " + wrong;
}

// spiral,arms=3 or train.csv,classes=true: what stands in front is a kind or a file. Without it what was chosen stays.
std::string set_examples(ExamplesChoice& examples, const std::string& text) {
    if (text.empty()) return {};
    std::vector<std::string> parts = split(text, ',');
    std::string wrong;
    if (std::string& front = parts[0]; front.find('=') == std::string::npos) {
        const bool kind = find_examples(front);
        std::error_code unreadable;
        if (!kind && !std::filesystem::exists(front, unreadable)) wrong = unknown("file or data set", front, ids_of(examples_catalogue()));
        front = (kind ? "kind=" : "file=") + front;
    }
    if (wrong.empty()) wrong = set_pairs(parts, [&](const std::string& key, const KeyValue& value) { return set_examples_key(examples, key, value); });
    if (wrong.empty() && !examples.file.empty()) wrong = load_content(examples, {});
    return wrong.empty() ? wrong : "--examples " + text + ": " + wrong;
}

// The scenario's own network as these two change it, or one with the defaults.
std::string set_network(Scenario& scenario, const ScenarioSource& source) {
    const auto& own = scenario.problem.network;
    if (own && own->file) return "--network and --examples cannot change " + own->source;
    NetworkChoice network = own ? *own : NetworkChoice();
    if (std::string wrong = set_network(network, source.network); !wrong.empty()) return wrong;
    if (std::string wrong = set_examples(network.examples, source.examples); !wrong.empty()) return wrong;
    if (std::string wrong = complaint(network); !wrong.empty()) return "network: " + wrong;
    scenario.problem = default_problem(std::make_shared<const NetworkChoice>(std::move(network)));
    scenario = fitted_to_network(std::move(scenario));
    return {};
}

}  // namespace

std::optional<Point> parse_pair(const std::string& text) {
    const std::vector<std::string> parts = split(text, ',');
    if (parts.size() != 2) return std::nullopt;
    const auto x = number(parts[0]), y = number(parts[1]);
    if (!x || !y) return std::nullopt;
    return Point(*x, *y);
}

int fail(const std::string& message) {
    std::cerr << "thalweg: " << message << '\n';
    return bad_input;
}

Scenario scenario_from(const ScenarioSource& source, std::string& error) {
    Scenario scenario;
    if (!source.file.empty()) {
        const Preset* preset = preset_named(source.file);
        if (std::error_code none; !preset && std::filesystem::path(source.file).extension().empty() && !std::filesystem::exists(source.file, none))
            return error = unknown("file or preset", source.file, ids_of(presets())), scenario;
        Opened opened = preset ? Opened(preset->scenario) : open_file(source.file);
        if (const auto* wrong = std::get_if<std::string>(&opened)) return error = *wrong, scenario;
        if (auto* problem = std::get_if<ProblemChoice>(&opened)) {
            if (source.racers.empty()) scenario = default_scenario();
            scenario.problem = std::move(*problem);
            if (scenario.problem.network) scenario = fitted_to_network(std::move(scenario));
        } else {
            scenario = std::get<Scenario>(std::move(opened));
        }
    } else if (source.racers.empty()) {
        scenario = default_scenario();
    }
    std::optional<Box> domain;
    if (!source.domain.empty() && !(error = read_domain(domain, source.domain)).empty()) return scenario;
    if (!(error = set_problem(scenario.problem, source, domain)).empty()) return scenario;
    if (source.draws_up_network() && !(error = set_network(scenario, source)).empty()) return scenario;
    if (scenario.problem.network)
        for (const auto& [option, text] : {std::pair("--domain", source.domain), std::pair("--start", source.start), std::pair("--transform", source.transform)})
            if (!text.empty()) return error = std::string(option) + " is not for networks", scenario;
    if (domain) scenario.problem.domain = domain;
    if (!source.loss.empty()) {
        error = scenario.problem.data ? set_loss_key(scenario.problem, source.loss) : "belongs to data";
        if (!error.empty()) return error = "--loss " + source.loss + ": " + error, scenario;
    }
    for (const std::string& text : source.parameters)
        if (!(error = set_parameter(scenario.problem, text)).empty()) return scenario;
    if (!source.transform.empty() && !(error = set_transform(scenario.problem, source.transform)).empty()) return scenario;
    if (!source.start.empty()) {
        const auto start = parse_pair(source.start);
        if (!start) {
            error = "--start " + source.start + ": expected two numbers, as in --start=-1.2,1";
            return scenario;
        }
        scenario.problem.start = *start;
    }
    if (source.steps) scenario.steps = *source.steps;
    if (source.seed) scenario.seed = *source.seed;
    if (source.ensemble) scenario.ensemble = *source.ensemble;
    if (source.batch) {
        if (!scenario.problem.data) {
            error = "--batch belongs to data";
            return scenario;
        }
        scenario.problem.batch = *source.batch;
    }
    if (!source.noise.empty() && !(error = set_noise(scenario.noise, source.noise)).empty()) return scenario;
    for (const std::string& text : source.racers)
        if (!(error = add_racer(scenario, text)).empty()) return scenario;
    separate_styles(scenario.racers);
    error = complaint(scenario);
    return scenario;
}

}  // namespace thalweg::app
