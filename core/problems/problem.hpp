// What a race minimises, with everything a view needs to know about it.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/formula/user_formula.hpp"
#include "core/problems/height_map.hpp"
#include "core/problems/loss.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {

struct Problem {
    std::shared_ptr<const Objective> objective = {};
    std::string name = {};                     // "Rosenbrock valley"
    std::string formula = {};                  // for people to read
    std::string shows = {};                    // what to look at
    Box domain = {};                           // a good first view
    Point start = Point::Zero();               // where racers start unless told otherwise
    std::vector<Point> minima = {};            // the lowest points within the domain; empty if there is none, or a whole curve of them
    std::vector<Point> local_minima = {};      // higher ones, where they are known
    std::optional<double> minimum = {};        // the lowest loss within the domain; none if it has none there
    std::array<std::string, 2> axes{"x", "y"};
    std::shared_ptr<const Dataset> data = {};  // the points behind a regression, else null
    RegressionLoss loss = {};                  // of that
};

// From θ to the nearest of the lowest points; infinite where none is listed.
double distance_to_minimum(const Problem& problem, const Point& theta);

Problem surface_problem(const SurfaceSpec& spec, std::span<const double> parameters);

// What somebody typed. Its minima are found numerically.
inline constexpr Box default_formula_domain{-5, 5, -5, 5};
Problem formula_problem(const UserFormula& formula, std::string name, std::span<const double> parameters, const Box& domain);
// A place to begin where the formula is defined, if there is one.
Point formula_start(const Objective& objective, const Box& domain);

// A picture as a landscape. Its minima are found numerically.
Problem image_problem(std::shared_ptr<const HeightMap> image, std::span<const double> parameters);

// A regression on data that the loss has no complaint about; batch = 0 takes all points in every step, else that many, drawn anew in
// each epoch.
Problem regression_problem(std::shared_ptr<const Dataset> data, int batch, const RegressionLoss& loss = {});

}  // namespace thalweg
