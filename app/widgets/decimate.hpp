// A million points become at most four per pixel column: first, lowest, highest and last, so that no peak is lost. No ImGui.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace thalweg::app {

// y values with a stride, over x values of their own or x = first + i · step.
struct SeriesData {
    const double* y = nullptr;
    std::size_t count = 0;
    std::size_t stride = 1;  // in doubles
    const double* x = nullptr;
    std::size_t x_stride = 1;
    double x_first = 0, x_step = 1;

    SeriesData() = default;
    explicit SeriesData(std::span<const double> values, double first = 0, double step = 1)
        : y(values.data()), count(values.size()), x_first(first), x_step(step) {}
    SeriesData(std::span<const double> xs, std::span<const double> ys)
        : y(ys.data()), count(xs.size() < ys.size() ? xs.size() : ys.size()), x(xs.data()) {}

    double y_at(std::size_t i) const { return y[i * stride]; }
    double x_at(std::size_t i) const { return x ? x[i * x_stride] : x_first + static_cast<double>(i) * x_step; }
};

struct SeriesRange {
    double lo = std::numeric_limits<double>::infinity(), hi = -std::numeric_limits<double>::infinity();
    void include(double v) {
        if (v < lo) lo = v;
        if (v > hi) hi = v;
    }
    bool empty() const { return !(lo <= hi); }
};

// Lowest and highest finite value; `positive`: only values above zero, for log axes.
SeriesRange range_of(const SeriesData& data, bool positive = false);

struct PlotPoint { float x, y; };
using PixelRun = std::vector<PlotPoint>;  // without gaps

// The visible part in pixels, x growing, cut where values are NaN. Points far above or below are pulled to just outside the plot.
std::vector<PixelRun> decimate(const SeriesData& data, const std::function<double(double)>& x_pixel, const std::function<double(double)>& y_pixel,
                               double left, double right, double top, double bottom);

}  // namespace thalweg::app
