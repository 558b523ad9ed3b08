#include <iomanip>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/presets.hpp"
#include "core/facts/text.hpp"
#include "core/optimizers/card.hpp"
#include "core/optimizers/conformance.hpp"

namespace thalweg::app {
namespace {

std::string_view name_of(Scale scale) {
    switch (scale) {
        case Scale::linear: return "linear";
        case Scale::log: return "log";
        case Scale::one_minus_log: return "one_minus_log";
        case Scale::count: return "count";
        case Scale::log_count: return "log_count";
        case Scale::toggle: return "toggle";
        case Scale::choice: return "choice";
    }
    return "";
}

std::string field(std::string_view key, std::string_view text) { return quoted_text(key) + ": " + quoted_text(text); }

template <class List, class Format>
std::string array(const List& list, Format&& format) {
    std::vector<std::string> parts;
    for (const auto& entry : list) parts.push_back(format(entry));
    return "[" + joined(parts) + "]";
}

std::string parameter_json(const Parameter& p) {
    return "{" + field("id", p.id) + ", " + field("symbol", p.symbol) + ", " + field("meaning", p.meaning) + ", \"default\": " + json_number(p.default_value) + ", \"min\": " +
           json_number(p.range.min) + ", \"max\": " + json_number(p.range.max) + ", " + field("scale", name_of(p.scale)) +
           (p.options.empty() ? "" : ", \"options\": " + array(p.options, [](std::string_view word) { return quoted_text(word); })) + "}";
}

std::string quantity_json(const Quantity& q) { return "{" + field("id", q.id) + ", " + field("symbol", q.symbol) + ", " + field("meaning", q.meaning) + "}"; }
std::string point_json(const Point& p) { return "[" + json_number(p.x()) + ", " + json_number(p.y()) + "]"; }

// The rule in the paper's symbols, a line per statement.
std::string formula_of(const OptimizerSpec& o) {
    std::string text;
    for (const Statement& s : o.lines()) text += (text.empty() ? "" : "\n") + statement_text(s, o);
    return text;
}

std::string conformance_json(const OptimizerSpec& o) {
    const Conformance* c = conformance_of(o.id);
    if (!c) return "null";
    return "{\"cases\": " + std::to_string(c->cases) + ", \"largest_error\": " + json_number(c->largest_error) + ", " + field("files", c->files) + "}";
}

std::string json(const OptimizerSpec& o) {
    return "{" + field("id", o.id) + ", " + field("name", o.name) + ", " + field("family", o.family) + ", \"hyperparameters\": " + array(o.hyperparameters, parameter_json) + ", \"slots\": " +
           array(o.slots, quantity_json) + ", \"derived\": " + array(o.derived, quantity_json) + ", " + field("formula", formula_of(o)) + ", " + field("convention", o.convention) +
           ", " + field("reference", o.reference) + ", " + field("warning", o.warning) + ", \"conformance\": " + conformance_json(o) + "}";
}

std::string json(const ScheduleSpec& s) {
    return "{" + field("id", s.id) + ", " + field("name", s.name) + ", \"parameters\": " + array(s.parameters, parameter_json) + ", " + field("list", s.knots.id) + ", " +
           field("formula", s.formula) + ", " + field("convention", s.convention) + ", " + field("reference", s.reference) + "}";
}

std::string json(const WrapperSpec& s) {
    return "{" + field("id", s.id) + ", " + field("name", s.name) + ", \"parameters\": " + array(s.parameters, parameter_json) + ", " + field("formula", s.formula) + ", " +
           field("convention", s.convention) + ", " + field("reference", s.reference) + "}";
}

std::string json(const SurfaceSpec& s) {
    return "{" + field("id", s.id) + ", " + field("name", s.name) + ", " + field("formula", s.formula) + ", " + field("shows", s.shows) + ", \"domain\": [" +
           json_number(s.domain.x_min) + ", " + json_number(s.domain.x_max) + ", " + json_number(s.domain.y_min) + ", " + json_number(s.domain.y_max) + "], \"start\": " +
           point_json(s.start) + ", \"minima\": " + array(s.minima, point_json) + ", \"minimum\": " + (s.minimum ? json_number(*s.minimum) : "null") + ", \"minima_on_border\": " +
           (s.minima_on_border ? "true" : "false") + ", \"minima_on_curve\": " + (s.minima_on_curve ? "true" : "false") + ", \"parameters\": " +
           array(s.parameters, parameter_json) + "}";
}

std::string json(const ShippedDataset& d) { return "{" + field("id", d.id) + ", " + field("description", d.description) + ", " + field("loss", loss_names()[static_cast<std::size_t>(d.loss)]) + "}"; }

void line(std::string_view id, std::string_view text) { std::cout << std::left << std::setw(26) << id << ' ' << text << '\n'; }
std::string keys(const std::vector<Parameter>& parameters) {
    std::vector<std::string> words;
    for (const Parameter& p : parameters) words.push_back(std::string(p.id) + "=" + shortest(p.default_value));
    return joined(words, " ");
}

void text(const OptimizerSpec& o) {
    line(o.id, std::string(o.name) + " (" + std::string(o.reference) + ")");
    line("", keys(o.hyperparameters));
}
void text(const ScheduleSpec& s) {
    line(s.id, s.formula);
    if (!s.parameters.empty()) line("", keys(s.parameters));
}
void text(const WrapperSpec& s) {
    line(s.id, std::string(s.formula) + " (" + std::string(s.reference) + ")");
    line("", keys(s.parameters));
}
void text(const SurfaceSpec& s) {
    line(s.id, s.shows);
    if (!s.parameters.empty()) line("", keys(s.parameters));
}
std::string json(const Preset& p) { return "{" + field("id", p.id) + ", " + field("name", p.name) + ", " + field("shows", p.shows) + "}"; }
std::string json(const ExamplesSpec& e) {
    return "{" + field("id", e.id) + ", " + field("name", e.name) + ", " + field("shows", e.shows) + ", \"features\": " + std::to_string(e.shape.features) + ", \"classes\": " + std::to_string(e.shape.classes) +
           ", \"parameters\": " + array(e.parameters, parameter_json) + "}";
}

void text(const Preset& p) { line(p.id, p.name + ": " + p.shows); }
void text(const ExamplesSpec& e) {
    line(e.id, e.shows);
    if (!e.parameters.empty()) line("", keys(e.parameters));
}
void text(const ShippedDataset& d) { line(d.id, d.description); }

template <class Catalogue>
int print(const Catalogue& catalogue, bool as_json) {
    if (as_json) std::cout << array(catalogue, [](const auto& entry) { return "\n" + json(entry); }) << '\n';
    else
        for (const auto& entry : catalogue) text(entry);
    return 0;
}

}  // namespace

int list(const std::string& what, bool as_json) {
    if (what == "optimizers") return print(optimizer_catalogue(), as_json);
    if (what == "schedules") return print(schedule_catalogue(), as_json);
    if (what == "wrappers") return print(wrapper_catalogue(), as_json);
    if (what == "surfaces") return print(surface_catalogue(), as_json);
    if (what == "datasets") return print(dataset_catalogue(), as_json);
    if (what == "examples") return print(examples_catalogue(), as_json);
    if (what == "presets") return print(presets(), as_json);
    return fail(unknown("list", what, {"optimizers", "surfaces", "schedules", "wrappers", "datasets", "examples", "presets"}));
}

}  // namespace thalweg::app
