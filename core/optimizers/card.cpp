#include "core/optimizers/card.hpp"

#include <algorithm>
#include <array>

#include "core/facts/text.hpp"
#include "core/formula/evaluate.hpp"
#include "core/formula/text.hpp"
#include "core/optimizers/conformance.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg {
namespace {

// A condition of several parts fails as soon as one part is known to fail.
Applies truth(const Expression& condition, const Scope& known) {
    if (condition.kind == Expression::Kind::both) {
        const Applies a = truth(condition.arguments[0], known), b = truth(condition.arguments[1], known);
        if (a == Applies::no || b == Applies::no) return Applies::no;
        return a == Applies::yes && b == Applies::yes ? Applies::yes : Applies::depends;
    }
    try {
        return evaluate(condition, known).scalar() != 0 ? Applies::yes : Applies::no;
    } catch (const UnknownName&) {
        return Applies::depends;
    }
}

// Switches are on or off; everything else reads as it is written.
std::string condition_words(const Expression& e, const OptimizerSpec& optimizer) {
    using Kind = Expression::Kind;
    if (e.kind == Kind::both) return condition_words(e.arguments[0], optimizer) + " and " + condition_words(e.arguments[1], optimizer);
    if (e.kind == Kind::equal && e.arguments[0].kind == Kind::name && e.arguments[1].kind == Kind::number)
        if (const int i = index_of(optimizer.hyperparameters, e.arguments[0].name); i >= 0)
            if (const Parameter& p = optimizer.hyperparameters[static_cast<std::size_t>(i)]; p.scale == Scale::toggle) return std::string(p.symbol) + (e.arguments[1].number != 0 ? " is on" : " is off");
    return format_expression(e, [&](std::string_view name) { return symbol_in(optimizer, name); });
}

std::string exact(double value) {  // as it is typed into a file, with a true minus and no idle zeros: 1e-8
    std::string text = shortest(value);
    if (const std::size_t e = text.find('e'); e != std::string::npos) {
        const std::size_t digits = text.find_first_not_of("+-0", e + 1);
        text = text.substr(0, e + 1) + (text[e + 1] == '-' ? "-" : "") + text.substr(digits);
    }
    if (text.front() == '-') text.replace(0, 1, "−");
    return text;
}

}  // namespace

std::vector<std::string> sentences(std::string_view text) {
    static constexpr std::array<std::string_view, 8> abbreviations{"e.g.", "i.e.", "al.", "eq.", "cf.", "vs.", "sec.", "fig."};
    std::vector<std::string> all;
    for (std::size_t first = 0, at = 0; at < text.size(); ++at) {
        const std::string_view so_far = text.substr(first, at + 1 - first);
        const bool stops = so_far.ends_with('.') && text.substr(at + 1).starts_with(' ') && std::none_of(abbreviations.begin(), abbreviations.end(), [&](std::string_view a) {
            return so_far.ends_with(a) && (so_far.size() == a.size() || so_far[so_far.size() - a.size() - 1] == ' ');
        });
        if (!stops && at + 1 < text.size()) continue;
        all.emplace_back(so_far);
        first = at + 2;
    }
    return all;
}

Applies applies(const Statement& statement, const OptimizerSpec& optimizer, const std::vector<double>& hyper) {
    if (statement.condition.empty()) return Applies::yes;
    Scope known;
    for (std::size_t i = 0; i < optimizer.hyperparameters.size(); ++i) known.names[std::string(optimizer.hyperparameters[i].id)] = Value(hyper[i]);
    return truth(statement.condition[0], known);
}

std::string condition_text(const Statement& statement, const OptimizerSpec& optimizer) {
    return statement.condition.empty() ? "" : "if " + condition_words(statement.condition[0], optimizer);
}

std::string statement_text(const Statement& statement, const OptimizerSpec& optimizer) {
    const std::string condition = condition_text(statement, optimizer);
    return format_statement(statement, [&](std::string_view name) { return symbol_in(optimizer, name); }) + (condition.empty() ? "" : "   " + condition);
}

std::string default_text(const Parameter& p) {
    if (p.scale == Scale::toggle) return p.default_value != 0 ? "on" : "off";
    if (p.scale == Scale::choice) return std::string(p.options[static_cast<std::size_t>(p.default_value)]);
    return exact(p.default_value);
}

std::string range_text(const Parameter& p) {
    if (p.scale == Scale::toggle) return "on or off";
    if (p.scale == Scale::choice) {
        std::vector<std::string> words(p.options.begin(), p.options.end());
        return joined(words);
    }
    return exact(p.range.min) + " … " + exact(p.range.max);
}

std::string coverage_text(const OptimizerSpec& optimizer) {
    const Conformance* c = conformance_of(optimizer.id);
    if (!c) return "No reference case covers it yet.";
    std::string files(c->files);
    for (std::size_t at = 0; (at = files.find(' ', at)) != std::string::npos; at += 2) files.replace(at, 1, ", ");
    return std::to_string(c->cases) + (c->cases == 1 ? " reference case (" : " reference cases (") + files + "), largest error " + format_live(c->largest_error, 2);
}

std::vector<const OptimizerSpec*> other_forms(const OptimizerSpec& optimizer) {
    std::vector<const OptimizerSpec*> all;
    for (const OptimizerSpec& other : optimizer_catalogue())
        if (other.formula == optimizer.formula && other.id != optimizer.id) all.push_back(&other);
    return all;
}

}  // namespace thalweg
