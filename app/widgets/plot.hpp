// A small plot upon an ImDrawList: hairline grid, labels outside, series, playhead. No boxes, few ticks.
#pragma once

#include "app/widgets/axis.hpp"
#include "app/widgets/decimate.hpp"
#include "app/widgets/ui.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace thalweg::app {

struct PlotStyle {
    int x_ticks = 6, y_ticks = 5;  // at most about as many labels
    bool x_labels = true, y_labels = true;
    bool x_grid = false, y_grid = true;
    bool ground = false;  // a card-coloured area behind the series, for the rows of the moment scope
    bool ticks = false;   // short lines outside, as beside the contour
};

struct SeriesStyle {
    ImU32 colour = 0;
    float width = 1.8f;              // unscaled
    std::array<float, 4> dash = {};  // unscaled
};

class Plot {
public:
    // `rect` is the area of the series; labels are drawn to its left and below. Clips to the area until it is destroyed.
    Plot(const Ui& ui, const Rect& rect, const Axis& x, const Axis& y, const PlotStyle& style = {});
    ~Plot();
    Plot(const Plot&) = delete;
    Plot& operator=(const Plot&) = delete;

    float x_pixel(double value) const;
    float y_pixel(double value) const;
    double x_value(float pixel) const;
    double y_value(float pixel) const;
    const Rect& rect() const { return rect_; }
    ImDrawList& list() { return list_; }

    void series(const SeriesData& data, const SeriesStyle& style);
    void band(const SeriesData& low, const SeriesData& high, ImU32 colour);  // for ensembles: the area between two series
    void cursor(double x);                               // the playhead
    void vertical(double x, ImU32 colour);               // any other position
    void horizontal(double y, ImU32 colour);
    void dot(double x, double y, ImU32 colour, float radius = 4);  // where a series meets the playhead

private:
    const Ui& ui_;
    ImDrawList& list_;
    Rect rect_;
    Axis x_, y_;
    AxisMap x_map_, y_map_;
};

// The room that labels need to the left of a plot with these ticks, in pixels.
float y_label_width(const Ui& ui, const Axis& y, int wanted);

}  // namespace thalweg::app
