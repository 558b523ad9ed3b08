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
    problem.minima = spec.minima;
    problem.minimum = spec.minimum;
    return problem;
}

}  // namespace thalweg
