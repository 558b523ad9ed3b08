// Where a function that nobody studied before is lowest: found numerically.
#pragma once

#include <optional>
#include <vector>

#include "core/problems/objective.hpp"
#include "core/surfaces/surface.hpp"

namespace thalweg {

struct FoundMinima {
    std::vector<Point> lowest, others;  // isolated local minima inside the domain, those of the least loss and the higher ones
    std::optional<double> minimum;      // the least loss of the domain, where it is a local minimum and not on the border
};

// A grid of samples; from each that is not above its neighbours downhill, by Newton's method within a trust region while the
// function is smooth, else by a pattern search. Takes a few milliseconds at most.
FoundMinima find_minima(const Objective& objective, const Box& domain);

}  // namespace thalweg
