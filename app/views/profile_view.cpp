#include "app/views/profile_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/session/network_sides.hpp"
#include "app/views/measure_heading.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/plot.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

// The sample of the flow that belongs to a step, or -1.
int sample_at(const NetworkSide& side, double step) {
    const int row = side.row_at(step);
    return row < 0 ? -1 : row / side.history().flow_stride();
}

void follow_theory(ProfileState& state, const NetworkRace& race) {
    if (state.problem == race.built.problem) return;
    state.problem = race.built.problem;
    const Architecture& architecture = state.problem->architecture;
    const std::span<const double> start(state.problem->start.data(), static_cast<std::size_t>(state.problem->start.size()));
    state.theory = flow_theory(architecture, start, state.problem->train->inputs);
    state.edge = edge_factor(architecture, measured_squares(architecture, start), state.problem->train->inputs);
    if (state.edge && !race.choice.file) *state.edge *= race.choice.at(NetworkKey::gain);
    state.row = -1;
}

void follow_diagnosis(ProfileState& state, const ViewContext& context) {
    const Session& session = context.session;
    const std::size_t racer = session.selected();
    const Training& training = session.network()->training;
    const int sample = sample_at({session.shared_network(), &session.scenario(), racer}, context.shown_step());
    if (sample < 0) return;
    const TrainingHistory& history = training.history(racer);
    const int row = sample * history.flow_stride();
    if (state.revision == training.revision(racer) && state.row == row) return;
    state.revision = training.revision(racer);
    state.row = row;
    FlowSample flow;
    for (std::size_t r = 0; r < history.flow_rows(); ++r)
        for (std::size_t m = 0; m < flow_measures; ++m) flow.push_back(history.flow(sample, r, static_cast<FlowMeasure>(m)));
    const auto keyframe = history.keyframe_before(row);
    state.diagnosis = diagnose({.architecture = state.problem->architecture,
                                .flow = flow,
                                .theory = state.theory,
                                .theta = keyframe ? std::span<const double>(keyframe->theta) : std::span<const double>(),
                                .edge_gain = state.edge,
                                .diverged = session.ending(racer) == Ending::diverged && row + history.flow_stride() >= history.rows()});
}

void draw_bars(const ViewContext& context, ProfileState& state, const Rect& rect) {
    const Ui& ui = context.ui;
    const bool logarithmic = facts_of(state.measure).logarithmic;
    struct Bars {
        NetworkSide side;
        std::vector<double> values;
    };
    std::vector<Bars> all;
    std::size_t rows = 0;
    double low = 1e300, high = 0;
    // One that diverges must not flatten the others.
    const std::vector<NetworkSide> sides = network_sides(context.session);
    const bool steady = std::any_of(sides.begin(), sides.end(), [](const NetworkSide& side) { return side.ending() != Ending::diverged; });
    for (const NetworkSide& side : sides) {
        const int sample = sample_at(side, context.shown_step());
        if (sample < 0) continue;
        Bars bars{side, {}};
        for (std::size_t r = 0; r < side.history().flow_rows(); ++r) {
            const double v = static_cast<double>(side.history().flow(sample, r, state.measure));
            bars.values.push_back(v);
            if (std::isfinite(v) && v > 0 && (!steady || side.ending() != Ending::diverged)) low = std::min(low, v), high = std::max(high, v);
        }
        rows = std::max(rows, bars.values.size());
        all.push_back(std::move(bars));
    }
    if (all.empty() || rows == 0) return;
    Axis y{.lo = 0, .hi = 1};
    if (logarithmic) {
        if (!(high > 0)) low = 1e-3, high = 1;
        y = {.lo = std::pow(10.0, std::floor(std::log10(std::max(low, high * 1e-30)) - 0.3)), .hi = std::pow(10.0, std::ceil(std::log10(high) + 0.1)), .scale = AxisScale::log};
    }
    const Axis x{.lo = 0.5, .hi = static_cast<double>(rows) + 0.5, .integer = true};
    const int y_ticks = std::clamp(static_cast<int>(rect.height() / ui.px(28)), 2, 6);
    Rect area = rect;
    area.x0 += y_label_width(ui, y, y_ticks);
    area.y1 -= ui.px(20);
    if (area.width() < ui.px(40) || area.height() < ui.px(24)) return;
    Plot plot(ui, area, x, y, {.x_ticks = std::max(2, static_cast<int>(area.width() / ui.px(48))), .y_ticks = y_ticks});
    const float group = area.width() / static_cast<float>(rows), wide = std::min(group * 0.78f, ui.px(60)), each = wide / static_cast<float>(all.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
        const ImU32 colour = racer_style(*ui.theme, static_cast<std::size_t>(all[k].side.choice().style)).colour;
        for (std::size_t r = 0; r < all[k].values.size(); ++r) {
            const double value = all[k].values[r];
            if (!(value > 0)) continue;
            const float left = plot.x_pixel(static_cast<double>(r + 1)) - wide * 0.5f + each * static_cast<float>(k);
            const float top = std::isfinite(value) ? std::clamp(plot.y_pixel(value), area.y0, area.y1) : area.y0;
            plot.list().AddRectFilled({left, top}, {left + std::max(1.0f, each - (each > ui.px(4) ? ui.line() : 0)), area.y1}, fade(colour, all[k].side.before ? 0.4f : 0.9f));
        }
    }
    // The theory meets the selected racer where the gradient sets out.
    const auto selected = std::find_if(all.begin(), all.end(), [&](const Bars& b) { return b.side.racer == context.session.selected() && !b.side.before; });
    const std::vector<double> line = theory_line(state.theory, state.measure, selected == all.end() ? all.front().values.back() : selected->values.back());
    std::vector<ImVec2> points;
    for (std::size_t r = 0; r < line.size(); ++r)
        if (std::isfinite(line[r]) && line[r] > 0) points.push_back({plot.x_pixel(static_cast<double>(r + 1)), std::clamp(plot.y_pixel(line[r]), area.y0 - area.height(), area.y1 + area.height())});
    stroke(plot.list(), points, ui.theme->text, std::max(1.5f, 2 * ui.scale), scaled({6, 4, 6, 4}, ui.scale));
}

void draw_words(const ViewContext& context, const ProfileState& state, const Rect& card) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const Diagnosis& d = state.diagnosis;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(card), bottom_right(card), ui.theme->card, ui.px(8));
    if (d.headline.empty() || session.selected() >= session.scenario().racers.size()) return;
    list.PushClipRect(top_left(card), bottom_right(card), true);
    const float x = card.x0 + ui.px(14), width = card.width() - ui.px(28);
    const bool well = d.symptom == Symptom::healthy;
    float y = draw_text_wrapped(list, ui.fonts.semibold, x, card.y0 + ui.px(10), width, well ? ui.theme->text : ui.theme->warning, d.headline);
    const auto paragraph = [&](std::string_view text, ImU32 colour) {
        // Nothing that would be cut off.
        const float bottom = draw_text_wrapped(list, ui.fonts.small, x, y + ui.px(5), width, 0, text);
        if (bottom > card.y1 - ui.px(4)) return;
        y = draw_text_wrapped(list, ui.fonts.small, x, y + ui.px(5), width, colour, text);
    };
    for (const std::string& sentence : d.sentences) paragraph(sentence, ui.theme->text);
    if (!d.advice.empty()) paragraph(d.advice, ui.theme->text);
    paragraph(session.scenario().racers[session.selected()].name + ", step " + std::to_string(state.row), ui.theme->secondary);
    list.PopClipRect();
}

}  // namespace

void draw_profile_view(const ViewContext& context, ProfileState& state) {
    const Ui& ui = context.ui;
    if (!context.session.network()) return;
    ImGui::PushID("profile");
    follow_theory(state, *context.session.network());
    if (context.session.selected() < context.session.network()->training.size()) follow_diagnosis(state, context);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float header = context.rect.y0 + ui.px(20);
    const float right = context.rect.x1 - ui.px(40);
    auto chosen = static_cast<std::size_t>(state.measure);
    const float beyond = measure_heading(context, "PROFILE", flow_measures, [](std::size_t i) { return facts_of(static_cast<FlowMeasure>(i)).name; }, chosen, facts_of(state.measure).meaning) + ui.px(12);
    state.measure = static_cast<FlowMeasure>(chosen);
    const std::string_view what = state.theory.gap.empty() ? context.session.before() ? "pale before, full after; dashes theory" : "bars measured, dashes theory of the initial weights" : std::string_view(state.theory.gap);
    draw_text_fitted(list, ui.fonts.small, beyond, header, ui.theme->secondary, what, right - beyond);

    const float card_width = std::clamp(context.rect.width() * 0.36f, ui.px(200), ui.px(360));
    const Rect area{context.rect.x0 + ui.px(16), context.rect.y0 + ui.px(40), context.rect.x1 - ui.px(16), context.rect.y1 - ui.px(8)};
    const bool beside = area.width() - card_width > ui.px(200);
    draw_bars(context, state, {area.x0, area.y0, beside ? area.x1 - card_width - ui.px(16) : area.x1, area.y1});
    if (beside) draw_words(context, state, {area.x1 - card_width, area.y0, area.x1, area.y1 - ui.px(6)});
    ImGui::PopID();
}

}  // namespace thalweg::app
