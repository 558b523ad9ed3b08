#include "app/widgets/slider_map.hpp"

#include "app/widgets/number.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

constexpr double zero_zone = 0.03;    // the part of the track that means zero, where a log scale starts at 0
constexpr double smallest_part = 1e-7;  // such a scale begins at this part of its maximum

// Log scale over [low, high] with low ≥ 0.
double log_to_unit(double value, double low, double high) {
    if (!(high > 0)) return 0;
    if (low > 0) return std::log(std::max(value, low) / low) / std::log(high / low);
    if (value <= 0) return 0;
    const double floor = high * smallest_part;
    return zero_zone + (1 - zero_zone) * std::max(0.0, std::log(value / floor) / std::log(1 / smallest_part));
}

double log_from_unit(double unit, double low, double high) {
    if (low > 0) return low * std::pow(high / low, unit);
    if (unit < zero_zone) return 0;
    return high * smallest_part * std::pow(1 / smallest_part, (unit - zero_zone) / (1 - zero_zone));
}

double tidy(double value) { return round_to_digits(value, 12); }  // 1 − 0.1 and the like, without the last bits' dirt

double linear_step(const SliderRange& r) {
    return std::pow(10.0, std::floor(std::log10(std::max(r.max - r.min, 1e-300)) + 1e-9) - 2);
}

}  // namespace

double SliderRange::to_unit(double value) const {
    if (!(max > min)) return 0;
    double unit = 0;
    switch (scale) {
        case SliderScale::linear:
        case SliderScale::integer: unit = (value - min) / (max - min); break;
        case SliderScale::log: unit = log_to_unit(value, std::max(min, 0.0), max); break;
        case SliderScale::one_minus_log: unit = 1 - log_to_unit(1 - value, std::max(1 - max, 0.0), 1 - min); break;
    }
    return std::clamp(unit, 0.0, 1.0);
}

double SliderRange::from_unit(double unit) const {
    unit = std::clamp(unit, 0.0, 1.0);
    if (unit == 0) return min;
    if (unit == 1) return max;
    switch (scale) {
        case SliderScale::linear: return min + (max - min) * unit;
        case SliderScale::integer: return std::round(min + (max - min) * unit);
        case SliderScale::log: return log_from_unit(unit, std::max(min, 0.0), max);
        case SliderScale::one_minus_log: return 1 - log_from_unit(1 - unit, std::max(1 - max, 0.0), 1 - min);
    }
    return min;
}

double SliderRange::clamp(double value) const {
    if (scale == SliderScale::integer) value = std::round(value);
    return std::min(std::max(value, min), max);
}

double SliderRange::snapped(double value) const {
    switch (scale) {
        case SliderScale::linear: {
            const double step = linear_step(*this);
            return clamp(tidy(std::round(value / step) * step));
        }
        case SliderScale::integer: return clamp(value);
        case SliderScale::log: return clamp(round_to_digits(value, 2));
        case SliderScale::one_minus_log: return clamp(tidy(1 - round_to_digits(1 - value, 2)));
    }
    return clamp(value);
}

double SliderRange::neighbour(double value, int direction) const {
    const double start = snapped(value);
    if ((start - value) * direction > 1e-12 * std::abs(value)) return start;
    switch (scale) {
        case SliderScale::integer: return clamp(start + direction);
        case SliderScale::linear: return snapped(start + direction * linear_step(*this));
        case SliderScale::log:
        case SliderScale::one_minus_log: break;
    }
    // Two digits: 0.010 → 0.011, and downwards 0.010 → 0.0099.
    const bool mirrored = scale == SliderScale::one_minus_log;
    const double part = mirrored ? 1 - start : start;
    const int way = mirrored ? -direction : direction;
    if (!(part > 0)) return way > 0 ? from_unit(mirrored ? 1 - zero_zone : zero_zone) : start;
    const double next = round_to_digits(part * (1 + way * 1e-9), 12);
    const double step = std::pow(10.0, std::floor(std::log10(next * (way > 0 ? 1 + 1e-6 : 1 - 1e-6))) - 1);
    const double moved = round_to_digits(part + way * step, 2);
    const double lowest = mirrored ? (1 - max > 0 ? 1 - max : (1 - min) * smallest_part) : (min > 0 ? min : max * smallest_part);
    if (moved < lowest * (1 - 1e-9)) return mirrored ? max : min;
    return clamp(tidy(mirrored ? 1 - moved : moved));
}

}  // namespace thalweg::app
