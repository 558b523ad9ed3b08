// Evaluates formulas with live numbers.
//
// Numbers, vectors and matrices mix as on paper: operators work coordinate by coordinate, a matrix times a vector or a matrix
// is their product. Functions:
//   sqrt abs sign exp log sin cos tanh min(a, b) max(a, b)   per coordinate; sign(0) = 0; abs of a matrix is |A| = √(A²)
//   clip(a, limit) mod(a, b)     into ±limit, a part of its own where it cuts; remainder
//   where(condition, a, b)       a where the condition is not 0, else b
//   dot(a, b) norm(a) norm1(a) norminf(a) mean(a)   numbers
//   outer(a, b) inv(A) invsqrt(A) transpose(A) diag(A) eigmin(A)   of matrices; I is the identity; A^p is
//                                the power of a symmetric matrix, eigmin its smallest eigenvalue
//   reverse(a)                   the coordinates exchanged
//   part(a)                      a itself, kept together as one part of the step whatever it is made of
//   grad(p) loss(p) hess(p)      of the problem, as the rule receives them
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/formula/expression.hpp"
#include "core/formula/value.hpp"

namespace thalweg {

// What a formula may ask the problem for.
struct ProblemAccess {
    std::function<Value(const Point&)> gradient;
    std::function<double(const Point&)> loss;
    std::function<Eigen::Matrix2d(const Point&)> hessian;
};

struct Scope {
    std::map<std::string, Value, std::less<>> names;
    ProblemAccess problem;
    std::span<const std::string_view> decays = {};  // names whose multiples of a vector are terms apart
};

// Throws UnknownName for names and functions that there are not, and for a wrong number of arguments.
struct UnknownName {
    std::string name;
};
Value evaluate(const Expression& expression, const Scope& scope);

// The formula with numbers in the place of names, for one coordinate (0 or 1). What a function of whole vectors is given
// stays as it is.
Expression with_numbers(const Expression& expression, const Scope& scope, int coordinate);

}  // namespace thalweg
