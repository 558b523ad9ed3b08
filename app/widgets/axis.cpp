#include "app/widgets/axis.hpp"

#include "core/numerics/functions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg::app {
namespace {

double forward(AxisScale scale, double inverse_width, double value) {
    switch (scale) {
        case AxisScale::linear: return value;
        case AxisScale::log: return std::log10(value);
        case AxisScale::asinh: return std::asinh(value * inverse_width);
    }
    return value;
}

double backward(AxisScale scale, double width, double position) {
    switch (scale) {
        case AxisScale::linear: return position;
        case AxisScale::log: return std::pow(10.0, position);
        case AxisScale::asinh: return std::sinh(position) * width;
    }
    return position;
}

double safe_width(const Axis& axis) { return axis.linear_width > 0 ? axis.linear_width : 1; }

void set_ends(Axis& axis, double from, double to) {  // in transformed units
    if (!(to > from)) return;
    Axis changed = axis;
    changed.lo = backward(axis.scale, safe_width(axis), from);
    changed.hi = backward(axis.scale, safe_width(axis), to);
    if (changed.valid()) axis = changed;
}

}  // namespace

AxisMap::AxisMap(const Axis& axis) : scale_(axis.scale), inverse_width_(1 / safe_width(axis)) {
    const double from = forward(scale_, inverse_width_, axis.lo), to = forward(scale_, inverse_width_, axis.hi);
    offset_ = from;
    factor_ = to > from ? 1 / (to - from) : 0;
}

double AxisMap::operator()(double value) const {
    if (scale_ == AxisScale::log && value < 0) return std::numeric_limits<double>::quiet_NaN();
    return (forward(scale_, inverse_width_, value) - offset_) * factor_;
}

void AxisMap::apply(std::span<double> values) const {
    constexpr double far = 1e150;  // beyond, asinh in lanes is not what it should be
    const auto forward_all = [&](const Lanes& v) {
        return scale_ == AxisScale::log ? log10(v) : scale_ == AxisScale::asinh ? asinh(min(Lanes(far), max(Lanes(-far), v * Lanes(inverse_width_)))) : v;
    };
    std::size_t i = 0;
    for (; i + native_lanes <= values.size(); i += native_lanes) ((forward_all(Lanes::load(&values[i])) - Lanes(offset_)) * Lanes(factor_)).store(&values[i]);
    for (; i < values.size(); ++i) values[i] = (*this)(values[i]);
}

bool Axis::valid() const {
    return std::isfinite(lo) && std::isfinite(hi) && lo < hi && std::isfinite(hi - lo) && (scale != AxisScale::log || lo > 0);
}

double Axis::to_unit(double value) const { return AxisMap(*this)(value); }

double Axis::from_unit(double unit) const {
    if (scale == AxisScale::linear) return lo + (hi - lo) * unit;
    const double width = safe_width(*this);
    const double from = forward(scale, 1 / width, lo), to = forward(scale, 1 / width, hi);
    return backward(scale, width, from + (to - from) * unit);
}

void pan(Axis& axis, double unit_shift) {
    const double width = safe_width(axis);
    const double from = forward(axis.scale, 1 / width, axis.lo), to = forward(axis.scale, 1 / width, axis.hi);
    const double shift = (to - from) * unit_shift;
    set_ends(axis, from + shift, to + shift);
}

void zoom(Axis& axis, double unit_centre, double factor) {
    const double width = safe_width(axis);
    const double from = forward(axis.scale, 1 / width, axis.lo), to = forward(axis.scale, 1 / width, axis.hi);
    const double centre = from + (to - from) * unit_centre;
    // Below a relative width of 1e-12 neighbouring doubles become visible and ticks repeat.
    if (factor < 1 && (to - from) * factor < 1e-12 * std::max({std::abs(from), std::abs(to), 1e-300})) return;
    set_ends(axis, centre + (from - centre) * factor, centre + (to - centre) * factor);
}

void keep_inside(Axis& axis, const Axis& limits) {
    const double width = safe_width(axis);
    const auto at = [&](double v) { return forward(axis.scale, 1 / width, v); };
    double from = at(axis.lo), to = at(axis.hi);
    const double low = at(limits.lo), high = at(limits.hi);
    if (to - from >= high - low) {
        axis.lo = limits.lo, axis.hi = limits.hi;
    } else if (from < low) {
        set_ends(axis, low, low + (to - from));
        axis.lo = limits.lo;
    } else if (to > high) {
        set_ends(axis, high - (to - from), high);
        axis.hi = limits.hi;
    }
}

bool stand_still(double lowest, double highest) { return !(highest - lowest > 1e-7 * std::max(std::abs(lowest), std::abs(highest))); }

Axis fitted(double lowest, double highest, AxisScale scale, double air) {
    Axis axis;
    axis.scale = scale;
    const double smallest = scale == AxisScale::log ? std::numeric_limits<double>::min() : std::numeric_limits<double>::lowest();
    if (!std::isfinite(lowest) || !std::isfinite(highest) || lowest > highest || highest < smallest) {
        if (scale == AxisScale::log) axis.lo = 0.1, axis.hi = 10;
        return axis;
    }
    lowest = std::max(lowest, smallest);
    if (scale == AxisScale::log) {
        const double from = std::log10(lowest), to = std::log10(highest);
        const double pad = std::max((to - from) * air, 0.15);
        axis.lo = std::pow(10.0, std::max(from - pad, -307.0)), axis.hi = std::pow(10.0, std::min(to + pad, 307.0));
    } else {
        const double largest = std::max(std::abs(lowest), std::abs(highest));
        const double pad = !stand_still(lowest, highest) ? (highest - lowest) * air : largest == 0 ? 0.5 : largest * 0.1;
        axis.lo = lowest - pad, axis.hi = highest + pad;
        axis.linear_width = std::max(std::max(std::abs(lowest), std::abs(highest)) * 1e-2, 1e-300);
    }
    return axis;
}

}  // namespace thalweg::app
