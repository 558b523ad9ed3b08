// Lines over the steps: what of them is visible, the axis that suits it, and as few points as show it.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "app/widgets/axis.hpp"
#include "app/widgets/plot.hpp"
#include "app/widgets/ui.hpp"

namespace thalweg::app {

// A thinned sample of what is visible of several lines, to choose their axis by.
class VisibleValues {
public:
    void add(std::span<const double> values, const Axis& steps, bool magnitude = false, std::span<const double> x = {});

    // All of it, unless a few far values would flatten the rest. Nothing above `ceiling` as long as something is below.
    Axis axis(AxisScale scale, double ceiling = std::numeric_limits<double>::infinity());

private:
    double quantile(double part);

    std::vector<double> values_;
};

// Lines between gaps, relative to the plot's upper left corner.
using StepLines = std::vector<std::vector<ImVec2>>;

// Row k lies at step k, or at x[k] where x is given, in rising order. At most four points per pixel column, peaks kept; `magnitude`: of |value|.
StepLines trace(std::span<const double> values, const Axis& steps, const Axis& y, ImVec2 size, bool magnitude = false, std::span<const double> x = {});
void draw_lines(const Ui& ui, Plot& plot, const StepLines& lines, const SeriesStyle& style);

}  // namespace thalweg::app
