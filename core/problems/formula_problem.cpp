#include <array>
#include <cmath>

#include "core/problems/minima.hpp"
#include "core/problems/problem.hpp"

namespace thalweg {

Point formula_start(const Objective& objective, const Box& domain) {
    const auto inside = [&](double u, double v) { return Point(domain.x_min + u * (domain.x_max - domain.x_min), domain.y_min + v * (domain.y_max - domain.y_min)); };
    for (const auto& [u, v] : std::array<std::array<double, 2>, 7>{{{0.2, 0.8}, {0.8, 0.8}, {0.8, 0.2}, {0.2, 0.2}, {0.35, 0.6}, {0.65, 0.6}, {0.55, 0.45}}}) {
        const Derivatives d = objective.derivatives(inside(u, v));
        if (std::isfinite(d.loss) && d.gradient.allFinite() && !d.gradient.isZero(0)) return inside(u, v);
    }
    return inside(0.2, 0.8);
}

Problem formula_problem(const UserFormula& formula, std::string name, std::span<const double> parameters, const Box& domain) {
    Problem problem;
    problem.objective = formula.objective(parameters);
    problem.name = name.empty() ? "Your own formula" : std::move(name);
    problem.formula = formula.typeset();
    problem.shows = "A formula of your own; its minima are found numerically.";
    problem.domain = domain;
    problem.start = formula_start(*problem.objective, domain);
    FoundMinima found = find_minima(*problem.objective, domain);
    problem.minima = std::move(found.lowest);
    problem.local_minima = std::move(found.others);
    problem.minimum = found.minimum;
    return problem;
}

}  // namespace thalweg
