#include "app/views/data_plot.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

double sigma(double z) { return 1 / (1 + std::exp(-z)); }

}  // namespace

DataPlot data_plot(const Dataset& data, Loss loss, bool features) {
    if (data.features == 1) return loss == Loss::logistic ? DataPlot::curve : DataPlot::line;
    return loss == Loss::logistic ? DataPlot::plane : features ? DataPlot::features : DataPlot::prediction;
}

std::array<std::string, 2> axis_names(DataPlot plot) {
    switch (plot) {
        case DataPlot::line: return {"x", "y"};
        case DataPlot::curve: return {"x", "p(1)"};
        case DataPlot::plane:
        case DataPlot::features: return {"x₁", "x₂"};
        case DataPlot::prediction: break;
    }
    return {"target y", "prediction"};
}

Point place_of(DataPlot plot, std::span<const double> row) { return plot == DataPlot::prediction ? Point(row.back(), row.back()) : Point(row[0], row[1]); }

DataRow moved_row(DataPlot plot, std::span<const double> row, const Point& to) {
    switch (plot) {
        case DataPlot::line: return {to.x(), to.y()};
        case DataPlot::curve: return {to.x(), to.y() > 0.5 ? 1.0 : 0.0};
        case DataPlot::plane:
        case DataPlot::features: return {to.x(), to.y(), row[2]};
        case DataPlot::prediction: break;
    }
    return {row[0], row[1], to.x()};
}

std::optional<DataRow> new_row(DataPlot plot, const Point& at, double target) {
    if (plot == DataPlot::prediction) return std::nullopt;
    const std::array<double, 3> row{at.x(), at.y(), target};
    return moved_row(plot, row, at);
}

UsualTarget usual_target(const Problem& problem, const Point& features) {
    if (!problem.minima.empty()) return {problem.minima[0].dot(features), true};
    UsualTarget nearest{0, false};
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < problem.data->size(); ++i) {
        const auto row = problem.data->row(i);
        if (const double distance = (Point(row[0], row[1]) - features).norm(); distance < least) least = distance, nearest.value = row[2];
    }
    return nearest;
}

double mean_target(const Dataset& data) {
    double sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i) sum += data.row(i).back();
    return sum / static_cast<double>(data.size());
}

DataAxes fitted_axes(DataPlot plot, const Dataset& data) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Point low(infinity, infinity), high(-infinity, -infinity);
    for (std::size_t i = 0; i < data.size(); ++i) {
        const Point p = place_of(plot, data.row(i));
        low = low.cwiseMin(p), high = high.cwiseMax(p);
    }
    const auto axis = [](double lowest, double highest) { return lowest < highest ? fitted(lowest, highest, AxisScale::linear, 0.1) : Axis{.lo = lowest - 1, .hi = highest + 1}; };
    DataAxes axes{axis(low.x(), high.x()), axis(low.y(), high.y())};
    if (plot == DataPlot::curve) axes.y = {.lo = -0.15, .hi = 1.15};
    return axes;
}

double predicted(DataPlot plot, const Point& weights, std::span<const double> row) {
    const double z = weights.x() * row[0] + (row.size() == 2 ? weights.y() : weights.y() * row[1]);
    return plot == DataPlot::curve || plot == DataPlot::plane ? sigma(z) : z;
}

ModelLine model_line(DataPlot plot, const Point& weights, const Axis& x, const Axis& y, double target) {
    ModelLine line;
    if (plot == DataPlot::prediction || !weights.allFinite()) return line;
    if (plot == DataPlot::plane || plot == DataPlot::features) {
        if (weights.isZero(0)) return line;
        // Far enough along the line, from its point next to the origin, to leave the plot at both ends.
        const Point along = Point(weights.y(), -weights.x()).normalized(), foot = weights * (target / weights.squaredNorm());
        const double far = 2 * std::max({std::abs(x.lo), std::abs(x.hi), std::abs(y.lo), std::abs(y.hi)});
        const Point side = (along.x() < 0 ? -far : far) * along, a = foot - side, b = foot + side;
        return {{a.x(), b.x()}, {a.y(), b.y()}};
    }
    const int pieces = plot == DataPlot::curve ? 160 : 1;
    for (int i = 0; i <= pieces; ++i) {
        const double at = x.lo + (x.hi - x.lo) * i / pieces, z = weights.x() * at + weights.y();
        line.x.push_back(at);
        line.y.push_back(plot == DataPlot::curve ? sigma(z) : z);
    }
    return line;
}

}  // namespace thalweg::app
