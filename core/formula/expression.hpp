// A formula as people write it, "m/(1 - beta1^t)", read into a tree. The cards of the optimizers are such formulas: what is
// printed is what is evaluated.
//
// Operators, binding tightest first:  ^ or **   unary −   * /   + −   < > <= >= ==   and.  Functions are called as f(a, b).
// What people paste is read too: · × − ² ³ π.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thalweg {

struct Expression {
    enum class Kind { number, name, negative, sum, difference, product, quotient, power, less, greater, at_most, at_least, equal, both, call };

    Kind kind = Kind::number;
    double number = 0;                  // of a number
    std::string name;                   // of a name or a call
    std::vector<Expression> arguments;  // operands, left to right
    std::size_t position = 0;           // of a name or a call: byte of the text
};

struct FormulaError {
    std::size_t position;  // byte of the text where it went wrong
    std::string message;
};

// One line of a rule: "v = beta2*v + (1 - beta2)*g^2 if amsgrad == 0", or "a: step length found by the search", a quantity that the
// line names but does not compute.
struct Statement {
    std::string name;
    std::vector<Expression> value;      // one, or none where the line only names
    std::vector<Expression> condition;  // one, or none; the line counts where it is not 0
    std::string remark;                 // text of a line that only names
};

std::variant<Expression, FormulaError> parse_expression(std::string_view text);

// One statement per line; empty lines are skipped.
std::variant<std::vector<Statement>, FormulaError> parse_statements(std::string_view text);

}  // namespace thalweg
