#include "app/views/step_plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "app/widgets/plot_gestures.hpp"
#include "app/widgets/stroke.hpp"
#include "app/widgets/text.hpp"
#include "core/numerics/pack.hpp"

namespace thalweg::app {
namespace {

Axis all_steps(int steps) { return {.lo = 0, .hi = static_cast<double>(std::max(steps, 1)), .integer = true}; }

// Rows that an axis shows, with one neighbour on either side so that lines leave the plot.
struct Rows { std::size_t begin, end; };

Rows visible_rows(std::size_t count, const Axis& steps, std::span<const double> x) {
    const double last = static_cast<double>(count);
    if (!x.empty()) {
        const auto row = [&](auto at) { return static_cast<std::size_t>(at - x.begin()); };
        const std::size_t begin = row(std::upper_bound(x.begin(), x.end(), steps.lo)), end = row(std::lower_bound(x.begin(), x.end(), steps.hi));
        return {begin > 0 ? begin - 1 : 0, std::min(end + 1, count)};
    }
    return {static_cast<std::size_t>(std::clamp(std::floor(steps.lo), 0.0, last)), static_cast<std::size_t>(std::clamp(std::ceil(steps.hi) + 1, 0.0, last))};
}

// Drops points that lie on the way between others, within what can be seen. x rises.
void thin(std::vector<ImVec2>& line) {
    constexpr float tolerance = 0.1f;  // pixels
    if (line.size() < 3) return;
    std::size_t kept = 0;
    float flattest = -HUGE_VALF, steepest = HUGE_VALF;  // slopes from the last kept point that pass all points since
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i].x == line[kept].x && line[i].y == line[kept].y) continue;
        const auto slope = [&](float up) { return (line[i].y + up - line[kept].y) / (line[i].x - line[kept].x); };
        if (!(slope(0) >= flattest && slope(0) <= steepest)) {
            line[++kept] = line[i - 1];
            flattest = -HUGE_VALF, steepest = HUGE_VALF;
        }
        flattest = std::max(flattest, slope(-tolerance));
        steepest = std::min(steepest, slope(tolerance));
    }
    line[++kept] = line.back();
    line.resize(kept + 1);
}

struct Extremes {
    double low, high;
    bool finite;  // all of the values
};

Extremes extremes(std::span<const double> values, bool magnitude) {
    constexpr std::size_t width = native_lanes;
    Extremes all{values[0], values[0], true};
    double odd = 0;  // NaN once something is not finite
    const auto include = [&](double v) {
        all.low = min(all.low, v), all.high = max(all.high, v);
        odd += v - v;
    };
    if (magnitude) all.low = all.high = std::abs(values[0]);
    if (values.size() < width) {
        for (const double v : values) include(magnitude ? std::abs(v) : v);
    } else {
        const auto at = [&](std::size_t i) { return magnitude ? abs(Lanes::load(&values[i])) : Lanes::load(&values[i]); };
        const std::size_t end = values.size() - width;
        Lanes low = at(end), high = low, rest = low - low;
        for (std::size_t i = 0; i < end; i += width) {
            const Lanes here = at(i);
            low = min(low, here), high = max(high, here);
            rest += here - here;
        }
        for (int lane = 0; lane < native_lanes; ++lane) {
            all.low = min(all.low, low[lane]), all.high = max(all.high, high[lane]);
            odd += rest[lane];
        }
    }
    all.finite = odd == 0;
    return all;
}

}  // namespace

void follow_race(StepAxis& steps, const Session& session) { follow(steps, session.race().arena().steps); }

void follow(StepAxis& steps, int wanted) {
    if (steps.steps == wanted) return;
    const Axis home = all_steps(wanted), former = all_steps(steps.steps);
    if (steps.steps < 0 || (steps.axis.lo <= former.lo && steps.axis.hi >= former.hi)) steps.axis = home;
    else keep_inside(steps.axis, home);
    steps.steps = wanted;
}

void step_gestures(const ViewContext& context, const char* id, const Rect& plot, StepAxis& steps, const std::function<double(double)>& step_at) {
    const Axis home = all_steps(steps.steps);
    Axis unused;
    const PlotGesture gesture = plot_gesture(context.ui, id, plot, steps.axis, home, unused, unused);
    const auto whole_step = [&](double value) {
        const double within = std::clamp(value, steps.axis.lo, steps.axis.hi);
        return std::round(std::clamp(step_at ? step_at(within) : within, 0.0, static_cast<double>(context.session.race().arena().steps)));
    };
    if (gesture.hover_x) context.cursor.next = whole_step(*gesture.hover_x);
    if (!gesture.hit.hovered) return;

    if (gesture.hit.double_clicked) {
        context.edits.push_back(SetPlayhead{steps.before_click});
        steps.second_click = true;
    } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        steps.before_click = context.session.playhead();
        steps.second_click = false;
    }
    if (gesture.clicked_x && !steps.second_click) context.edits.push_back(SetPlayhead{whole_step(*gesture.clicked_x)});
}

void draw_cursors(const ViewContext& context, Plot& plot, const std::function<double(double)>& x_at) {
    const auto x = [&](double step) { return x_at ? x_at(step) : step; };
    if (context.cursor.step) plot.vertical(x(*context.cursor.step), context.ui.theme->track_fill);
    plot.cursor(x(context.session.playhead()));
}

PlotInputs plot_inputs(const ViewContext& context, const Axis& across) {
    const Session& session = context.session;
    PlotInputs now;
    const auto& racers = session.scenario().racers;
    for (std::size_t i = 0; i < racers.size(); ++i) {
        now.revisions.push_back(session.revision(i));
        now.rows.push_back(session.rows(i));
        now.hidden.push_back(racers[i].hidden);
    }
    now.first = across.lo, now.last = across.hi;
    now.width = context.rect.width(), now.height = context.rect.height(), now.scale = context.ui.scale;
    return now;
}

std::vector<std::size_t> drawing_order(const Session& session) {
    const auto& racers = session.scenario().racers;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < racers.size(); ++i)
        if (!racers[i].hidden && i != session.selected()) order.push_back(i);
    if (const std::size_t i = session.selected(); i < racers.size() && !racers[i].hidden) order.push_back(i);
    return order;
}

PlotRoom plot_room(const Ui& ui, const Rect& pane, const StepAxis& steps, const Axis& y) {
    PlotRoom room;
    room.area = {pane.x0 + ui.px(16), pane.y0 + ui.px(42), pane.x1 - std::max(ui.px(14), step_label_overhang(ui, steps.steps) + ui.px(6)), pane.y1 - ui.px(28)};
    room.labels_y = pane.y1 - ui.px(14);
    room.y_ticks = std::clamp(static_cast<int>(room.area.height() / ui.px(30)), 3, 6);
    room.x_ticks = std::max(2, static_cast<int>(room.area.width() / ui.px(70)));
    room.area.x0 += y_label_width(ui, y, room.y_ticks);
    room.wide = room.area.width() >= ui.px(40);
    room.enough = room.wide && room.area.height() >= ui.px(24);
    return room;
}

float step_label_overhang(const Ui& ui, int steps) {
    return std::max(ui.px(2), std::ceil(text_width(ui.fonts.small, std::to_string(steps)) * 0.5f));
}

void draw_step_labels(const Ui& ui, float x0, float x1, float centre_y, const Axis& steps, int wanted) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float free_from = -1e9f;
    for (const Tick& tick : nice_ticks(steps, wanted)) {
        const float x = x0 + static_cast<float>(tick.unit) * (x1 - x0), half = text_width(ui.fonts.small, tick.label) * 0.5f;
        if (!tick.major || x - half < free_from) continue;
        draw_text(list, ui.fonts.small, x, centre_y, ui.theme->secondary, tick.label, 0.5f);
        free_from = x + half + ui.px(10);
    }
}

void VisibleValues::add(std::span<const double> values, const Axis& steps, bool magnitude, std::span<const double> x) {
    constexpr std::size_t enough = 512;
    const Rows rows = visible_rows(values.size(), steps, x);
    const std::size_t stride = std::max<std::size_t>(1, (rows.end - rows.begin) / enough);
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
        std::vector<double> sizes;
        sizes.swap(values_);
        for (double& v : sizes) v = std::abs(v);
        values_ = std::move(sizes);
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
    StepLines lines(1);
    const Rows rows = visible_rows(values.size(), steps, x_of);
    const AxisMap y_map(y);
    const double scale = static_cast<double>(size.x) / (steps.hi - steps.lo), height = static_cast<double>(size.y);
    const auto x_at = [&](std::size_t i) { return x_of.empty() ? static_cast<double>(i) : x_of[i]; };
    const auto value_at = [&](std::size_t i) { return magnitude ? std::abs(values[i]) : values[i]; };
    const auto put = [&](std::size_t i) {
        const double x = (x_at(i) - steps.lo) * scale;
        const double unit = std::clamp(y_map(value_at(i)), -1.0, 2.0);
        lines.back().push_back({static_cast<float>(x), static_cast<float>((1 - unit) * height)});
    };
    const auto is_gap = [&](double value) { return std::isnan(value) || (y.scale == AxisScale::log && value < 0); };
    const auto end_of_column = [&](std::size_t i) {
        const double end = steps.lo + (std::floor((x_at(i) - steps.lo) * scale) + 1) / scale;
        if (x_of.empty()) return std::clamp(static_cast<std::size_t>(std::ceil(end)), i + 1, rows.end);
        do ++i;
        while (i < rows.end && x_of[i] < end);
        return i;
    };
    // The rows of one pixel column: first, lowest, highest, last. Both axes are monotonic, so values are compared as they are.
    double put_last = 0;                 // the value that was put last
    std::optional<std::size_t> waiting;  // the last row of a column: where the line passes it anyway, it does without
    const auto put_waiting = [&](double next) {
        if (!waiting) return;
        const double value = value_at(*waiting);
        if (!(std::min(put_last, next) <= value && value <= std::max(put_last, next))) put(*waiting);
        waiting.reset();
    };
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = rows.begin; i < rows.end;) {
        const double first = value_at(i);
        if (is_gap(first)) {
            put_waiting(nothing);
            if (!lines.back().empty()) lines.emplace_back();
            ++i;
            continue;
        }
        const std::size_t begin = i;
        std::size_t end = end_of_column(begin);
        Extremes found = extremes(values.subspan(begin, end - begin), magnitude);
        if (!found.finite || is_gap(found.low)) {  // up to the gap, if it is one
            for (i = begin + 1; i < end && !is_gap(value_at(i)); ++i) {}
            end = i;
            found.low = found.high = first;
            for (i = begin + 1; i < end; ++i) found.low = std::min(found.low, value_at(i)), found.high = std::max(found.high, value_at(i));
        }
        i = end;
        put_waiting(first);
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
    put_waiting(nothing);
    if (lines.back().empty()) lines.pop_back();
    for (auto& line : lines) thin(line);
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
