#include "app/views/step_lines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/views/row_picker.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

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

StepLines trace(std::span<const double> values, const Axis& steps, const Axis& y, ImVec2 size, bool magnitude, std::span<const double> x) {
    const double scale = static_cast<double>(size.x) / (steps.hi - steps.lo), height = static_cast<double>(size.y);
    if (!(scale > 0)) return {};
    KeptRows kept = pick_rows({values, x, magnitude, y.scale == AxisScale::log}, steps, scale);
    AxisMap(y).apply(kept.y);
    StepLines lines;
    std::size_t begin = 0;
    for (const std::size_t end : kept.ends) {
        if (end == begin) continue;
        auto& line = lines.emplace_back();
        line.reserve(end - begin);
        for (; begin < end; ++begin) line.push_back({static_cast<float>((kept.x[begin] - steps.lo) * scale), static_cast<float>((1 - std::clamp(kept.y[begin], -1.0, 2.0)) * height)});
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
