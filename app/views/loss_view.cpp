#include "app/views/loss_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"
#include "core/numerics/pack.hpp"

namespace thalweg::app {
namespace {

constexpr float margin = 14;
constexpr double floor_of_log = 1e-16;  // nothing smaller is told apart from the minimum itself

struct Measures {
    std::vector<LossMeasure> kinds;
    std::vector<std::string_view> names;
};

Measures measures_of(const Problem& problem) {
    Measures m{{LossMeasure::excess, LossMeasure::loss}, {problem.minimum ? "f − f*" : "f asinh", problem.minimum ? "f" : "f linear"}};
    if (!problem.minima.empty()) m.kinds.push_back(LossMeasure::distance), m.names.push_back("distance");
    return m;
}

AxisScale scale_of(const Problem& problem, LossMeasure measure) {
    if (measure == LossMeasure::loss) return AxisScale::linear;
    return measure == LossMeasure::excess && !problem.minimum ? AxisScale::asinh : AxisScale::log;
}

// Of losses: what is plotted.
class LossScale {
public:
    LossScale(const Problem& problem, LossMeasure measure) {
        if (measure == LossMeasure::loss || !problem.minimum) return;
        minimum_ = *problem.minimum;
        floor_ = floor_of_log;
        lowest_ = -1e-6 * std::max(1.0, std::abs(minimum_));
    }

    template <class Number>  // double or Lanes
    Number operator()(const Number& loss) const {
        const Number excess = loss - Number(minimum_);
        // Slightly below the minimum is rounding, of the loss or of the listed minimum. Far below (outside of the domain) has no logarithm.
        return select(excess < Number(lowest_), Number(std::nan("")), max(Number(floor_), excess));
    }

private:
    double minimum_ = 0, floor_ = -HUGE_VAL, lowest_ = -HUGE_VAL;
};

void measure_losses(const Problem& problem, LossMeasure measure, std::span<const double> losses, std::span<double> out) {
    const LossScale scale(problem, measure);
    std::size_t i = 0;
    for (; i + native_lanes <= losses.size(); i += native_lanes) scale(Lanes::load(&losses[i])).store(&out[i]);
    for (; i < losses.size(); ++i) out[i] = scale(losses[i]);
}

void measure_distances(const Problem& problem, std::span<const Point> path, std::span<double> out) {
    for (std::size_t i = 0; i < path.size(); ++i) out[i] = std::max(distance_to_minimum(problem, path[i]), floor_of_log);
}

// Order statistics stay such under whatever grows with the loss or the distance.
Quantiles measured(const Problem& problem, LossMeasure measure, const EnsembleRow& row) {
    if (const Quantiles& q = row.distance; measure == LossMeasure::distance) return {std::max(q.low, floor_of_log), std::max(q.median, floor_of_log), std::max(q.high, floor_of_log)};
    const LossScale scale(problem, measure);
    return {scale(row.loss.low), scale(row.loss.median), scale(row.loss.high)};
}

void extend(LossCurve& curve, const Race& race, std::size_t racer, LossMeasure measure, bool by_evaluations) {
    const bool anew = curve.revision != race.revision(racer) || curve.measure != measure;
    curve.revision = race.revision(racer);
    curve.measure = measure;
    if (anew) curve.evaluations.clear();  // filled only where they are asked for
    const History& history = race.history(racer);
    const auto rows = static_cast<std::size_t>(history.rows());
    const auto extended = [&](std::vector<double>& values) {  // the new part
        values.reserve(static_cast<std::size_t>(race.arena().steps) + 1);
        const std::size_t former = anew ? 0 : values.size();
        values.resize(rows);
        return std::span(values).subspan(former);
    };
    const std::span<double> values = extended(curve.values);
    const std::size_t first = rows - values.size();
    if (measure == LossMeasure::distance) measure_distances(*race.arena().problem, history.path().subspan(first, values.size()), values);
    else measure_losses(*race.arena().problem, measure, history.losses().subspan(first, values.size()), values);
    if (!by_evaluations) return;
    const std::span<double> evaluations = extended(curve.evaluations);
    for (std::size_t i = 0; i < evaluations.size(); ++i) evaluations[i] = static_cast<double>(history.evaluations(static_cast<int>(rows - evaluations.size() + i)));
}

void update_curves(const Session& session, LossState& state, LossMeasure measure) {
    const Race& race = session.race();
    state.curves.resize(race.size());
    for (std::size_t i = 0; i < race.size(); ++i) extend(state.curves[i], race, i, measure, state.by_evaluations);
    if (!state.by_evaluations) return;
    double most = 1;
    for (const LossCurve& curve : state.curves)
        if (!curve.evaluations.empty()) most = std::max(most, curve.evaluations.back());
    follow(state.evaluations, static_cast<int>(most));
}

std::span<const double> x_of(const LossState& state, const LossCurve& curve) { return state.by_evaluations ? std::span<const double>(curve.evaluations) : std::span<const double>(); }

// Where a step lies on the axis for a racer, between two rows while the playhead glides; and the step at a value of the axis.
double x_at(const LossState& state, const LossCurve& curve, double step) {
    if (!state.by_evaluations || curve.evaluations.empty()) return step;
    const double row = std::clamp(step, 0.0, static_cast<double>(curve.evaluations.size() - 1));
    const auto before = static_cast<std::size_t>(row), after = std::min(before + 1, curve.evaluations.size() - 1);
    return curve.evaluations[before] + (row - std::floor(row)) * (curve.evaluations[after] - curve.evaluations[before]);
}
double step_at(const LossCurve& curve, double evaluations) {
    const auto after = std::upper_bound(curve.evaluations.begin(), curve.evaluations.end(), evaluations);
    return after == curve.evaluations.begin() ? 0 : static_cast<double>(after - curve.evaluations.begin() - 1);
}

void update_bands(const Session& session, LossState& state, LossMeasure measure) {
    const Problem& problem = session.problem();
    state.bands.resize(session.race().size());
    for (std::size_t i = 0; i < state.bands.size(); ++i) {
        LossBand& band = state.bands[i];
        const auto found = session.ensemble_of(i);
        const std::uint64_t revision = found ? found->ensemble.revision(found->index) : 0;
        if (revision == band.revision && measure == band.measure) continue;
        band = {revision, measure, {}, {}, {}, {}, {}, {}, {}};
        if (!found) continue;
        for (const EnsembleRow& row : found->ensemble.rows(found->index)) {
            const Quantiles q = measured(problem, measure, row);
            band.low.push_back(q.low);
            band.median.push_back(q.median);
            band.high.push_back(q.high);
        }
    }
}

// The widest of every pixel column.
void thin(LossBand& band, const Axis& steps, float width) {
    band.x.clear(), band.thin_low.clear(), band.thin_high.clear();
    const double per_pixel = (steps.hi - steps.lo) / std::max(1.0, static_cast<double>(width));
    const auto count = static_cast<double>(band.low.size());
    const auto first = static_cast<std::size_t>(std::clamp(std::floor(steps.lo), 0.0, count)), last = static_cast<std::size_t>(std::clamp(std::ceil(steps.hi) + 1, 0.0, count));
    const auto stride = std::max<std::size_t>(1, static_cast<std::size_t>(per_pixel));
    for (std::size_t i = first; i < last; i += stride) {
        double low = band.low[i], high = band.high[i];
        for (std::size_t k = i + 1; k < std::min(i + stride, last); ++k) low = std::min(low, band.low[k]), high = std::max(high, band.high[k]);
        band.x.push_back(static_cast<double>(i));
        band.thin_low.push_back(low);
        band.thin_high.push_back(high);
    }
}

PlotInputs inputs_of(const ViewContext& context, const LossState& state, LossMeasure measure) {
    PlotInputs now = plot_inputs(context, state.across().axis);
    for (std::size_t i = 0; i < state.curves.size(); ++i) now.rows[i] = static_cast<int>(state.curves[i].values.size());  // as far as they were read
    for (const LossBand& band : state.bands) now.revisions.push_back(band.revision);
    now.choices = {static_cast<int>(measure), state.by_evaluations};
    return now;
}

Axis loss_axis(const Session& session, const LossState& state, LossMeasure measure) {
    VisibleValues values;
    const AxisScale scale = scale_of(session.problem(), measure);
    double start = 0;
    for (std::size_t i = 0; i < state.curves.size(); ++i) {
        if (session.scenario().racers[i].hidden) continue;
        values.add(state.curves[i].values, state.across().axis, false, x_of(state, state.curves[i]));
        if (!state.by_evaluations) {  // members of an ensemble count their own
            values.add(state.bands[i].low, state.steps.axis);
            values.add(state.bands[i].high, state.steps.axis);
        }
        if (!state.curves[i].values.empty() && std::isfinite(state.curves[i].values.front())) start = std::max(start, std::abs(state.curves[i].values.front()));
    }
    // A racer that diverges must not flatten the others.
    const double ceiling = start > 0 ? start * (scale == AxisScale::linear ? 4 : 1e4) : std::numeric_limits<double>::infinity();
    return values.axis(scale, ceiling);
}

// All names or none.
void draw_legend(const ViewContext& context, float left, float right, float centre_y) {
    const Ui& ui = context.ui;
    const auto& racers = context.session.scenario().racers;
    const float sample = ui.px(24), gap = ui.px(6), between = ui.px(14);
    float width = 0;
    for (const RacerChoice& racer : racers)
        if (!racer.hidden) width += sample + gap + std::ceil(text_width(ui.fonts.small, racer.name)) + between;
    if (width - between > right - left) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const RacerChoice& racer : racers) {
        if (racer.hidden) continue;
        const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(racer.style));
        dash_sample(list, left, left + sample, std::floor(centre_y), style.colour, std::max(1.0f, 1.8f * ui.scale), scaled(style.dash, ui.scale));
        left = draw_text(list, ui.fonts.small, left + sample + gap, centre_y, ui.theme->text, racer.name) + between;
    }
}

LossMeasure draw_header(const ViewContext& context, LossState& state) {
    const Ui& ui = context.ui;
    const Rect& r = context.rect;
    const float centre = r.y0 + ui.px(20), left = r.x0 + ui.px(margin), right = r.x1 - ui.px(margin + 22);
    const Measures m = measures_of(context.session.problem());
    const auto found = std::find(m.kinds.begin(), m.kinds.end(), state.measure);
    std::size_t index = found == m.kinds.end() ? 0 : static_cast<std::size_t>(found - m.kinds.begin());
    const float title = draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, left, centre, ui.theme->secondary, "LOSS");
    constexpr std::array<std::string_view, 2> across{"steps", "evaluations"};
    const float width = segmented_width(ui, m.names), across_width = segmented_width(ui, across), half = ui.px(12);
    if (title + ui.px(20) + width + across_width <= right) {
        const Rect control{right - width, centre - half, right, centre + half};
        if (segmented(ui, "measure", control, m.names, index)) state.measure = m.kinds[index];
        const Rect other{control.x0 - ui.px(8) - across_width, centre - half, control.x0 - ui.px(8), centre + half};
        if (std::size_t which = state.by_evaluations; segmented(ui, "across", other, across, which)) state.by_evaluations = which == 1;
        draw_legend(context, title + ui.px(20), other.x0 - ui.px(16), centre);
        return m.kinds[index];
    }
    // Where there is little room, one menu for both.
    const std::string label = std::string(m.names[index]) + (state.by_evaluations ? " / evaluations" : "");
    const ButtonStyle style{.small = true, .dropdown = true, .tip = "What is plotted over what"};
    const Rect control{std::max(right - button_width(ui, label, style), title + ui.px(8)), centre - half, right, centre + half};
    if (control.width() < ui.px(40)) return m.kinds[index];
    if (button(ui, "measure", control, label, style)) open_menu("measure menu");
    draw_legend(context, title + ui.px(20), control.x0 - ui.px(16), centre);
    if (begin_menu(ui, "measure menu", control, 200)) {
        menu_heading(ui, "LOSS");
        for (std::size_t i = 0; i < m.kinds.size(); ++i)
            if (menu_item(ui, m.names[i], {.checked = i == index})) state.measure = m.kinds[i];
        menu_heading(ui, "OVER");
        for (std::size_t i = 0; i < across.size(); ++i)
            if (menu_item(ui, across[i], {.checked = (i == 1) == state.by_evaluations})) state.by_evaluations = i == 1;
        end_menu();
    }
    return m.kinds[index];
}

void draw_ends(const ViewContext& context, const LossState& state, Plot& plot, std::size_t racer) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const LossCurve& curve = state.curves[racer];
    if (curve.values.empty()) return;
    const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(session.scenario().racers[racer].style));
    const float radius = ui.px(4);
    const auto y_at = [&](std::size_t row) { return std::clamp(plot.y_pixel(curve.values[row]), plot.rect().y0 + radius, plot.rect().y1); };
    const std::size_t last = curve.values.size() - 1;
    const bool diverged = session.race().ending(racer) == Ending::diverged;
    if (diverged) {
        const ImVec2 at{plot.x_pixel(x_at(state, curve, static_cast<double>(last))), y_at(last)};
        if (at.x >= plot.rect().x0 && at.x <= plot.rect().x1)
            for (const float side : {-1.0f, 1.0f})
                plot.list().AddLine({at.x - radius, at.y - side * radius}, {at.x + radius, at.y + side * radius}, style.colour, ui.line(2));
    }
    const double playhead = session.playhead();
    const auto row = static_cast<std::size_t>(std::clamp(session.row_at(racer, playhead), 0, static_cast<int>(last)));
    if (std::isnan(curve.values[row]) || (diverged && row == last)) return;
    const bool between = row < last && !std::isnan(curve.values[row + 1]);
    const double part = between ? playhead - static_cast<double>(row) : 0;
    const double step = row < last ? static_cast<double>(row) + part : static_cast<double>(last);
    const float y = y_at(row) + (between ? static_cast<float>(part) * (y_at(row + 1) - y_at(row)) : 0);
    draw_marker(plot.list(), style.marker, {plot.x_pixel(x_at(state, curve, step)), y}, ui.px(4), style.colour, ui.theme->casing);
}

}  // namespace

void draw_loss_view(const ViewContext& context, LossState& state) {
    const Session& session = context.session;
    const Ui& ui = context.ui;
    ImGui::PushID("loss");
    follow_race(state.steps, session);
    const LossMeasure measure = draw_header(context, state);
    update_curves(session, state, measure);
    update_bands(session, state, measure);

    const Axis steps = state.across().axis;  // gestures are for the next frame
    const float overhang = std::max(ui.px(margin), step_label_overhang(ui, state.across().steps));
    Rect area{context.rect.x0 + ui.px(margin), context.rect.y0 + ui.px(42), context.rect.x1 - overhang, context.rect.y1 - ui.px(28)};
    const int y_ticks = std::clamp(static_cast<int>(area.height() / ui.px(30)), 3, 6), x_ticks = std::max(2, static_cast<int>(area.width() / ui.px(70)));

    PlotInputs now = inputs_of(context, state, measure);
    const bool stale = now != state.inputs;
    if (stale) state.y = loss_axis(session, state, measure);
    area.x0 += y_label_width(ui, state.y, y_ticks);
    if (area.width() >= ui.px(40) && area.height() >= ui.px(24)) {
        if (stale) {
            for (LossCurve& curve : state.curves) curve.lines = trace(curve.values, steps, state.y, size_of(area), false, x_of(state, curve));
            for (LossBand& band : state.bands) {
                band.lines = trace(band.median, steps, state.y, size_of(area));
                thin(band, steps, area.width());
            }
            state.inputs = std::move(now);
        }
        // Steps are as many evaluations as they cost the selected racer.
        const LossCurve* selected = state.by_evaluations && session.selected() < state.curves.size() ? &state.curves[session.selected()] : nullptr;
        if (selected) step_gestures(context, "plot", area, state.evaluations, [&](double evaluations) { return step_at(*selected, evaluations); });
        else step_gestures(context, "plot", area, state.steps);
        Plot plot(ui, area, steps, state.y, {.x_ticks = x_ticks, .y_ticks = y_ticks});
        const std::vector<std::size_t> order = drawing_order(session);
        for (const std::size_t i : order) {
            if (state.by_evaluations) break;
            const LossBand& band = state.bands[i];
            const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(session.scenario().racers[i].style)).colour;
            plot.band({band.x, band.thin_low}, {band.x, band.thin_high}, fade(colour, ui.theme->dark ? 0.2f : 0.18f));
        }
        const bool bands = !state.by_evaluations && std::any_of(order.begin(), order.end(), [&](std::size_t i) { return !state.bands[i].x.empty(); });
        for (const std::size_t i : order) {  // the one seed steps back behind the median of all
            const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(session.scenario().racers[i].style));
            draw_lines(ui, plot, state.curves[i].lines, {.colour = bands ? fade(style.colour, 0.55f) : style.colour, .width = bands ? 1.2f : i == session.selected() ? 2.4f : 1.8f, .dash = style.dash});
        }
        if (bands) {
            for (const std::size_t i : order) draw_lines(ui, plot, state.bands[i].lines, {.colour = racer_style(*ui.theme, static_cast<std::size_t>(session.scenario().racers[i].style)).colour, .width = 2});
            const std::string told = std::to_string(session.scenario().ensemble) + " seeds: median, 10 to 90 %";
            const float width = std::min(text_width(ui.fonts.small, told), area.width() - ui.px(16)), right = area.x1 - ui.px(8), y = area.y0 + ui.px(11);
            plot.list().AddRectFilled({right - width - ui.px(5), y - ui.px(9)}, {right + ui.px(5), y + ui.px(9)}, ui.theme->readout, ui.px(4));
            draw_text_fitted(plot.list(), ui.fonts.small, right, y, ui.theme->text, told, width + 1, 1);
        }
        draw_cursors(context, plot, [&](double step) { return selected ? x_at(state, *selected, step) : step; });
        for (const std::size_t i : order) draw_ends(context, state, plot, i);
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
