// How a hyperparameter lies on its slider: value ↔ [0, 1], and the round values a hand can reach. No ImGui.
#pragma once

namespace thalweg::app {

enum class SliderScale {
    linear,
    log,            // a minimum of 0 is allowed: the left end is exactly 0
    one_minus_log,  // for decays: 0.9, 0.99 and 0.999 are evenly spread; a maximum of 1 is exact at the right end
    integer,
};

struct SliderRange {
    double min = 0, max = 1;
    SliderScale scale = SliderScale::linear;

    double to_unit(double value) const;
    double from_unit(double unit) const;
    double clamp(double value) const;
    double snapped(double value) const;              // two significant digits of what the scale measures
    double neighbour(double value, int direction) const;  // the next snapped value, for the arrow keys
};

}  // namespace thalweg::app
