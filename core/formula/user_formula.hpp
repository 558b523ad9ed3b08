// A loss surface that somebody typed: "(1-x)^2 + a*(y - x^2)^2". x and y are the coordinates; pi, tau and e are numbers; every
// other name is a parameter.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/facts/parameter.hpp"
#include "core/formula/expression.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

inline constexpr std::size_t max_formula_length = 2000, max_formula_parameters = 16, max_parameter_name = 32;

class UserFormula {
public:
    using Defaults = std::map<std::string, double, std::less<>>;
    using Result = std::variant<std::shared_ptr<const UserFormula>, FormulaError>;

    // Parameters that `defaults` does not name begin at 1. A large default gets a slider that is as wide.
    static Result parse(std::string text, const Defaults& defaults = {});

    const std::string& text() const { return text_; }                          // as it was typed
    const std::string& typeset() const { return typeset_; }                    // "(1 − x)² + a·(y − x²)²"
    std::span<const Parameter> parameters() const { return parameters_; }      // in order of appearance
    std::unique_ptr<Objective> objective(std::span<const double> parameters) const;

private:
    UserFormula() = default;

    std::string text_, typeset_;
    Expression expression_;
    std::deque<std::string> words_;  // what the views in parameters_ refer to
    std::vector<Parameter> parameters_;
};

// "column 7: expected ')'" with columns counted in characters from 1.
std::string describe(const FormulaError& error, std::string_view text);
std::size_t column_of(const FormulaError& error, std::string_view text);

}  // namespace thalweg
