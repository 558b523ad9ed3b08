// A formula of x and y as a flat list of instructions on registers, run over blocks of values: choosing what an instruction does
// is paid once per block and not once per value.
//
// Numbers and parameters are folded in, common parts are computed once, whole powers are multiplications. What depends on y alone
// is kept apart: along a row of a height field it is computed once.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/formula/expression.hpp"

namespace thalweg {

enum class Operation : std::uint8_t {
    constant,                                                // k
    add, subtract, multiply, divide,                         // of two registers
    add_constant, subtract_from, multiply_constant, divide_by_constant, divide_constant,  // a + k, k − a, k·a, a/k, k/a
    negate, square, sqrt, cbrt, abs, sign, exp, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh,
    sigmoid, softplus, relu, floor, step,
    power_constant,                                          // a^k
    power, atan2, mod, min, max,
    less, at_most, equal, both,                              // 1 or 0
    where,                                                   // a ≠ 0 ? b : c
    square_sum, square_difference, square_add_constant, square_subtract_from,  // (a + b)², (a − b)², (a + k)², (k − a)²
    add_scaled, add_product,                                 // a + k·b, a + b·c: two roundings, as written
};

struct Instruction {
    Operation operation;
    std::uint16_t out = 0, a = 0, b = 0, c = 0;  // registers
    double k = 0;
};

// Registers 0 … wide − 1 hold what depends on x, the others what does not. x comes in register 0, y in register `wide`.
struct Program {
    std::vector<Instruction> of_y, of_x;  // to be run in this order
    std::uint16_t wide = 1, registers = 2;
    std::uint16_t result = 0;
};

inline constexpr std::size_t max_instructions = 1000;

// The names of an expression that are not x, y, a constant or a function, in order of appearance; or what a formula cannot say:
// unknown functions, wrong numbers of arguments.
std::variant<std::vector<std::string>, FormulaError> parameter_names(const Expression& expression);

// The expression must be one that parameter_names() accepts, and every name have its value.
Program compile(const Expression& expression, const std::map<std::string, double, std::less<>>& values);

}  // namespace thalweg
