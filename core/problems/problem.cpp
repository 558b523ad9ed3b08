#include "core/problems/problem.hpp"

namespace thalweg {

Problem surface_problem(const SurfaceSpec& spec, std::span<const double> parameters) {
    Problem problem;
    problem.objective = spec.make(parameters);
    problem.name = spec.name;
    problem.formula = spec.formula;
    problem.shows = spec.shows;
    problem.domain = spec.domain;
    problem.start = spec.start;
    if (!spec.minima_on_curve) problem.minima = spec.minima;  // a distance to examples would say nothing
    problem.minimum = spec.minimum;
    problem.axes = {std::string(spec.axes[0]), std::string(spec.axes[1])};
    return problem;
}

}  // namespace thalweg
