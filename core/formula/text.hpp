// Formulas in one line of Unicode: "θ − α·m̂/(√v̂ + ε)".
#pragma once

#include <functional>
#include <string>

#include "core/formula/expression.hpp"

namespace thalweg {

using Symbols = std::function<std::string(std::string_view name)>;

// "beta1" → "β₁", "m_hat" → "m̂", "theta" → "θ", "lr" → "α".
std::string usual_symbol(std::string_view name);

std::string format_expression(const Expression& expression, const Symbols& symbols = usual_symbol);
std::string format_statement(const Statement& statement, const Symbols& symbols = usual_symbol);  // without its condition

// A number as it stands in a formula: few digits, a true minus sign, 1.2·10⁻⁷ where it is very small or large.
std::string format_live(double value, int digits = 4);

// How tightly an expression binds: an operand needs brackets where it binds less tightly than its operator.
int binding(const Expression& expression);

}  // namespace thalweg
