// Which rows of a line over the steps show, so that a million of them cost no more than the pixels they cover.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "app/widgets/axis.hpp"

namespace thalweg::app {

// Rows that an axis shows, with one neighbour on either side so that lines leave the plot.
struct Rows { std::size_t begin, end; };

Rows visible_rows(std::size_t count, const Axis& steps, std::span<const double> x);

// Row k lies at step k, or at x[k] where x is given, in rising order.
struct StepSeries {
    std::span<const double> values, x;
    bool magnitude = false;        // of |value|
    bool negative_is_gap = false;  // as NaN always is
};

// What a line's points are made of, until its values become heights.
struct KeptRows {
    std::vector<double> x, y;
    std::vector<std::size_t> ends;  // of the lines among them: a gap follows
};

// Pixel column by pixel column, `per_unit` of them to a step: of each the first, the lowest, the highest and, unless the line passes it on its
// way to the next column, the last. All axes are monotonic, so values are compared as they are.
KeptRows pick_rows(const StepSeries& series, const Axis& steps, double per_unit);

}  // namespace thalweg::app
