#define GLFW_INCLUDE_NONE
#include "app/studio.hpp"

#include <GLFW/glfw3.h>

#include <algorithm>

#include "app/shell/panes_view.hpp"
#include "app/views/data_pane.hpp"
#include "app/views/help_overlay.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

constexpr float top_height = 48, bottom_height = 62;  // unscaled
constexpr double message_seconds = 5;                 // how long good news stays

void hairline(const Ui& ui, float x0, float x1, float y) {
    ImGui::GetWindowDrawList()->AddRectFilled({x0, y}, {x1, y + ui.line()}, ui.theme->hairline);
}

}  // namespace

Studio::Studio(SessionMemory memory, Settings settings, std::function<void()> wake)
    : session_(std::move(memory), wake), settings_(std::move(settings)), views_(wake), formulas_(settings_.formulas) {
    views_.contour.options = settings_.contour;
    views_.surface.options = settings_.surface;
    requests_.pictures = settings_.pictures;
    requests_.network_page = settings_.network_page;
}

void Studio::show(Pictures pictures) {
    if (pictures == settings_.pictures) return;
    settings_.pictures = requests_.pictures = pictures;
    if (settings_.panes.empty()) return;
    show_pictures(panes_, pictures);
    settings_.panes = format_panes(panes_);
}

void Studio::apply_edits() {
    // An edit may come from the frame that another one of the same list makes stale: each checks its own indices.
    const Edits now = std::exchange(edits_, {});
    for (const Edit& edit : now) session_.apply(edit);
}

std::string Studio::title() const {
    const std::string name = session_.file().empty() ? "" : session_.file().filename().string() + (session_.modified() ? " (changed)" : "") + " — ";
    return name + "Thalweg";
}

void Studio::note_window_size(int width, int height) {
    settings_.width = width;
    settings_.height = height;
}

void Studio::handle_key(const KeyPress& key) {
    const auto edit = [this](Edit e) { edits_.push_back(std::move(e)); };
    const auto toggle = [this](bool ContourOptions::*layer) { views_.contour.options.*layer = !(views_.contour.options.*layer); };
    if (help_open_ && (key.key == GLFW_KEY_ESCAPE || key.key == GLFW_KEY_F1)) {
        help_open_ = false;
        return;
    }
    if (card_.optimizer && !key.ctrl && (key.key == GLFW_KEY_ESCAPE || key.key == GLFW_KEY_I)) {
        card_.close();
        return;
    }
    if (key.ctrl) {
        switch (key.key) {
            case GLFW_KEY_O: requests_.open_file = true; break;
            case GLFW_KEY_S: (key.shift || session_.file().empty() ? requests_.save_file : save_now_) = true; break;
            case GLFW_KEY_Z: key.shift ? edit(Redo{}) : edit(Undo{}); break;
            case GLFW_KEY_Y: edit(Redo{}); break;
            case GLFW_KEY_P: requests_.screenshot = true; break;
            case GLFW_KEY_EQUAL:
            case GLFW_KEY_KP_ADD: settings_.zoom = std::min(3.0, settings_.zoom * 1.1); break;
            case GLFW_KEY_MINUS:
            case GLFW_KEY_KP_SUBTRACT: settings_.zoom = std::max(0.5, settings_.zoom / 1.1); break;
            case GLFW_KEY_0:
            case GLFW_KEY_KP_0: settings_.zoom = 1; break;
            default: break;
        }
        return;
    }
    if (const int page = key.key - GLFW_KEY_1; session_.scenario().problem.network && page >= 0 && page < static_cast<int>(network_page_count)) {
        requests_.network_page = static_cast<NetworkPage>(page);
        return;
    }
    switch (key.key) {
        case GLFW_KEY_SPACE: if (!key.repeat) edit(SetPlaying{!session_.playing()}); break;
        case GLFW_KEY_LEFT: edit(StepPlayhead{key.shift ? -10 : -1}); break;
        case GLFW_KEY_RIGHT: edit(StepPlayhead{key.shift ? 10 : 1}); break;
        case GLFW_KEY_HOME: edit(SetPlayhead{0}); break;
        case GLFW_KEY_END: edit(SetPlayhead{static_cast<double>(session_.scenario().steps)}); break;
        case GLFW_KEY_V: toggle(&ContourOptions::step); break;
        case GLFW_KEY_C: toggle(&ContourOptions::curvature); break;
        case GLFW_KEY_F: toggle(&ContourOptions::flow); break;
        case GLFW_KEY_X: toggle(&ContourOptions::critical_points); break;
        case GLFW_KEY_Q: views_.contour.options.quiver = static_cast<Quiver>((static_cast<int>(views_.contour.options.quiver) + 1) % 3); break;
        case GLFW_KEY_R: views_.contour.reset_view = views_.surface.reset_view = views_.landscape.reset_view = views_.landscape_3d.reset_view = true; break;
        case GLFW_KEY_2: show(toggled_contour(settings_.pictures)); break;
        case GLFW_KEY_3: show(toggled_surface(settings_.pictures)); break;
        case GLFW_KEY_A: toggle_step_ = true; break;
        case GLFW_KEY_I: open_card(); break;
        case GLFW_KEY_T: requests_.switch_theme = true; break;
        case GLFW_KEY_F1: help_open_ = true; break;
        case GLFW_KEY_F12: requests_.screenshot = true; break;
        case GLFW_KEY_ESCAPE: edit(DismissMessage{}); break;
        default: break;
    }
}

void Studio::open_card() {
    if (session_.selected() >= session_.scenario().racers.size()) return;
    const RacerChoice& racer = session_.scenario().racers[session_.selected()];
    card_.open(*find_optimizer(racer.optimizer), racer.hyper);
}

void Studio::toggle_step_panel() {
    const Pane* pane = find_pane(panes_, "anatomy");
    if (!pane) return;
    const bool open = pane->folded;
    set_folded(panes_, "anatomy", !open);
    if (settings_.panes.empty()) settings_.step_panel = open;  // else the arrangement of one picture would stay with all of them
    else settings_.panes = format_panes(panes_);
}

void Studio::follow_requests() {
    if (std::exchange(requests_.switch_theme, false)) settings_.dark = !settings_.dark;
    if (std::exchange(requests_.help, false)) help_open_ = !help_open_;
    if (std::exchange(requests_.open_file, false)) dialog_.ask(PathDialog::Purpose::open, session_.file().parent_path() / "");
    if (std::exchange(requests_.save_file, false)) dialog_.ask(PathDialog::Purpose::save, session_.file().empty() ? "scenario.toml" : session_.file());
    if (std::exchange(requests_.edit_formula, false)) formula_editor_.ask(session_.scenario().problem);
    if (std::exchange(save_now_, false)) edits_.push_back(SaveFile{session_.file()});
}

void Studio::show_message(const Ui& ui, const Rect& area, double seconds) {
    const auto& message = session_.message();
    if (!message) {
        message_text_.clear();
        return;
    }
    if (message->text != message_text_) {
        message_text_ = message->text;
        message_age_ = 0;
    } else {
        message_age_ += seconds;
    }
    if (!message->error) {
        if (message_age_ > message_seconds) edits_.push_back(DismissMessage{});
        else ui.frame_request->ask(message_seconds - message_age_ + 0.05);
    }
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const float pad = ui.px(14), side = ui.px(24), most = std::min(ui.px(640), area.width() - ui.px(32));
    const float text_wide = std::min(text_width(ui.fonts.body, message->text) + ui.px(2), most - 2 * pad - side);
    const float text_high = draw_text_wrapped(list, ui.fonts.body, 0, 0, text_wide, 0, message->text);
    const float width = text_wide + 2 * pad + side, height = text_high + 2 * ui.px(10);
    const float x = std::floor(area.centre_x() - width * 0.5f), y = std::floor(area.y1 - height - ui.px(14));
    const Rect box{x, y, x + width, y + height};
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->card, ui.px(8));
    list.AddRect(top_left(box), bottom_right(box), message->error ? ui.theme->error : ui.theme->outline, ui.px(8), 0, ui.line(1.5f));
    draw_text_wrapped(list, ui.fonts.body, box.x0 + pad, box.y0 + ui.px(10), text_wide, message->error ? ui.theme->error : ui.theme->text, message->text);
    draw_icon(list, Icon::close, {box.x1 - pad, box.y0 + ui.px(10) + ui.px(9)}, ui.px(12), ui.theme->secondary);
    if (ImGui::IsMouseHoveringRect(top_left(box), bottom_right(box), false) && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) edits_.push_back(DismissMessage{});
}

void Studio::frame(const Ui& ui, const Rect& window, std::span<const KeyPress> keys, double seconds) {
    const bool playing = session_.playing();  // one that begins now does not begin with the time before
    if (!dialog_.open() && !formula_editor_.open())
        for (const KeyPress& key : keys) handle_key(key);
    follow_requests();
    apply_edits();
    session_.advance(playing ? seconds : 0);

    ImGui::SetNextWindowPos(top_left(window));
    ImGui::SetNextWindowSize(size_of(window));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::Begin("Thalweg", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse);
    cursor_ = {cursor_.next, std::nullopt, cursor_.next_point, std::nullopt};
    // A mouse that rests on something must not hold the numbers there while it plays.
    constexpr double patience = 0.6;
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    mouse_rests_ = delta.x != 0 || delta.y != 0 ? 0 : mouse_rests_ + seconds;
    if (session_.playing() && mouse_rests_ > patience) cursor_.step.reset();
    const auto context = [&](const Rect& rect) { return ViewContext{session_, ui, edits_, cursor_, rect}; };

    const Rect top{window.x0, window.y0, window.x1, window.y0 + ui.px(top_height)};
    const Rect bottom{window.x0, window.y1 - ui.px(bottom_height), window.x1, window.y1};
    const Rect middle{window.x0, top.y1 + ui.line(), window.x1, bottom.y0 - ui.line()};
    draw_top_bar(context(top), formulas_, requests_);
    show(requests_.pictures);
    if (settings_.network_page != requests_.network_page) {
        settings_.network_page = requests_.network_page;
        network_panes_ = {};
    }
    views_.contour.shown = shows_contour(settings_.pictures);
    hairline(ui, window.x0, window.x1, top.y1);

    // Until the user moves something, the arrangement is the one that suits the window. Networks have one of their own.
    const bool network = session_.scenario().problem.network != nullptr;
    Pane& panes = network ? network_panes_ : panes_;
    std::string& arrangement = network ? settings_.network_panes[static_cast<std::size_t>(settings_.network_page)] : settings_.panes;
    if (arrangement.empty() || panes.is_leaf()) panes = (network ? window_network_panes : window_panes)(settings_, window.width() / ui.scale, window.height() / ui.scale);
    if (!network) show_data(panes, session_.scenario().problem.data != nullptr);
    if (std::exchange(toggle_step_, false)) toggle_step_panel();
    const PaneMeasures measures = pane_measures(ui, [](std::string_view id) { return find_view(id)->smallest; });
    const PaneLayout placed = layout(panes, middle, measures);
    views_.landscape.shown = std::any_of(placed.panes.begin(), placed.panes.end(), [](const PlacedPane& pane) { return pane.view == "landscape" && !pane.folded; });
    PanesResult changed;
    for (const PlacedPane& pane : placed.panes) {
        if (pane.folded) continue;
        const ViewEntry& view = *find_view(pane.view);
        ImGui::PushID(pane.view.c_str());
        ImGui::PushClipRect(top_left(pane.rect), bottom_right(pane.rect), true);
        view.draw(context(pane.rect), views_);
        ImGui::PopClipRect();
        if (!view.title.empty()) {
            const Rect corner{pane.rect.x1 - ui.px(30), pane.rect.y0 + ui.px(8), pane.rect.x1 - ui.px(6), pane.rect.y0 + ui.px(32)};
            changed.committed |= fold_button(ui, panes, view.id, corner, view.folds_along);
        }
        ImGui::PopID();
    }
    const PanesResult moved = draw_panes(ui, panes, placed, measures, [](std::string_view id) { return std::string(find_view(id)->title); });
    if (changed.committed || moved.changed || moved.committed) arrangement = format_panes(panes);

    hairline(ui, window.x0, window.x1, middle.y1);
    draw_transport_view(context(bottom), views_.transport);
    show_message(ui, middle, seconds);
    dialog_.draw(ui, window, edits_);
    draw_optimizer_card(ui, window, card_);
    formula_editor_.draw(ui, window, session_.scenario().problem, formulas_, edits_);
    if (help_open_) draw_help_overlay(ui, window, help_open_);
    ImGui::End();
    ImGui::PopStyleVar(2);

    settings_.contour = views_.contour.options;
    settings_.surface = views_.surface.options;
    if (!edits_.empty() || cursor_.next != cursor_.step || cursor_.next_point != cursor_.point) ui.frame_request->ask(0);
    apply_edits();
    if (std::exchange(views_.racers.about, false)) {  // the racer is the selected one by now
        open_card();
        ui.frame_request->ask(0);
    }
}

}  // namespace thalweg::app
