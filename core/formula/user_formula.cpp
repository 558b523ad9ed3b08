#include "core/formula/user_formula.hpp"

#include <algorithm>
#include <cmath>

#include "core/formula/formula_objective.hpp"
#include "core/formula/program.hpp"
#include "core/formula/text.hpp"

namespace thalweg {
namespace {

constexpr double most = 1e6;  // of a parameter, either sign

// −10 … 10, or as many decades as the default has.
Range slider_around(double value) {
    const double reach = std::max(10.0, std::pow(10.0, std::ceil(std::log10(std::max(std::abs(value), 1e-300)) - 1e-9)));
    return {-reach, reach};
}

std::map<std::string, double, std::less<>> named(std::span<const Parameter> parameters, std::span<const double> values) {
    std::map<std::string, double, std::less<>> all;
    for (std::size_t i = 0; i < parameters.size(); ++i) all.emplace(parameters[i].id, values[i]);
    return all;
}

}  // namespace

UserFormula::Result UserFormula::parse(std::string text, const Defaults& defaults) {
    if (text.size() > max_formula_length) return FormulaError{max_formula_length, "a formula has at most " + std::to_string(max_formula_length) + " characters"};
    auto parsed = parse_expression(text);
    if (const auto* error = std::get_if<FormulaError>(&parsed)) return *error;
    std::shared_ptr<UserFormula> formula(new UserFormula);
    formula->expression_ = std::get<Expression>(std::move(parsed));
    auto names = parameter_names(formula->expression_);
    if (const auto* error = std::get_if<FormulaError>(&names)) return *error;
    const auto& parameters = std::get<0>(names);
    if (parameters.size() > max_formula_parameters) return FormulaError{text.find(parameters[max_formula_parameters]), "a formula has at most " + std::to_string(max_formula_parameters) + " parameters"};
    std::vector<double> values;
    for (const std::string& name : parameters) {
        if (name.size() > max_parameter_name) return FormulaError{text.find(name), "a parameter's name has at most " + std::to_string(max_parameter_name) + " letters"};
        const auto given = defaults.find(name);
        const double value = given == defaults.end() ? 1.0 : std::clamp(given->second, -most, most);
        formula->parameters_.push_back({.id = formula->words_.emplace_back(name), .symbol = formula->words_.emplace_back(usual_symbol(name)), .meaning = "parameter of the formula",
                                        .default_value = value, .range = {-most, most}, .scale = Scale::linear, .slider = slider_around(value)});
        values.push_back(value);
    }
    const Program program = compile(formula->expression_, named(formula->parameters_, values));
    if (program.of_x.size() + program.of_y.size() > max_instructions) return FormulaError{0, "the formula is too long: it takes more than " + std::to_string(max_instructions) + " operations"};
    formula->typeset_ = format_expression(formula->expression_);
    formula->text_ = std::move(text);
    return std::shared_ptr<const UserFormula>(std::move(formula));
}

std::unique_ptr<Objective> UserFormula::objective(std::span<const double> parameters) const {
    return std::make_unique<FormulaObjective>(compile(expression_, named(parameters_, parameters)));
}

std::size_t column_of(const FormulaError& error, std::string_view text) {
    const std::string_view before = text.substr(0, std::min(error.position, text.size()));
    return 1 + static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string describe(const FormulaError& error, std::string_view text) { return "column " + std::to_string(column_of(error, text)) + ": " + error.message; }

}  // namespace thalweg
