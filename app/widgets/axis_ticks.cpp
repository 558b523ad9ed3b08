#include "app/widgets/axis.hpp"
#include "app/widgets/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace thalweg::app {
namespace {

constexpr const char* minus_sign = "−";  // as wide as a digit, unlike the hyphen

std::string with_minus_sign(std::string text) {
    if (!text.empty() && text.front() == '-') text.replace(0, 1, minus_sign);
    return text;
}

std::string fixed_decimals(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return with_minus_sign(std::string(buffer.data(), result.ptr));
}

int exponent_of(double magnitude) { return static_cast<int>(std::floor(std::log10(magnitude) + 1e-9)); }

// All ticks of an axis get the digits and the exponent that its step needs: 0.0, 0.5, 1.0, or 0.5e-5, 1.0e-5.
std::string linear_label(double value, double step, double largest, bool integer) {
    if (std::abs(value) < step * 1e-9) value = 0;
    const int step_exponent = exponent_of(step);
    if (largest < (integer ? 1e8 : 1e5) && step_exponent >= -4) return fixed_decimals(value, std::max(0, -step_exponent));
    if (value == 0) return "0";
    const int exponent = exponent_of(largest);
    const std::string mantissa = fixed_decimals(value / std::pow(10.0, exponent), std::clamp(exponent - step_exponent, 0, 12));
    return mantissa + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

std::vector<Tick> linear_ticks(const Axis& axis, int wanted) {
    std::vector<Tick> ticks;
    double step = nice_step(axis.hi - axis.lo, wanted);
    if (axis.integer) step = std::max(1.0, step);
    const double largest = std::max(std::abs(axis.lo), std::abs(axis.hi));
    const double first = std::ceil(axis.lo / step - 1e-9), last = std::floor(axis.hi / step + 1e-9);
    const AxisMap map(axis);
    for (double k = first; k <= last && ticks.size() < 1000; ++k) {
        const double value = k * step;
        ticks.push_back({value, std::clamp(map(value), 0.0, 1.0), linear_label(value, step, largest, axis.integer), true});
    }
    // A short range may lie between two multiples of such a step.
    return ticks.empty() && !axis.integer && wanted < 10 ? linear_ticks(axis, wanted + 2) : ticks;
}

int thinning(int count, int wanted) {  // every 1st, 2nd, 3rd, 5th, 10th … power of ten
    for (const int every : {1, 2, 3, 5, 10, 20, 50, 100})
        if ((count + every - 1) / every <= wanted) return every;
    return 200;
}

std::string plain_label(double value, int exponent) { return fixed_decimals(value, std::max(0, -exponent)); }

// Fewer than two powers of ten: 1, 2, 5, or evenly spaced numbers where even those are too few.
std::vector<Tick> short_log_ticks(const Axis& axis, int wanted) {
    const AxisMap map(axis);
    std::vector<Tick> ticks;
    for (int e = exponent_of(axis.lo); e <= exponent_of(axis.hi); ++e)
        for (const int digit : {1, 2, 5})
            if (const double value = digit * std::pow(10.0, e), unit = map(value); unit > -1e-9 && unit < 1 + 1e-9) {
                const bool plain = e >= -4 && e <= 4;
                ticks.push_back({value, std::clamp(unit, 0.0, 1.0), plain ? plain_label(value, e) : format_fixed(value, 0), true});
            }
    return ticks.size() >= 3 ? ticks : linear_ticks(axis, wanted);
}

std::vector<Tick> log_ticks(const Axis& axis, int wanted) {
    const double from = std::log10(axis.lo), to = std::log10(axis.hi);
    const int first = static_cast<int>(std::ceil(from - 1e-9)), last = static_cast<int>(std::floor(to + 1e-9));
    if (last - first < 1) return short_log_ticks(axis, wanted);
    const int every = thinning(last - first + 1, wanted);
    const AxisMap map(axis);
    std::vector<Tick> ticks;
    for (int e = first - 1; e <= last; ++e) {
        const double power = std::pow(10.0, e);
        if (e >= first) {
            const bool major = ((e % every) + every) % every == 0;
            ticks.push_back({power, std::clamp(map(power), 0.0, 1.0), major ? power_of_ten_label(e) : std::string(), major});
        }
        if (last - first > 3) continue;
        for (int digit = 2; digit <= 9; ++digit)
            if (const double unit = map(digit * power); unit >= 0 && unit <= 1) ticks.push_back({digit * power, unit, {}, false});
    }
    return ticks;
}

std::vector<Tick> asinh_ticks(const Axis& axis, int wanted) {
    const double largest = std::max(std::abs(axis.lo), std::abs(axis.hi));
    const double width = axis.linear_width > 0 ? axis.linear_width : 1;
    if (largest < 10 * width) return linear_ticks(axis, wanted);
    const int first = static_cast<int>(std::ceil(std::log10(width) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(largest) + 1e-9));
    const bool plain = last <= 4 && first >= -4;
    const AxisMap map(axis);

    std::vector<Tick> ticks;
    const auto add = [&](double value, std::string label) {
        if (value >= axis.lo && value <= axis.hi) ticks.push_back({value, map(value), std::move(label), true});
    };
    add(0, "0");
    // Unlabelled ones crowd towards zero, so that nobody takes the axis for a linear one.
    for (int e = first; e <= last; ++e)
        for (int multiple = 1; multiple <= 9; ++multiple)
            for (const double value : {-multiple * std::pow(10.0, e), multiple * std::pow(10.0, e)})
                if (value >= axis.lo && value <= axis.hi) ticks.push_back({value, map(value), {}, false});
    // On either side counted from the largest power down: the outermost labels say most. Plain ones may begin with 2 or 5, to lie close to the end.
    const std::array<double, 2> ends{std::max(0.0, -axis.lo), std::max(0.0, axis.hi)};
    const int sides = ends[0] > width && ends[1] > width ? 2 : 1;
    for (const bool above : {false, true}) {
        const double end = ends[above ? 1 : 0];
        if (!(end > width)) continue;
        const int outermost = static_cast<int>(std::floor(std::log10(end) + 1e-9));
        const double lead = end / std::pow(10.0, outermost);
        const int digit = !plain || lead < 2 ? 1 : lead < 5 ? 2 : 5;
        const int every = thinning(std::max(1, outermost - first + 1), std::max(1, (wanted - 1) / sides));
        for (int e = outermost; e >= std::min(first, outermost); e -= every) {
            const double value = digit * std::pow(10.0, e);
            const std::string label = plain ? plain_label(value, e) : power_of_ten_label(e);
            add(above ? value : -value, above ? label : minus_sign + label);
        }
    }
    std::sort(ticks.begin(), ticks.end(), [](const Tick& a, const Tick& b) { return a.value < b.value; });
    const auto labels = std::count_if(ticks.begin(), ticks.end(), [](const Tick& t) { return t.major; });
    return labels >= 2 ? ticks : linear_ticks(axis, wanted);  // far from zero, within a decade
}

}  // namespace

double nice_step(double range, int wanted) {
    if (!(range > 0) || !std::isfinite(range)) return 1;
    const double rough = range / std::max(wanted, 1);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double digit : {1.0, 2.0, 5.0})
        if (digit * power >= rough * (1 - 1e-9)) return digit * power;
    return 10 * power;
}

std::vector<Tick> nice_ticks(const Axis& axis, int wanted) {
    if (!axis.valid()) return {};
    wanted = std::max(wanted, 1);
    switch (axis.scale) {
        case AxisScale::linear: return linear_ticks(axis, wanted);
        case AxisScale::log: return log_ticks(axis, wanted);
        case AxisScale::asinh: return asinh_ticks(axis, wanted);
    }
    return {};
}

}  // namespace thalweg::app
