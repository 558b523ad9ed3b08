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
    features,    // the same points as x₂ over x₁, the target as their colour; a racer is the line on which it predicts one target
};

// `features`: rather than predictions, where there is a choice.
DataPlot data_plot(const Dataset& data, Loss loss, bool features = false);
std::array<std::string, 2> axis_names(DataPlot plot);

Point place_of(DataPlot plot, std::span<const double> row);
// The row moved to a place of the plot.
DataRow moved_row(DataPlot plot, std::span<const double> row, const Point& to);
// A row of its own for a place, with this target (a label of 0 or 1, or a number) where the place does not say it. None where it leaves
// more open than that.
std::optional<DataRow> new_row(DataPlot plot, const Point& at, double target);

// What a new point of two features is given as its target: what the best plane predicts there; where none is the best, the target of the
// nearest point.
struct UsualTarget {
    double value;
    bool of_plane;
};
UsualTarget usual_target(const Problem& problem, const Point& features);
double mean_target(const Dataset& data);

struct DataAxes { Axis x, y; };
DataAxes fitted_axes(DataPlot plot, const Dataset& data);

double predicted(DataPlot plot, const Point& weights, std::span<const double> row);

// A racer's line through the plot; empty for predictions. Between two features it is where w₁·x₁ + w₂·x₂ is `target`.
struct ModelLine { std::vector<double> x, y; };
ModelLine model_line(DataPlot plot, const Point& weights, const Axis& x, const Axis& y, double target = 0);

}  // namespace thalweg::app
