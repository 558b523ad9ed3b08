#include "app/views/transport_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

std::string speed_label(double speed) {
    if (std::isinf(speed)) return "all at once";
    return std::to_string(static_cast<int>(speed)) + (speed == 1 ? " step/s" : " steps/s");
}

// Returns the right edge of the last button.
float draw_buttons(const ViewContext& context, float left, float centre_y) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const double last = session.scenario().steps;
    const float side = ui.px(34), gap = ui.px(8);
    float x = left;
    const auto next = [&](const char* id, Icon icon, std::string_view tip, const ButtonStyle& style) {
        const float y = std::floor(centre_y - side * 0.5f);
        const bool pressed = icon_button(ui, id, {x, y, x + side, y + side}, icon, tip, style);
        x += side + gap;
        return pressed;
    };
    const bool at_start = session.playhead() <= 0, at_end = session.playhead() >= last;
    if (next("to start", Icon::to_start, "To the start (Home)", {.enabled = !at_start})) context.edits.push_back(SetPlayhead{0});
    if (next("back", Icon::step_back, "One step back (←)", {.enabled = !at_start})) context.edits.push_back(StepPlayhead{-1});
    const bool playing = session.playing();
    const std::string_view tip = playing ? "Pause (Space)" : at_end ? "Play from the start (Space)" : "Play (Space)";
    if (next("play", playing ? Icon::pause : Icon::play, tip, {.kind = ButtonKind::primary}))
        context.edits.push_back(SetPlaying{!playing});
    if (next("forward", Icon::step_forward, "One step forward (→)", {.enabled = !at_end})) context.edits.push_back(StepPlayhead{1});
    if (next("to end", Icon::to_end, "To the end (End)", {.enabled = !at_end})) context.edits.push_back(SetPlayhead{last});
    return x - gap;
}

// Returns its left edge.
float draw_speed(const ViewContext& context, float right, float centre_y) {
    const Ui& ui = context.ui;
    const ButtonStyle style{.small = true, .dropdown = true, .tip = "Speed of playback"};
    float width = 0;  // the same for all speeds, so that the seek bar keeps its length
    for (const double speed : playback_speeds) width = std::max(width, button_width(ui, speed_label(speed), style));
    const Rect rect{right - width, centre_y - ui.px(13), right, centre_y + ui.px(13)};
    if (button(ui, "speed", rect, speed_label(playback_speeds[context.session.speed()]), style)) open_menu("speed menu");
    if (begin_menu(ui, "speed menu", rect, 160)) {
        for (std::size_t i = 0; i < playback_speeds.size(); ++i)
            if (menu_item(ui, speed_label(playback_speeds[i]), {.checked = i == context.session.speed()})) context.edits.push_back(SetSpeed{i});
        end_menu();
    }
    return rect.x0;
}

// Returns its left edge.
float draw_step(const ViewContext& context, float right, float centre_y) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string of = " / " + std::to_string(session.scenario().steps);
    const std::string most = "step " + std::to_string(session.scenario().steps) + of;
    const float left = right - std::ceil(text_width(ui.fonts.mono, most));
    const bool running = session.running();
    const float centre = running ? centre_y - ui.px(9) : centre_y;
    draw_text(list, ui.fonts.mono, right, centre, ui.theme->text, "step " + std::to_string(static_cast<long>(session.playhead())) + of, 1);
    if (!running) return left;
    std::string progress = "computing " + std::to_string(static_cast<int>(100 * session.computed_part())) + " %";
    if (session.network() && session.steps_per_second() > 0) progress = std::to_string(static_cast<int>(100 * session.computed_part())) + " % · " + std::to_string(static_cast<long>(session.steps_per_second())) + " steps/s";
    draw_text(list, ui.fonts.small, right, centre_y + ui.px(9), ui.theme->secondary, progress, 1);
    return std::min(left, right - std::ceil(text_width(ui.fonts.small, session.network() ? "100 % · 100000 steps/s" : "computing 100 %")));
}

void draw_seek_bar(const ViewContext& context, const Rect& rect) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const double last = session.scenario().steps;
    double position = session.playhead();
    if (seek_bar(ui, "seek", rect, position, last).changed) context.edits.push_back(SetPlayhead{position});
    if (!session.running()) return;
    // How far the histories reach, as a thin line below the track.
    const float x0 = rect.x0 + ui.px(7), x1 = rect.x1 - ui.px(7), y = std::floor(rect.centre_y()) + ui.px(10);
    const float reached = x0 + static_cast<float>(session.computed_part()) * (x1 - x0);
    ImGui::GetWindowDrawList()->AddRectFilled({x0, y}, {reached, y + ui.line(2)}, ui.theme->secondary);
}

}  // namespace

void draw_transport_view(const ViewContext& context, TransportState&) {
    const Ui& ui = context.ui;
    const Rect& r = context.rect;
    ImGui::PushID("transport");
    const float centre = std::floor(r.centre_y()), gap = ui.px(16);
    const float left = draw_buttons(context, r.x0 + gap, centre) + gap;
    const float speed = draw_speed(context, r.x1 - gap, centre);
    const float right = draw_step(context, speed - gap, centre) - gap;
    if (right - left >= ui.px(60)) draw_seek_bar(context, {left, centre - ui.px(14), right, centre + ui.px(14)});
    ImGui::PopID();
}

}  // namespace thalweg::app
