// A compiled formula as what a race minimises.
#pragma once

#include "core/formula/program.hpp"
#include "core/problems/objective.hpp"

namespace thalweg {

// Loss, gradient and Hessian are exact, and bit for bit the same on every path: one point, many points, a row of a height field.
// Where the loss is not defined (the logarithm of a negative number) all of them are NaN, so that a racer ends there.
class FormulaObjective : public Objective {
public:
    explicit FormulaObjective(Program program) : program_(std::move(program)) {}

    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override;
    Pair gradient(Pair theta, double& loss) const override;
    Derivatives derivatives(const Point& theta) const override;
    void heights(std::span<const double> x, double y, std::span<double> loss) const override;

private:
    Program program_;
};

}  // namespace thalweg
