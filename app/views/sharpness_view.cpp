#include "app/views/sharpness_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/measure_heading.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/number.hpp"
#include "app/widgets/stroke.hpp"
#include "core/optimizers/stability.hpp"

namespace thalweg::app {
namespace {

constexpr std::array<std::string_view, 3> names{"ratio to the limit", "λmax of H", "λmax, preconditioned"};
constexpr std::array<float, 4> limit_dash{3, 4, 3, 4};
constexpr float words = 22;  // the line below the plot, unscaled

double value_of(const Sharpness& s, SharpnessMeasure measure) {
    switch (measure) {
        case SharpnessMeasure::ratio: return s.ratio();
        case SharpnessMeasure::hessian: return s.hessian;
        case SharpnessMeasure::effective: return std::isnan(s.effective) ? s.hessian : s.effective;
    }
    return Sharpness::unknown;
}

// The largest stable value of what is plotted. Of H itself none is known to a rule that descends in another metric.
double limit_of(const Sharpness& s, SharpnessMeasure measure, const RacerSetup& setup) {
    if (measure == SharpnessMeasure::ratio) return Sharpness::unknown;  // 1, for all of them
    if (measure == SharpnessMeasure::effective) return s.largest();
    return effective_rate_of(*setup.optimizer) ? Sharpness::unknown : s.largest() - (s.effective - s.hessian);
}

struct Curve {
    std::vector<double> x, values, limits;
};

std::vector<Curve> curves_of(const Training& training, const SharpnessState& state) {
    std::vector<Curve> curves(training.size());
    for (std::size_t i = 0; i < training.size(); ++i)
        for (const Sharpness& s : state.job->of(training.revision(i))) {
            curves[i].x.push_back(s.step);
            curves[i].values.push_back(value_of(s, state.measure));
            curves[i].limits.push_back(limit_of(s, state.measure, training.setup(i)));
        }
    return curves;
}

Axis axis_of(const Session& session, const std::vector<Curve>& curves, const SharpnessState& state) {
    VisibleValues visible;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        if (session.scenario().racers[i].hidden) continue;
        visible.add(curves[i].values, state.steps.axis, false, curves[i].x);
        visible.add(curves[i].limits, state.steps.axis, false, curves[i].x);
    }
    constexpr std::array<double, 2> about_the_edge{0.8, 1.25}, anywhere{0, 1};
    if (state.measure == SharpnessMeasure::ratio) visible.add(about_the_edge, {}, false, anywhere);
    return visible.axis(AxisScale::log);
}

// What was measured last at or before a step; the first of all where nothing was.
const Sharpness* shown_at(std::span<const Sharpness> curve, double step) {
    if (curve.empty()) return nullptr;
    const auto after = std::upper_bound(curve.begin(), curve.end(), step, [](double k, const Sharpness& s) { return k < s.step; });
    return after == curve.begin() ? &*after : &*std::prev(after);
}

std::string digits(double value) { return format_number(round_to_digits(value, 3)); }

// "step 1500: λmax 41.2 · limit 2/α = 40.0 · ratio 1.03"
std::string words_of(const RacerSetup& setup, const Sharpness& s) {
    std::string text = "step " + std::to_string(s.step) + ": λmax " + digits(s.hessian);
    if (std::isnan(s.ratio())) {
        const std::string gap = sharpness_gap(setup);
        text += " · " + (gap.empty() ? std::string("no limit: the learning rate is 0") : gap);
    } else {
        if (effective_rate_of(*setup.optimizer)) text += " · preconditioned " + digits(s.effective);
        text += " · limit " + sharpness_limit_text(*setup.optimizer) + " = " + digits(s.largest()) + " · ratio " + digits(s.ratio());
    }
    return s.converged ? text : text + " · not converged";
}

void draw_words(const ViewContext& context, const SharpnessState& state, const Training& training) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const std::size_t racer = session.selected();
    if (racer >= training.size() || session.scenario().racers[racer].hidden) return;
    const Sharpness* s = shown_at(state.job->of(training.revision(racer)), context.shown_step());
    if (!s) return;
    const float y = context.rect.y1 - ui.px(15);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const RacerChoice& choice = session.scenario().racers[racer];
    const float left = context.rect.x0 + ui.px(16), right = context.rect.x1 - ui.px(14), most = (right - left) * 0.3f;
    const float x = draw_text_fitted(list, ui.fonts.semibold, left, y, racer_style(*ui.theme, static_cast<std::size_t>(choice.style)).colour, choice.name, most) + ui.px(10);
    draw_text_fitted(list, ui.fonts.small, x, y, ui.theme->text, words_of(training.setup(racer), *s), right - x);
}

// How far it is, or over which examples the loss is taken where not over all.
void draw_note(const ViewContext& context, const SharpnessState& state, const NetworkRace& race, float left) {
    const Ui& ui = context.ui;
    const int all = race.built.problem->train->size(), used = sharpness_examples(*race.built.problem);
    std::string note;
    if (state.job->part() < 1) note = std::to_string(static_cast<int>(100 * state.job->part())) + " %";
    else if (used < all) note = "loss over " + std::to_string(used) + " of " + std::to_string(all) + " examples";
    const float right = context.rect.x1 - ui.px(16 + 24), y = context.rect.y0 + ui.px(20);
    if (right - left > ui.px(40)) draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.small, right - std::min(text_width(ui.fonts.small, note), right - left), y, ui.theme->secondary, note, right - left);
}

void draw_racer(const ViewContext& context, const SharpnessState& state, Plot& plot, std::span<const Sharpness> curve, std::size_t racer) {
    const Ui& ui = context.ui;
    const RacerStyle look = racer_style(*ui.theme, static_cast<std::size_t>(context.session.scenario().racers[racer].style));
    const bool selected = racer == context.session.selected();
    draw_lines(ui, plot, state.lines[racer].limits, {.colour = fade(look.colour, 0.8f), .width = 1, .dash = limit_dash});
    draw_lines(ui, plot, state.lines[racer].values, {.colour = look.colour, .width = selected ? 2.4f : 1.8f, .dash = look.dash});
    const Sharpness* s = shown_at(curve, context.session.playhead());
    if (!s || !(value_of(*s, state.measure) > 0)) return;
    const float y = std::clamp(plot.y_pixel(value_of(*s, state.measure)), plot.rect().y0, plot.rect().y1);
    draw_marker(plot.list(), look.marker, {plot.x_pixel(s->step), y}, ui.px(4), look.colour, ui.theme->casing);
}

}  // namespace

void draw_sharpness_view(const ViewContext& context, SharpnessState& state) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const NetworkRace* race = session.network();
    if (!race) return;
    const Training& training = race->training;
    ImGui::PushID("sharpness");
    state.drawn_in = ImGui::GetFrameCount();
    state.job->follow(session);
    follow_race(state.steps, session);
    auto chosen = static_cast<std::size_t>(state.measure);
    const float beyond = measure_heading(context, "SHARPNESS", names.size(), [](std::size_t i) { return names[i]; }, chosen, "Curvature of the training loss: the largest eigenvalue of its Hessian against what the learning rate bears");
    state.measure = static_cast<SharpnessMeasure>(chosen);
    draw_note(context, state, *race, beyond + ui.px(12));

    PlotInputs now = plot_inputs(context, state.steps.axis);
    now.choices = {static_cast<int>(state.measure)};
    now.rows.clear();
    for (std::size_t i = 0; i < training.size(); ++i) now.rows.push_back(static_cast<int>(state.job->of(training.revision(i)).size()));
    Rect above = context.rect;
    const bool worded = above.height() >= ui.px(150);
    if (worded) above.y1 -= ui.px(words);
    const Axis steps = state.steps.axis;  // gestures are for the next frame
    PlotRoom room = plot_room(ui, above, state.steps, state.y);
    if (now != state.inputs) {
        const std::vector<Curve> curves = curves_of(training, state);
        state.y = axis_of(session, curves, state);
        room = plot_room(ui, above, state.steps, state.y);
        state.lines.clear();
        for (const Curve& curve : curves)
            state.lines.push_back({trace(curve.values, steps, state.y, size_of(room.area), false, curve.x), trace(curve.limits, steps, state.y, size_of(room.area), false, curve.x)});
        state.inputs = std::move(now);
    }
    if (room.enough) {
        step_gestures(context, "plot", room.area, state.steps);
        Plot plot(ui, room.area, steps, state.y, {.x_ticks = room.x_ticks, .y_ticks = room.y_ticks, .x_labels = false});
        if (state.measure == SharpnessMeasure::ratio) {
            const std::array<ImVec2, 2> edge{ImVec2{room.area.x0, plot.y_pixel(1)}, ImVec2{room.area.x1, plot.y_pixel(1)}};
            stroke(plot.list(), edge, ui.theme->text, ui.line(), scaled(limit_dash, ui.scale));
        }
        for (const std::size_t i : drawing_order(session))
            if (i < state.lines.size()) draw_racer(context, state, plot, state.job->of(training.revision(i)), i);
        draw_cursors(context, plot);
    }
    if (room.wide) draw_step_labels(ui, room.area.x0, room.area.x1, room.labels_y, steps, room.x_ticks);
    if (worded) draw_words(context, state, training);
    ImGui::PopID();
}

}  // namespace thalweg::app
