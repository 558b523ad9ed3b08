#include "app/views/step_plot.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/plot_gestures.hpp"
#include "app/widgets/text.hpp"

namespace thalweg::app {
namespace {

Axis all_steps(int steps) { return {.lo = 0, .hi = static_cast<double>(std::max(steps, 1)), .integer = true}; }

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

}  // namespace thalweg::app
