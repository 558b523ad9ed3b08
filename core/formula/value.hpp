// What a formula yields: a number, a vector in the plane or a 2 × 2 matrix, and for vectors also which sources they are
// the sum of. β₁·m + (1−β₁)·g is a vector with two terms, one from m and one from g; whatever scales it scales both.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "core/problems/objective.hpp"

namespace thalweg {

struct Term {
    std::string source;   // a name of the formula, or the text of a part that is no sum: "sign(u)"
    bool linear = true;   // false for such a part
    Point amount;
    std::string decay = {};  // the name that shrinks the source, where it is one of Scope::decays: λ·θ is no share of the point θ
};

struct Value {
    enum class Rank { scalar, vector, matrix };

    Rank rank = Rank::scalar;
    Eigen::Matrix2d m = Eigen::Matrix2d::Zero();  // a number stands in (0, 0), a vector in the first column
    std::vector<Term> terms;                      // of a vector; their sum is the vector, but for rounding

    Value() = default;
    Value(double number) { m(0, 0) = number; }
    Value(const Point& vector) : rank(Rank::vector) { m.col(0) = vector; }
    Value(const Eigen::Matrix2d& matrix) : rank(Rank::matrix), m(matrix) {}
    static Value from(std::string source, const Point& vector);  // with itself as its only term

    bool is_scalar() const { return rank == Rank::scalar; }
    double scalar() const { return m(0, 0); }
    Point vector() const { return is_scalar() ? Point(m(0, 0), m(0, 0)) : Point(m.col(0)); }  // a number stands for equal coordinates
    double at(int coordinate) const { return is_scalar() ? m(0, 0) : m(coordinate, 0); }
};

}  // namespace thalweg
