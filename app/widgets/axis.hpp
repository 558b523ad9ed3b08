// One axis of a plot: value ↔ [0, 1], ticks and their labels. No ImGui.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace thalweg::app {

enum class AxisScale {
    linear,
    log,    // needs values above zero
    asinh,  // linear around zero, logarithmic far out: for gradients and moments that change sign
};

struct Axis {
    double lo = 0, hi = 1;
    AxisScale scale = AxisScale::linear;
    double linear_width = 1;  // asinh: where the linear part ends
    bool integer = false;     // ticks at whole numbers only, for steps

    double to_unit(double value) const;
    double from_unit(double unit) const;
    bool valid() const;  // finite, lo < hi, and above zero for log
};

// to_unit for many values: the ends are transformed once.
class AxisMap {
public:
    explicit AxisMap(const Axis& axis);
    double operator()(double value) const;  // NaN for values the scale cannot show; -inf for zero on a log axis
    void apply(std::span<double> values) const;  // the same to all of them, but for rounding and for what lies far off the axis

private:
    AxisScale scale_;
    double inverse_width_, offset_, factor_;
};

struct Tick {
    double value;
    double unit;  // position in [0, 1]
    std::string label;
    bool major = true;  // minor ticks have no label
};

// About `wanted` labelled ticks or fewer, at round values, with labels of one style.
std::vector<Tick> nice_ticks(const Axis& axis, int wanted);

double nice_step(double range, int wanted);  // 1, 2 or 5 times a power of ten

void pan(Axis& axis, double unit_shift);                  // moves the window by a part of its length
void zoom(Axis& axis, double unit_centre, double factor);  // factor < 1 comes closer; the centre stays in place
void keep_inside(Axis& axis, const Axis& limits);          // shifts, then shrinks, until nothing lies outside

// The range of the data with a little air, or [0, 1] when there is none.
Axis fitted(double lowest, double highest, AxisScale scale, double air = 0.05);

// Values whose range is less than a ten-millionth of their size: what moves them is rounding, and no label need tell them apart.
bool stand_still(double lowest, double highest);

}  // namespace thalweg::app
