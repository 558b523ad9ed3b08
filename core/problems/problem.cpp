#include "core/problems/problem.hpp"

#include <limits>

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

double distance_to_minimum(const Problem& problem, const Point& theta) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const Point& minimum : problem.minima) nearest = std::min(nearest, (theta - minimum).norm());
    return nearest;
}

}  // namespace thalweg
