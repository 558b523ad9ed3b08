#include "app/scene/levels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace thalweg::app {
namespace {

constexpr double low_quantile = 0.004, high_quantile = 0.985;
constexpr double most_decades = 12;         // of colour: deeper valleys share the lowest colour
constexpr double floor_below_lo = 1e-3;     // × 10^lo: moves the lowest isoline by a tenth of a percent
constexpr int linear_levels = 22;

// About so many finite values f, sorted: for quantiles.
std::vector<double> sorted_sample(const HeightField& field, int about = 40'000) {
    std::vector<double> sample;
    if (field.empty()) return sample;
    const int skip = std::max(1, static_cast<int>(std::sqrt(static_cast<double>(field.width) * field.height / about)));
    for (int j = skip / 2; j < field.height; j += skip)
        for (int i = skip / 2; i < field.width; i += skip)
            if (const float v = field.at(i, j); v < no_value) sample.push_back(static_cast<double>(v) + field.base);
    std::sort(sample.begin(), sample.end());
    return sample;
}

double quantile(const std::vector<double>& sorted, double q) {
    const double at = q * static_cast<double>(sorted.size() - 1);
    const auto i = static_cast<std::size_t>(at);
    const std::size_t next = std::min(i + 1, sorted.size() - 1);
    return sorted[i] + (sorted[next] - sorted[i]) * (at - static_cast<double>(i));
}

int steps_per_ten(double step) {  // 1-2-5 step → how many make a round major step
    const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    return mantissa > 4 ? 4 : 5;    // 5 → 20, 2 → 10, 1 → 5
}

int positive_remainder(double a, int n) { return static_cast<int>(a - std::floor(a / n) * n); }

// Levels at multiples of `spacing` counted from mapped height `zero`.
void place_levels(HeightMapping& m, double zero, double lowest) {
    const double first = std::ceil((lowest - zero) / m.spacing - 1e-9);
    m.origin = zero + first * m.spacing;
    m.major_phase = positive_remainder(first, m.major_every);
}

HeightMapping linear_mapping(const std::vector<double>& sample, const HeightField& field, double base) {
    HeightMapping m;
    m.base = base;
    m.lo = quantile(sample, 0.0) - base;
    m.hi = quantile(sample, high_quantile) - base;
    const double whole = sample.back() - base;
    if (m.hi < m.lo + 0.5 * (whole - m.lo) && sample.back() - sample.front() < 4 * (quantile(sample, 0.9) - sample.front())) m.hi = whole;
    // A plane of one height is in the middle of a range about it; one part in 10⁹ keeps rounding from looking like hills.
    const double size = std::max(std::abs(field.min), std::abs(field.max));
    if (!(m.hi - m.lo > 1e-9 * size)) {
        const double middle = 0.5 * (m.lo + m.hi), half = size > 0 ? 0.5 * size : 0.5;
        m.lo = middle - half, m.hi = middle + half;
    }
    m.spacing = nice_step(m.hi - m.lo, linear_levels);
    m.major_every = steps_per_ten(m.spacing);
    place_levels(m, -base, std::min(m.lo, field.min - base));
    return m;
}

HeightMapping log_mapping(const std::vector<double>& sample, double base) {
    HeightMapping m;
    m.scale = HeightScale::log;
    m.base = base;
    const double top = std::max(quantile(sample, high_quantile) - base, 1e-300);
    double bottom = quantile(sample, low_quantile) - base;
    if (!(bottom > 0)) {  // the lowest positive height instead
        const auto above = std::upper_bound(sample.begin(), sample.end(), base);
        bottom = above != sample.end() ? *above - base : top * 1e-3;
    }
    m.hi = std::log10(top) + 0.1;
    m.lo = std::clamp(std::log10(bottom) - 0.4, m.hi - most_decades, m.hi - 1.0);
    m.floor = floor_below_lo * std::pow(10.0, m.lo);
    const double decades = m.hi - m.lo;
    const int per_decade = decades > 9 ? 1 : decades > 2.5 ? 3 : 6;
    m.spacing = 1.0 / per_decade;
    m.major_every = per_decade == 1 ? 3 : per_decade;
    place_levels(m, 0.0, m.lo);
    return m;
}

// Isolines that a view should have at least; so many lie in its range once there are others.
constexpr double fewest_levels = 7;
constexpr double view_quantile = 0.02;

HeightMapping with_linear_levels_in(HeightMapping m, const std::vector<double>& sample, const HeightField& view) {
    const double lo = quantile(sample, view_quantile) - m.base, hi = quantile(sample, 1 - view_quantile) - m.base;
    constexpr double float_noise = 1e-5;  // of the heights that shaders get
    const double range = hi - lo;
    if (range >= fewest_levels * m.spacing || !(range > float_noise * std::max(std::abs(lo), std::abs(hi)))) return m;
    m.spacing = nice_step(range, 1.6 * fewest_levels);
    m.major_every = steps_per_ten(m.spacing);
    place_levels(m, -m.base, view.min - m.base);
    return m;
}

HeightMapping with_log_levels_in(HeightMapping m, const std::vector<double>& sample) {
    const auto above = std::upper_bound(sample.begin(), sample.end(), m.base);
    if (above == sample.end()) return m;
    const double top = std::log10(quantile(sample, 1 - view_quantile) - m.base);
    const double bottom = std::max(std::log10(std::max(quantile(sample, view_quantile), *above) - m.base), top - most_decades);
    if (!(top > bottom)) return m;  // as good as flat
    const auto lowest_line = std::lower_bound(sample.begin(), sample.end(), m.base + std::pow(10.0, m.origin));
    const double below = static_cast<double>(lowest_line - sample.begin()) / static_cast<double>(sample.size());
    constexpr double few = 0.04;  // of the view below the lowest line
    if (top - std::max(bottom, m.origin) >= fewest_levels * m.spacing && below < few) return m;
    struct Density { int per_decade, major_every; };
    constexpr std::array densities{Density{1, 3}, Density{3, 3}, Density{6, 6}, Density{12, 3}, Density{30, 5}, Density{60, 5}, Density{120, 4}, Density{300, 5}, Density{600, 5},
                                     Density{1200, 4}, Density{3000, 5}, Density{6000, 5}, Density{12000, 4}, Density{30000, 5}};
    const auto enough = std::find_if(densities.begin(), densities.end(), [&](const Density& d) { return (top - bottom) * d.per_decade >= fewest_levels; });
    const Density density = enough != densities.end() ? *enough : densities.back();
    m.spacing = 1.0 / density.per_decade;
    m.major_every = density.major_every;
    m.floor = std::min(m.floor, floor_below_lo * std::pow(10.0, bottom));
    place_levels(m, 0.0, std::min(m.lo, bottom - m.spacing));
    return m;
}

std::string number(double value, double step) {
    if (value < 0) {
        const std::string size = number(-value, step);
        return size == "0" ? size : "−" + size;  // a true minus sign, as wide as a digit
    }
    if (std::abs(value) < 1e-9 * step) return "0";
    const double size = std::max(std::abs(value), step);
    char text[40];
    if (size >= 1e6 || step < 1e-5) {
        const int digits = std::clamp(static_cast<int>(std::floor(std::log10(size)) - std::floor(std::log10(step) + 1e-9)), 0, 8);
        std::snprintf(text, sizeof text, "%.*e", digits, value);
        std::string s = text;  // 1e+06 → 1e6
        const std::size_t e = s.find('e');
        const int exponent = std::atoi(s.c_str() + e + 1);
        return s.substr(0, e + 1) + std::to_string(exponent);
    }
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string power_of_ten(int exponent) {
    static constexpr std::array superscript{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = "10";
    for (const char c : std::to_string(exponent)) text += c == '-' ? "⁻" : superscript[static_cast<std::size_t>(c - '0')];
    return text;
}

LevelTick decade_tick(const HeightMapping& m, int exponent) {
    return {m.fraction(exponent), std::pow(10.0, exponent), true, exponent, power_of_ten(exponent)};
}

std::vector<LevelTick> log_ticks(const HeightMapping& m, int at_most) {
    const int first = static_cast<int>(std::ceil(m.lo)), last = static_cast<int>(std::floor(m.hi));
    const int every = std::max(1, (last - first + at_most) / std::max(1, at_most));
    std::vector<LevelTick> ticks;
    for (int e = first; e <= last; ++e)
        if ((e % every + every) % every == 0) ticks.push_back(decade_tick(m, e));
    if (last - first < 2) {  // about a decade: 2 and 5 as well
        for (int e = first - 1; e <= last; ++e)
            for (const double mantissa : {2.0, 5.0}) {
                const double value = mantissa * std::pow(10.0, e), mapped = std::log10(value);
                if (mapped >= m.lo && mapped <= m.hi) ticks.push_back({m.fraction(mapped), value, false, e, number(value, std::pow(10.0, e))});
            }
        for (LevelTick& t : ticks)  // "1, 2, 5, 10" reads better than "10⁰, 2, 5, 10¹"
            if (t.decade && std::abs(t.exponent) <= 3) t = {t.fraction, t.value, false, t.exponent, number(t.value, t.value)};
        std::sort(ticks.begin(), ticks.end(), [](const LevelTick& a, const LevelTick& b) { return a.fraction < b.fraction; });
    }
    return ticks;
}

std::vector<LevelTick> linear_ticks(const HeightMapping& m, int at_most) {
    double step = nice_step(m.hi - m.lo, at_most);
    while ((m.hi - m.lo) / step > at_most) step = nice_step(step * 1.9, 1);
    std::vector<LevelTick> ticks;
    const double lo = m.lo + m.base, hi = m.hi + m.base;
    for (double k = std::ceil(lo / step - 1e-9); k * step <= hi + 1e-9 * step; k += 1)
        ticks.push_back({(k * step - lo) / (hi - lo), k * step, false, 0, number(k * step, step)});
    return ticks;
}

}  // namespace

double nice_step(double range, double pieces) {
    const double raw = range / std::max(1.0, pieces);
    if (!(raw > 0) || !std::isfinite(raw)) return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double mantissa = raw / power;
    return power * (mantissa < 1.4 ? 1 : mantissa < 3.2 ? 2 : mantissa < 7.1 ? 5 : 10);
}

double HeightMapping::map(double f) const {
    return scale == HeightScale::linear ? f - base : std::log10(std::max(f - base, 0.0) + floor);
}

double HeightMapping::unmap(double mapped) const {
    return scale == HeightScale::linear ? mapped + base : std::max(std::pow(10.0, mapped) - floor, 0.0) + base;
}

double HeightMapping::colour_at(double f) const {
    const double t = fraction(map(f));
    return t > 0 ? (t < 1 ? t : 1.0) : 0.0;  // NaN counts as low
}

double HeightMapping::level_value(int k) const {
    const double mapped = level_mapped(k);
    if (scale == HeightScale::log) return std::pow(10.0, mapped);
    return std::round((mapped + base) / spacing) * spacing;  // −base + k·spacing carries rounding: give back the round number
}

HeightMapping make_mapping(const HeightField& field, HeightScale scale, std::optional<double> known_minimum) {
    const std::vector<double> sample = sorted_sample(field);
    if (sample.empty()) return {};
    const double base = std::min(known_minimum.value_or(field.min), field.min);
    return scale == HeightScale::log ? log_mapping(sample, base) : linear_mapping(sample, field, base);
}

HeightMapping with_levels_in(const HeightMapping& mapping, const HeightField& view) {
    const std::vector<double> sample = sorted_sample(view, 2500);
    if (sample.empty()) return mapping;
    return mapping.scale == HeightScale::log ? with_log_levels_in(mapping, sample) : with_linear_levels_in(mapping, sample, view);
}

HeightScale suggested_scale(const HeightField& field, std::optional<double> known_minimum) {
    const std::vector<double> sample = sorted_sample(field);
    if (sample.empty()) return HeightScale::linear;
    const double base = std::min(known_minimum.value_or(field.min), field.min);
    const double low = quantile(sample, 0.1) - base, high = quantile(sample, high_quantile) - base;
    return high > 25 * std::max(low, 1e-300) ? HeightScale::log : HeightScale::linear;
}

std::vector<LevelTick> colour_bar_ticks(const HeightMapping& mapping, int at_most) {
    return mapping.scale == HeightScale::log ? log_ticks(mapping, at_most) : linear_ticks(mapping, at_most);
}

std::string level_label(const HeightMapping& mapping, int k) {
    if (mapping.scale == HeightScale::linear) return number(mapping.level_value(k), mapping.spacing * (mapping.is_major(k) ? mapping.major_every : 1));
    const double mapped = mapping.level_mapped(k);
    const double whole = std::round(mapped);
    if (std::abs(mapped - whole) < 1e-6) {
        const int exponent = static_cast<int>(whole);
        return std::abs(exponent) <= 3 ? number(std::pow(10.0, exponent), std::pow(10.0, exponent)) : power_of_ten(exponent);
    }
    char text[32];
    const int digits = mapping.spacing > 0.1 ? 2 : 2 + static_cast<int>(std::ceil(-std::log10(2.3 * mapping.spacing * mapping.major_every)));
    std::snprintf(text, sizeof text, "%.*g", digits, std::pow(10.0, mapped));
    return text;
}

}  // namespace thalweg::app
