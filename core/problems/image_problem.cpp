#include <cmath>

#include "core/problems/minima.hpp"
#include "core/problems/problem.hpp"

namespace thalweg {

Problem image_problem(std::shared_ptr<const HeightMap> image, std::span<const double> parameters) {
    const ImageFrame frame(*image);
    Problem problem;
    problem.objective = image_objective(image, parameters[0]);
    problem.name = image->name;
    problem.formula = "h · grey(x, y)";
    problem.shows = "An image of " + std::to_string(image->columns) + " × " + std::to_string(image->rows) + " pixels as a landscape: white is high, between the pixels it is a bicubic spline.";
    problem.domain = {-frame.half_width, frame.half_width, -frame.half_height, frame.half_height};
    problem.start = formula_start(*problem.objective, problem.domain);
    FoundMinima found = find_minima(*problem.objective, problem.domain);
    problem.minima = std::move(found.lowest);
    problem.local_minima = std::move(found.others);
    problem.minimum = found.minimum;
    return problem;
}

}  // namespace thalweg
