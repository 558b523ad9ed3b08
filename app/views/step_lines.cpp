#include "app/views/step_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "app/widgets/stroke.hpp"
#include "core/numerics/pack.hpp"

namespace thalweg::app {
namespace {

// Rows that an axis shows, with one neighbour on either side so that lines leave the plot.
struct Rows { std::size_t begin, end; };

Rows visible_rows(std::size_t count, const Axis& steps, std::span<const double> x) {
    const double last = static_cast<double>(count);
    if (!x.empty()) {
        const auto row = [&](auto at) { return static_cast<std::size_t>(at - x.begin()); };
        const std::size_t begin = row(std::lower_bound(x.begin(), x.end(), steps.lo)), end = row(std::upper_bound(x.begin(), x.end(), steps.hi));
        return {begin > 0 ? begin - 1 : 0, std::min(end + 1, count)};
    }
    return {static_cast<std::size_t>(std::clamp(std::floor(steps.lo), 0.0, last)), static_cast<std::size_t>(std::clamp(std::ceil(steps.hi) + 1, 0.0, last))};
}

// Drops points that lie on the way between others, within what can be seen. x never falls.
void thin(std::vector<ImVec2>& line) {
    constexpr float tolerance = 0.1f;  // pixels
    std::size_t kept = 0, kept_from = 0;                // the last point that stays, and where it stood
    float flattest = -HUGE_VALF, steepest = HUGE_VALF;  // slopes from there that pass all points since
    for (std::size_t i = 1; i < line.size(); ++i) {
        const auto slope = [&](float up) { return (line[i].y + up - line[kept].y) / (line[i].x - line[kept].x); };
        const bool upright = !(line[i].x > line[kept].x);
        if ((upright || !(slope(0) >= flattest && slope(0) <= steepest)) && kept_from != i - 1) {
            line[++kept] = line[i - 1];
            kept_from = i - 1;
            flattest = -HUGE_VALF, steepest = HUGE_VALF;
        }
        if (line[i].x > line[kept].x) {
            flattest = std::max(flattest, slope(-tolerance));
            steepest = std::min(steepest, slope(tolerance));
        } else {
            flattest = HUGE_VALF, steepest = -HUGE_VALF;  // whatever follows, the line turns here
        }
    }
    if (kept_from + 1 < line.size()) line[++kept] = line.back();
    line.resize(std::min(kept + 1, line.size()));
}

struct Extremes { double low, high; };

Extremes extremes(std::span<const double> values, bool magnitude) {
    constexpr std::size_t width = native_lanes;
    const auto one = [&](double v) { return magnitude ? std::abs(v) : v; };
    if (values.size() < width) {
        Extremes all{one(values[0]), one(values[0])};
        for (const double v : values) all.low = min(all.low, one(v)), all.high = max(all.high, one(v));
        return all;
    }
    const auto at = [&](std::size_t i) { return magnitude ? abs(Lanes::load(&values[i])) : Lanes::load(&values[i]); };
    const std::size_t end = values.size() - width;
    Lanes low = at(end), high = low;
    for (std::size_t i = 0; i < end; i += width) low = min(low, at(i)), high = max(high, at(i));
    const Pair lowest = folded<2>(low, [](auto a, auto b) { return min(a, b); }), highest = folded<2>(high, [](auto a, auto b) { return max(a, b); });
    return {min(lowest[0], lowest[1]), max(highest[0], highest[1])};
}

// Whether all of them are finite and, where asked, none is below zero.
bool all_there(std::span<const double> values, bool not_negative) {
    constexpr std::size_t width = native_lanes;
    constexpr double largest = std::numeric_limits<double>::max();
    const double least = not_negative ? 0 : -largest;
    Lanes::Mask there = ~Lanes::Mask{};
    std::size_t i = 0;
    for (; i + width <= values.size(); i += width) {
        const Lanes here = Lanes::load(&values[i]);
        there &= (here >= Lanes(least)) & (here <= Lanes(largest));
    }
    while (i < values.size() && values[i] >= least && values[i] <= largest) ++i;
    return i == values.size() && Lanes::all(there);
}

}  // namespace

void VisibleValues::add(std::span<const double> values, const Axis& steps, bool magnitude, std::span<const double> x) {
    constexpr std::size_t enough = 512;
    const Rows rows = visible_rows(values.size(), steps, x);
    const std::size_t stride = (rows.end - rows.begin) / enough | 1;  // odd: of what alternates both sides are seen
    for (std::size_t i = rows.begin; i < rows.end; i += stride) {
        const double value = magnitude ? std::abs(values[i]) : values[i];
        if (std::isfinite(value) && !(magnitude && value == 0)) values_.push_back(value);
    }
}

double VisibleValues::quantile(double part) {
    const auto at = values_.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values_.size() - 1));
    std::nth_element(values_.begin(), at, values_.end());
    return *at;
}

Axis VisibleValues::axis(AxisScale scale, double ceiling) {
    if (scale == AxisScale::log) std::erase_if(values_, [](double v) { return !(v > 0); });
    if (values_.empty()) return fitted(1, 0, scale);
    const auto [lowest, highest] = std::minmax_element(values_.begin(), values_.end());
    double lo = *lowest, hi = *highest;
    if (lo < ceiling) hi = std::min(hi, ceiling);
    const double low = quantile(0.01), high = std::min(quantile(0.99), hi);

    Axis unit;  // only for its transformation
    unit.scale = scale;
    if (scale == AxisScale::asinh) {
        const double far = std::max(std::abs(low), std::abs(high));
        for (double& v : values_) v = std::abs(v);
        unit.linear_width = far > 0 ? std::clamp(quantile(0.5), far * 1e-3, far) : std::max(std::abs(lo), std::abs(hi));
    }
    const double width = unit.linear_width > 0 ? unit.linear_width : 1;
    const auto forward = [&](double v) { return scale == AxisScale::log ? std::log10(v) : scale == AxisScale::asinh ? std::asinh(v / width) : v; };
    const auto backward = [&](double u) { return scale == AxisScale::log ? std::pow(10.0, u) : scale == AxisScale::asinh ? std::sinh(u) * width : u; };

    const double middle = forward(high) - forward(low);
    if (middle > 0 && forward(hi) - forward(lo) > 3 * middle) {
        lo = std::max(lo, backward(forward(low) - 0.5 * middle));
        hi = std::min(hi, backward(forward(high) + 0.5 * middle));
    }
    if (scale == AxisScale::log) return fitted(std::max(lo, hi * 1e-16), hi, scale);
    // Next to zero, zero belongs to the picture.
    const bool from_zero = lo >= 0 && lo < 0.5 * hi, to_zero = hi <= 0 && hi > 0.5 * lo;
    if (from_zero) lo = 0;
    if (to_zero) hi = 0;
    if (stand_still(lo, hi)) return fitted(lo, hi, AxisScale::linear);
    // What swings about zero has it in the middle.
    if (std::min(-forward(lo), forward(hi)) > 0.5 * std::max(-forward(lo), forward(hi))) lo = -(hi = std::max(-lo, hi));
    const double air = 0.06 * (forward(hi) - forward(lo));
    unit.linear_width = width;
    unit.lo = from_zero ? lo : backward(forward(lo) - air);
    unit.hi = to_zero ? hi : backward(forward(hi) + air);
    return unit.valid() ? unit : fitted(1, 0, scale);
}

StepLines trace(std::span<const double> values, const Axis& steps, const Axis& y, ImVec2 size, bool magnitude, std::span<const double> x_of) {
    std::vector<double> kept_x, kept_y;  // values; together they become heights
    std::vector<std::size_t> ends;       // of the lines among them
    Rows rows = visible_rows(values.size(), steps, x_of);
    const double scale = static_cast<double>(size.x) / (steps.hi - steps.lo), height = static_cast<double>(size.y);
    if (!(scale > 0)) return {};
    const auto x_at = [&](std::size_t i) { return x_of.empty() ? static_cast<double>(i) : x_of[i]; };
    const auto value_at = [&](std::size_t i) { return magnitude ? std::abs(values[i]) : values[i]; };
    const std::size_t most = std::min(rows.end - rows.begin, 4 * static_cast<std::size_t>(std::max(1.0f, size.x + 1)));
    kept_x.reserve(most), kept_y.reserve(most);
    const auto put = [&](std::size_t i) {
        kept_x.push_back(x_at(i));
        kept_y.push_back(value_at(i));
    };
    const auto is_gap = [&](double value) { return std::isnan(value) || (y.scale == AxisScale::log && value < 0); };
    while (rows.end > rows.begin && is_gap(value_at(rows.end - 1))) --rows.end;
    const bool gaps = !all_there(values.subspan(rows.begin, rows.end - rows.begin), y.scale == AxisScale::log && !magnitude);
    const auto end_of_column = [&](std::size_t i) {
        const double end = steps.lo + (std::floor((x_at(i) - steps.lo) * scale) + 1) / scale;
        if (x_of.empty()) return std::clamp(static_cast<std::size_t>(std::ceil(end)), i + 1, rows.end);
        do ++i;
        while (i < rows.end && x_of[i] < end);
        return i;
    };
    // The rows of one pixel column: first, lowest, highest and, unless the line passes it on its way to the next column, last. Both axes
    // are monotonic, so values are compared as they are.
    double put_last = 0;                 // the value that was put last
    std::optional<std::size_t> waiting;  // the last row of the column before
    const auto put_waiting = [&](std::optional<std::size_t> next) {
        if (!waiting) return;
        const double value = value_at(*waiting), next_value = next ? value_at(*next) : value, near = 2 / scale;
        if (!next || x_at(*next) - x_at(*waiting) > near || value < std::min(put_last, next_value) || value > std::max(put_last, next_value)) put(*waiting);
        waiting.reset();
    };
    for (std::size_t i = rows.begin; i < rows.end;) {
        const double first = value_at(i);
        if (is_gap(first)) {
            put_waiting({});
            ends.push_back(kept_x.size());
            ++i;
            continue;
        }
        const std::size_t begin = i;
        std::size_t end = end_of_column(begin);
        if (gaps)
            for (i = begin + 1; i < end; ++i)
                if (is_gap(value_at(i))) end = i;
        const Extremes found = extremes(values.subspan(begin, end - begin), magnitude);
        i = end;
        put_waiting(begin);
        put(begin);
        put_last = first;
        if (end - begin == 1) continue;
        const double last = value_at(end - 1);
        if (found.low < std::min(first, last) || found.high > std::max(first, last)) {
            const auto row_of = [&](double value) {
                std::size_t row = begin;
                while (value_at(row) != value) ++row;
                return row;
            };
            std::array<std::size_t, 2> inner{row_of(found.low), row_of(found.high)};
            if (inner[0] > inner[1]) std::swap(inner[0], inner[1]);
            for (const std::size_t row : inner)
                if (row != begin && row != end - 1) put(row), put_last = value_at(row);
        }
        waiting = end - 1;
    }
    put_waiting({});
    ends.push_back(kept_x.size());

    AxisMap(y).apply(kept_y);
    StepLines lines;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        if (end == begin) continue;
        auto& line = lines.emplace_back();
        line.reserve(end - begin);
        for (; begin < end; ++begin) line.push_back({static_cast<float>((kept_x[begin] - steps.lo) * scale), static_cast<float>((1 - std::clamp(kept_y[begin], -1.0, 2.0)) * height)});
        thin(line);
    }
    return lines;
}

void draw_lines(const Ui& ui, Plot& plot, const StepLines& lines, const SeriesStyle& style) {
    const float width = std::max(1.0f, style.width * ui.scale);
    std::vector<ImVec2> placed;
    for (const auto& line : lines) {
        placed.clear();
        for (const ImVec2& p : line) placed.push_back({plot.rect().x0 + p.x, plot.rect().y0 + p.y});
        if (placed.size() == 1) plot.list().AddCircleFilled(placed.front(), width, style.colour, 12);  // a lone value between gaps
        stroke(plot.list(), placed, style.colour, width, scaled(style.dash, ui.scale));
    }
}

}  // namespace thalweg::app
