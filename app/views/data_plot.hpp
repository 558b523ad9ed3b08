// How the points of a regression are plotted: which coordinates a row has on screen, and which row a place on screen stands for.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/widgets/axis.hpp"
#include "core/problems/problem.hpp"

namespace thalweg::app {

enum class DataPlot {
    line,        // one feature: y over x, a racer is the line w·x + b
    curve,       // labels of one feature: 0 or 1 over x, a racer is the curve σ(w·x + b)
    plane,       // labels of two features: x₂ over x₁, a racer is the line w₁·x₁ + w₂·x₂ = 0 between the classes
    prediction,  // two features: what a racer predicts over the target; points lie on the diagonal, where a prediction is right
};

DataPlot data_plot(const Dataset& data, Loss loss);
std::array<std::string, 2> axis_names(DataPlot plot);

Point place_of(DataPlot plot, std::span<const double> row);
// The row moved to a place of the plot.
DataRow moved_row(DataPlot plot, std::span<const double> row, const Point& to);
// A row of its own for a place; of a class where there are labels. None where a place does not say all of it.
std::optional<DataRow> new_row(DataPlot plot, const Point& at, bool label);

struct DataAxes { Axis x, y; };
DataAxes fitted_axes(DataPlot plot, const Dataset& data);

double predicted(DataPlot plot, const Point& weights, std::span<const double> row);

// A racer's line through the plot; empty for predictions.
struct ModelLine { std::vector<double> x, y; };
ModelLine model_line(DataPlot plot, const Point& weights, const Axis& x, const Axis& y);

}  // namespace thalweg::app
