#include "core/scenario/toml.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/facts/catalogue.hpp"
#include "core/facts/file.hpp"
#include "core/facts/text.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/toml_network.hpp"

namespace thalweg {
namespace {

std::shared_ptr<const Dataset> read_points(const Reader& reader, const toml::node& node) {
    Dataset data{.name = std::string(own_points_name)};
    const toml::array* rows = node.as_array();
    if (!rows || rows->size() < 2) reader.fail(node, "points must be at least two rows of numbers, as in [[1, 2], [2, 3]]");
    for (const toml::node& row : *rows) {
        const toml::array* cells = row.as_array();
        if (!cells || (cells->size() != 2 && cells->size() != 3)) reader.fail(row, "points: a row has 2 numbers (x, y) or 3 (x1, x2, y)");
        if (data.values.empty()) data.features = static_cast<int>(cells->size()) - 1;
        if (cells->size() != static_cast<std::size_t>(data.features + 1)) reader.fail(row, "points: all rows must have the same length");
        for (const toml::node& cell : *cells) data.values.push_back(reader.number(cell, "points"));
    }
    return std::make_shared<const Dataset>(std::move(data));
}

// The values of a problem's parameters; those that the table leaves out keep theirs.
void read_parameters(const toml::node& node, const Reader& problem, ProblemChoice& choice, const std::string& file) {
    Reader own(problem.subtable(node, "parameters"), "[problem.parameters] ", file);
    const std::span<const Parameter> parameters = parameters_of(choice);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const toml::node* given = own.take(parameters[i].id);
        if (!given) continue;
        choice.parameters[i] = own.number(*given, parameters[i].id);
        if (const std::string wrong = complaint(parameters[i], choice.parameters[i]); !wrong.empty()) own.fail(*given, wrong);
    }
    own.reject_others();
}

std::optional<Box> read_domain(const Reader& reader, const toml::node& node) {
    std::vector<double> bounds;
    if (const toml::array* list = node.as_array())
        for (const toml::node& bound : *list) bounds.push_back(reader.number(bound, "domain"));
    std::optional<Box> box;
    if (const std::string wrong = set_domain(box, bounds); !wrong.empty()) reader.fail(node, wrong);
    return box;
}

ProblemChoice read_formula(const Reader& reader, const toml::node& node, const toml::node* parameters, const std::optional<Box>& domain) {
    UserFormula::Defaults defaults;
    if (parameters)
        for (const auto& [key, value] : reader.subtable(*parameters, "parameters"))
            if (value.is_number()) defaults.emplace(key.str(), reader.number(value, key.str()));
    const std::string text = reader.text(node, "formula");
    auto parsed = UserFormula::parse(text, defaults);
    if (const auto* wrong = std::get_if<FormulaError>(&parsed)) reader.fail(node, "formula = " + quoted_text(text) + ": " + describe(*wrong, text));
    return default_problem(std::get<0>(parsed), domain);
}

ProblemChoice read_problem(const toml::table& table, const std::string& file, const std::filesystem::path& folder) {
    Reader reader(table, "[problem] ", file);
    const toml::node *surface = reader.take("surface"), *data = reader.take("data"), *points = reader.take("points");
    const toml::node *start = reader.take("start"), *batch = reader.take("batch"), *parameters = reader.take("parameters"), *transform = reader.take("transform");
    const toml::node *formula = reader.take("formula"), *name = reader.take("name"), *domain = reader.take("domain");
    const toml::node *loss = reader.take("loss"), *image = reader.take("image"), *network = reader.take("network");
    reader.reject_others();
    if ((surface != nullptr) + (data != nullptr) + (points != nullptr) + (formula != nullptr) + (image != nullptr) + (network != nullptr) > 1)
        reader.fail(table, "expected only one of surface, formula, image, data, points and network");
    if (network) {
        for (const auto& [node, key] : {std::pair{batch, "batch"}, std::pair{loss, "loss"}, std::pair{parameters, "parameters"}, std::pair{transform, "transform"}, std::pair{start, "start"}, std::pair{name, "name"}, std::pair{domain, "domain"}})
            if (node) reader.fail(*node, std::string(key) + " is not for networks; what belongs to one stands in [problem.network]");
        return default_problem(read_network(reader, *network, file, folder));
    }
    for (const auto& [node, key] : {std::pair{batch, "batch"}, std::pair{loss, "loss"}})
        if (node && !data && !points) reader.fail(*node, std::string(key) + " belongs to data, not to " + (formula ? "a formula" : image ? "an image" : "a surface"));
    if (name && !formula) reader.fail(*name, "name belongs to a formula");
    const std::optional<Box> box = domain ? read_domain(reader, *domain) : std::nullopt;

    ProblemChoice choice;
    if (formula) {
        choice = read_formula(reader, *formula, parameters, box);
        if (name) choice.formula_name = reader.text(*name, "name");
        if (parameters) read_parameters(*parameters, reader, choice, file);
    } else if (image) {
        const std::string source = reader.text(*image, "image");
        const HeightMapOrError loaded = load_height_map(folder / source);
        if (const auto* wrong = std::get_if<std::string>(&loaded)) reader.fail(*image, "image = " + quoted_text(source) + ": " + *wrong);
        choice = default_problem(std::get<0>(loaded), source);
        if (parameters) read_parameters(*parameters, reader, choice, file);
    } else if (!data && !points) {
        if (surface) choice.surface = reader.text(*surface, "surface");
        const SurfaceSpec* spec = find_surface(choice.surface);
        if (!spec) {
            Scenario probe;
            probe.problem.surface = choice.surface;
            reader.fail(*surface, complaint(probe));
        }
        choice = default_problem(*spec);
        if (parameters) read_parameters(*parameters, reader, choice, file);
    } else {
        if (transform) reader.fail(*transform, "a transform belongs to a surface, not to data");
        if (points) {
            choice = default_problem(read_points(reader, *points), "");
        } else {
            const std::string source = reader.text(*data, "data");
            std::shared_ptr<const Dataset> set = find_dataset(source);
            if (!set) {
                const DatasetOrError loaded = load_csv(folder / source);
                if (const auto* wrong = std::get_if<std::string>(&loaded)) reader.fail(*data, "data = \"" + source + "\": " + *wrong + " (shipped: " + joined(ids_of(dataset_catalogue())) + ")");
                set = std::get<0>(loaded);
            }
            choice = default_problem(set, source);
        }
        if (loss)
            if (const std::string wrong = set_loss_key(choice, read_value(reader, *loss, "loss")); !wrong.empty()) reader.fail(*loss, wrong);
        if (parameters) read_parameters(*parameters, reader, choice, file);
        if (batch) choice.batch = static_cast<int>(reader.whole(*batch, "batch", 0, static_cast<std::int64_t>(choice.data->size())));
    }
    choice.domain = box;
    if (transform && !choice.data) {
        Transform moved;
        read_keys(Reader(reader.subtable(*transform, "transform"), "[problem.transform] ", file), [&](std::string_view key, const KeyValue& value) { return set_transform_key(moved, key, value); });
        set_transform(choice, moved);
    }
    if (start) {
        choice.start = read_point(reader, *start, "start");
        Scenario probe;
        probe.problem = choice;
        if (const std::string wrong = complaint(probe); !wrong.empty()) reader.fail(*start, wrong);
    }
    return choice;
}

RacerChoice read_racer(const toml::node& node, const std::vector<RacerChoice>& rivals, int steps, const std::string& file) {
    const std::string where = "racer " + std::to_string(rivals.size() + 1) + ": ";
    if (!node.is_table()) throw Problematic{place(file, node) + ": " + where + "must be a table [[racer]]"};
    Reader reader(*node.as_table(), where, file);
    const toml::node* id = reader.take("optimizer");
    if (!id) reader.fail(node, "optimizer is missing, as in optimizer = \"adam\"");
    const std::string optimizer = reader.text(*id, "optimizer");
    const OptimizerSpec* spec = find_optimizer(optimizer);
    if (!spec) {
        RacerChoice probe;
        probe.optimizer = optimizer;
        reader.fail(*id, set_racer_key(probe, "lr", 0.1));
    }
    RacerChoice racer = default_racer(*spec, rivals);
    for (const auto& [key, value] : reader.table()) {
        if (key.str() == "optimizer") continue;
        const bool nested = key.str() == "schedule" || key.str() == "momentum_schedule" || key.str() == "wrapper";
        if (nested && !value.is_table()) reader.fail(value, std::string(key.str()) + " must be a table, as in " + std::string(key.str()) + " = {kind = \"…\"}");
        if (const toml::table* table = nested ? value.as_table() : nullptr) {
            const std::string prefix = std::string(key.str()) + ".";
            read_keys(Reader(*table, where, file), [&](std::string_view own, const KeyValue& given) { return set_racer_key(racer, prefix + std::string(own), given, steps); });
            continue;
        }
        if (const std::string wrong = set_racer_key(racer, key.str(), read_value(reader, value, key.str()), steps); !wrong.empty()) reader.fail(value, wrong);
    }
    return racer;
}

Scenario read_scenario(const toml::table& root, const std::string& file, const std::filesystem::path& folder) {
    Reader reader(root, "", file);
    if (const toml::node* version = reader.take("version"); version && version->value<std::int64_t>() != 1)
        reader.fail(*version, "this program reads scenarios of version 1");
    Scenario scenario;
    if (const toml::node* problem = reader.take("problem")) scenario.problem = read_problem(reader.subtable(*problem, "problem"), file, folder);
    if (const toml::node* race = reader.take("race")) {
        Reader own(reader.subtable(*race, "race"), "[race] ", file);
        if (const toml::node* steps = own.take("steps")) scenario.steps = static_cast<int>(own.whole(*steps, "steps", min_steps, max_steps));
        if (const toml::node* seed = own.take("seed")) scenario.seed = static_cast<std::uint64_t>(own.whole(*seed, "seed", 0, static_cast<std::int64_t>(max_seed)));
        if (const toml::node* members = own.take("ensemble")) scenario.ensemble = static_cast<int>(own.whole(*members, "ensemble", 0, max_members));
        if (const toml::node* noise = own.take("noise"))
            read_keys(Reader(own.subtable(*noise, "noise"), "[race.noise] ", file), [&](std::string_view key, const KeyValue& value) { return set_noise_key(scenario.noise, key, value); });
        own.reject_others();
    }
    if (const toml::node* racers = reader.take("racer")) {
        const toml::array* list = racers->as_array();
        if (!list) reader.fail(*racers, "racer must be a list of tables [[racer]]");
        for (const toml::node& node : *list) scenario.racers.push_back(read_racer(node, scenario.racers, scenario.steps, file));
        separate_styles(scenario.racers);
    }
    reader.reject_others();
    if (const std::string wrong = complaint(scenario); !wrong.empty()) throw Problematic{file + ": " + wrong};
    return scenario;
}

void write_schedule(std::ostream& out, std::string_view table, const ScheduleSetup& schedule) {
    if (!schedule.active()) return;
    out << "[racer." << table << "]\n";
    if (schedule.spec) out << "kind = " << quoted_text(schedule.spec->id) << '\n';
    if (schedule.warmup > 0) out << "warmup = " << schedule.warmup << '\n';
    if (!schedule.spec) return;
    for (std::size_t i = 0; i < schedule.values.size(); ++i) out << schedule.spec->parameters[i].id << " = " << value_of(schedule.spec->parameters[i], schedule.values[i]) << '\n';
    if (const KnotFacts& knots = schedule.spec->knots; !knots.id.empty()) {
        out << knots.id << " = [";
        for (std::size_t i = 0; i < schedule.knots.size(); ++i) {
            const Point& knot = schedule.knots[i];
            out << (i ? ", " : "") << (knots.pairs ? "[" + real(knot.x()) + ", " + real(knot.y()) + "]" : real(knot.x()));
        }
        out << "]\n";
    }
}

}  // namespace

ScenarioOrError parse_scenario(std::string_view text, const std::filesystem::path& file) {
    const std::string name = file.string();
    try {
        return read_scenario(toml::parse(text, name), name, file.parent_path());
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        return name + ":" + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": " + std::string(error.description());
    } catch (const Problematic& problem) {
        return problem.message;
    }
}

ScenarioOrError load_scenario(const std::filesystem::path& file) {
    constexpr std::size_t most = std::size_t{64} << 20;
    const FileContent read = read_file(file, most, "a scenario file (TOML)");
    if (!read.error.empty()) return read.error;
    return parse_scenario(read.content, file);
}

std::string format_scenario(const Scenario& scenario) {
    std::ostringstream out;
    const ProblemChoice& problem = scenario.problem;
    out << "version = 1\n\n[problem]\n";
    if (problem.network) {
        write_network(out, *problem.network);
    } else if (problem.formula) {
        out << "formula = " << quoted_text(problem.formula->text()) << '\n';
        if (!problem.formula_name.empty()) out << "name = " << quoted_text(problem.formula_name) << '\n';
    } else if (!problem.data) {
        if (problem.image) out << "image = " << quoted_text(problem.image_source) << '\n';
        else out << "surface = " << quoted_text(problem.surface) << '\n';
    } else {
        if (!problem.data_source.empty()) {
            out << "data = " << quoted_text(problem.data_source) << '\n';
        } else {
            out << "points = [";
            for (std::size_t i = 0; i < problem.data->size(); ++i) {
                out << (i ? ", [" : "[");
                const auto row = problem.data->row(i);
                for (std::size_t c = 0; c < row.size(); ++c) out << (c ? ", " : "") << real(row[c]);
                out << ']';
            }
            out << "]\n";
        }
        out << "loss = " << quoted_text(loss_names()[static_cast<std::size_t>(problem.loss)]) << "\nbatch = " << problem.batch << '\n';
    }
    if (const auto& d = problem.domain; d && !problem.network) out << "domain = [" << real(d->x_min) << ", " << real(d->x_max) << ", " << real(d->y_min) << ", " << real(d->y_max) << "]\n";
    if (!problem.network) out << "start = [" << real(problem.start.x()) << ", " << real(problem.start.y()) << "]\n";
    if (const std::span<const Parameter> parameters = parameters_of(problem); !parameters.empty()) {
        out << "[problem.parameters]\n";
        for (std::size_t i = 0; i < parameters.size(); ++i) out << parameters[i].id << " = " << value_of(parameters[i], problem.parameters[i]) << '\n';
    }
    if (const Transform& transform = problem.transform; !transform.identity()) {
        out << "[problem.transform]\n";
        for (std::size_t i = 0; i < transform.values.size(); ++i) out << transform_parameters()[i].id << " = " << value_of(transform_parameters()[i], transform.values[i]) << '\n';
    }
    out << "\n[race]\nsteps = " << scenario.steps << "\nseed = " << scenario.seed << '\n';
    if (scenario.ensemble > 0) out << "ensemble = " << scenario.ensemble << '\n';
    if (const Noise& noise = scenario.noise; noise != Noise{}) {
        out << "[race.noise]\nkind = " << quoted_text(noise_kinds()[static_cast<std::size_t>(noise.kind)]) << "\nscale = " << real(noise.scale) << '\n';
        out << "freedom = " << real(noise.freedom) << '\n';
    }
    for (const RacerChoice& racer : scenario.racers) {
        const OptimizerSpec& optimizer = *find_optimizer(racer.optimizer);
        out << "\n[[racer]]\noptimizer = " << quoted_text(racer.optimizer) << "\nname = " << quoted_text(racer.name) << '\n';
        for (std::size_t i = 0; i < racer.hyper.size(); ++i)
            out << optimizer.hyperparameters[i].id << " = " << value_of(optimizer.hyperparameters[i], racer.hyper[i]) << '\n';
        if (racer.clip_norm > 0) out << "clip_norm = " << real(racer.clip_norm) << '\n';
        if (racer.clip_value > 0) out << "clip_value = " << real(racer.clip_value) << '\n';
        if (racer.hidden) out << "hidden = true\n";
        out << "colour = " << racer.style + 1 << '\n';
        write_schedule(out, "schedule", racer.schedule);
        write_schedule(out, "momentum_schedule", racer.momentum_schedule);
        if (racer.wrapper.spec) {
            out << "[racer.wrapper]\nkind = " << quoted_text(racer.wrapper.spec->id) << '\n';
            for (std::size_t i = 0; i < racer.wrapper.values.size(); ++i)
                out << racer.wrapper.spec->parameters[i].id << " = " << value_of(racer.wrapper.spec->parameters[i], racer.wrapper.values[i]) << '\n';
        }
    }
    return out.str();
}

std::string save_scenario(const Scenario& scenario, const std::filesystem::path& file) { return write_file(file, format_scenario(scenario)); }

}  // namespace thalweg
