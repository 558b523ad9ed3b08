#include "app/views/racers_view.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/views/parameter_slider.hpp"
#include "app/widgets/catalogue_menu.hpp"
#include "app/widgets/stroke.hpp"

#include <imgui_internal.h>

namespace thalweg::app {
namespace {

// All optimizers by family, or those that can train a network. The one that was chosen, if any.
const OptimizerSpec* optimizer_menu(const Ui& ui, const char* id, const Rect& anchor, bool network, std::string_view current = {}) {
    if (!menu_is_open(id)) return nullptr;
    std::vector<CatalogueEntry> entries;
    std::vector<const OptimizerSpec*> offered;
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        if (network && !spec.vector_rule.state_bytes) continue;
        entries.push_back({spec.id, spec.name, spec.family, {}, spec.id == current});
        offered.push_back(&spec);
    }
    const auto picked = catalogue_menu(ui, id, anchor, 320, entries);
    return picked ? offered[*picked] : nullptr;
}

void racer_menu(const ViewContext& context, RacersState& state, std::size_t i, const Rect& anchor) {
    const Ui& ui = context.ui;
    const auto& racers = context.session.scenario().racers;
    const RacerChoice& racer = racers[i];
    if (const OptimizerSpec* chosen = optimizer_menu(ui, "optimizer menu", anchor, context.session.scenario().problem.network != nullptr, racer.optimizer)) context.edits.push_back(SetOptimizer{i, std::string(chosen->id)});
    if (!begin_menu(ui, "racer menu", anchor, 240)) return;
    const bool choose = menu_item(ui, "Change optimizer", {.note = find_optimizer(racer.optimizer)->name});
    const std::string about = "About " + std::string(find_optimizer(racer.optimizer)->name);
    if (menu_item(ui, about, {.icon = Icon::help, .shortcut = "I"})) {
        context.edits.push_back(Select{i});
        state.about = true;
    }
    menu_separator(ui);
    if (menu_item(ui, "Rename", {.shortcut = "double click"})) {
        state.renaming = racer.style;
        state.focus_name = true;
    }
    if (menu_item(ui, "Duplicate", {.icon = Icon::duplicate})) context.edits.push_back(DuplicateRacer{i});
    if (menu_item(ui, "Move up", {.icon = Icon::up, .enabled = i > 0})) context.edits.push_back(MoveRacer{i, i - 1});
    if (menu_item(ui, "Move down", {.icon = Icon::down, .enabled = i + 1 < racers.size()})) context.edits.push_back(MoveRacer{i, i + 1});
    if (menu_item(ui, "Reset to defaults", {.icon = Icon::reset})) context.edits.push_back(ResetRacer{i});
    if (menu_item(ui, "Remove", {.icon = Icon::close})) context.edits.push_back(RemoveRacer{i});
    end_menu();
    if (choose) open_menu("optimizer menu");
}

// Dash, name, loss; the icons appear on the right.
void card_heading(const ViewContext& context, RacersState& state, std::size_t i, const Rect& content) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    const RacerChoice& racer = session.scenario().racers[i];
    const RacerStyle style = racer_style(*ui.theme, static_cast<std::size_t>(racer.style));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect row{content.x0, content.y0, content.x1, content.y0 + ui.px(26)};
    const float side = ui.px(22), cy = row.centre_y();
    const auto icon_rect = [&](int from_right) {
        const float x = row.x1 + ui.px(4) - side * static_cast<float>(from_right + 1);
        return Rect{x, cy - side * 0.5f, x + side, cy + side * 0.5f};
    };

    const float strength = racer.hidden ? 0.4f : 1.0f;
    dash_sample(list, row.x0, row.x0 + ui.px(28), std::floor(cy), fade(style.colour, strength), ui.px(3), scaled(style.dash, ui.scale));
    draw_marker(list, style.marker, {row.x0 + ui.px(14), std::floor(cy)}, ui.px(4.5f), fade(style.colour, strength), ui.theme->card);

    if (icon_button(ui, "more", icon_rect(0), Icon::more, "Optimizer, duplicate, order, remove", {.kind = ButtonKind::quiet})) open_menu("racer menu");
    racer_menu(context, state, i, icon_rect(0));
    // The eye shows itself to a hand that is near, and where it is closed; else the name takes its room.
    const bool near = racer.hidden || ImGui::IsMouseHoveringRect({row.x0, row.y0}, {row.x1, row.y1});
    if (near && icon_button(ui, "eye", icon_rect(1), racer.hidden ? Icon::eye_off : Icon::eye, racer.hidden ? "Show" : "Hide", {.kind = ButtonKind::quiet}))
        context.edits.push_back(HideRacer{i, !racer.hidden});

    const float name_from = row.x0 + ui.px(34);
    float right = icon_rect(near ? 1 : 0).x0 - ui.px(4);
    if (const int at = session.row_at(i, context.shown_step()); at >= 0 && state.renaming != racer.style) {
        const std::string loss = format_fixed(session.losses(i)[static_cast<std::size_t>(at)]);
        const float left = right - text_width(ui.fonts.mono, loss) - ui.px(5);
        if (left - name_from >= std::min(text_width(ui.fonts.semibold, racer.name), ui.px(96))) {  // the read-out says it, too
            draw_text(list, ui.fonts.mono, right, cy, ui.theme->secondary, loss, 1);
            right = left;
        }
    }
    const Rect name{name_from, row.y0, right, row.y1};
    if (state.renaming == racer.style) {
        const TextFieldResult typed = text_field(ui, "##name", {name.x0 - ui.px(6), name.y0, name.x1, name.y1}, racer.name, {.focus = state.focus_name});
        if (typed.committed) context.edits.push_back(RenameRacer{i, *typed.committed});
        if (typed.committed || (!state.focus_name && !ImGui::IsAnyItemActive())) state.renaming = -1;
        state.focus_name = false;
    } else {
        const Hit over = hit(ui, "select", {row.x0, row.y0, right, row.y1});
        if (over.held && std::abs(ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0).y) >= ui.px(6)) state.carried = racer.style;
        else if (over.clicked && state.carried < 0) context.edits.push_back(Select{i});
        if (over.double_clicked) {
            state.renaming = racer.style;
            state.focus_name = true;
        }
        tooltip(ui, over, std::string(find_optimizer(racer.optimizer)->name) + ": " + std::string(find_optimizer(racer.optimizer)->convention));
        draw_text_fitted(list, ui.fonts.semibold, name.x0, cy, fade(ui.theme->text, strength), racer.name, name.width());
    }
    ImGui::SetCursorScreenPos({row.x0, row.y1});
}

// What stands in place of a slider that would do nothing.
void given_row(const Ui& ui, const Rect& content, std::string_view symbol, std::string_view by) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float centre = std::floor(at.y + slider_height(ui) * 0.5f);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.body, content.x0, centre, ui.theme->secondary, symbol);
    draw_text_fitted(list, ui.fonts.small, content.x0 + ui.px(32), centre, ui.theme->secondary, by, content.width() - ui.px(32));
    ImGui::SetCursorScreenPos({content.x0, at.y});
    ImGui::Dummy({content.width(), slider_height(ui)});
}

void card_sliders(const ViewContext& context, RacersState& state, std::size_t i, const Rect& content) {
    const Ui& ui = context.ui;
    const RacerChoice& racer = context.session.scenario().racers[i];
    const OptimizerSpec& optimizer = *find_optimizer(racer.optimizer);
    const bool unfolded = state.unfolded.contains(racer.style);
    bool folded_some = false;
    const auto row = [&](const Parameter& parameter, double value) {
        if (parameter.secondary && !unfolded && value == parameter.default_value) {
            folded_some = true;
            return;
        }
        const std::string key(parameter.id);
        const bool linked = state.linked.contains(key);
        ImGui::SetCursorScreenPos({content.x0, ImGui::GetCursorScreenPos().y});
        const SliderResult result = parameter_slider(ui, parameter, value, content.width(), linked);
        if (result.changed) context.edits.push_back(SetHyperparameter{i, key, value, linked});
        if (result.committed) context.edits.push_back(EndGesture{});
        if (result.active) context.edits.push_back(Select{i});
    };
    const ScheduleSpec* schedule = racer.schedule.spec;
    const bool momentum_given = schedule && !std::isnan(racer.schedule.momentum(0, racer.schedule.warmup, std::nan("")));
    for (std::size_t p = 0; p < optimizer.hyperparameters.size(); ++p) {
        const bool is_rate = static_cast<int>(p) == scheduled_rate(optimizer), is_momentum = static_cast<int>(p) == scheduled_momentum(optimizer);
        const Parameter& parameter = optimizer.hyperparameters[p];
        if ((is_rate && schedule && schedule->own_rate >= 0) || (is_momentum && momentum_given)) given_row(ui, content, parameter.symbol, "by " + std::string(schedule->name));
        else row(parameter, racer.hyper[p]);
    }
    // Clipping belongs to the racer, not to its optimizer; to the user it is one more parameter.
    row(clip_norm_parameter(), racer.clip_norm);
    row(clip_value_parameter(), racer.clip_value);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    float x = content.x0 - ui.px(6);
    const auto fold = [&](const char* id, std::string_view label, std::set<int>& open) {
        const bool on = open.contains(racer.style);
        const ButtonStyle style{.kind = ButtonKind::quiet, .small = true, .icon = on ? Icon::chevron_up : Icon::chevron_down};
        const Rect rect{x, at.y, std::min(x + button_width(ui, label, style), content.x1 + ui.px(6)), at.y + ui.px(22)};
        if (button(ui, id, rect, label, style) && !open.erase(racer.style)) open.insert(racer.style);
        x = rect.x1 + ui.px(2);
    };
    if (folded_some || unfolded) fold("fold", unfolded ? "Less" : "More", state.unfolded);
    const std::string summary = schedule_summary(racer);
    fold("schedule fold", summary.empty() ? "Schedule" : summary, state.schedules.unfolded);
    ImGui::SetCursorScreenPos({content.x0, at.y + ui.px(22)});
    if (state.schedules.unfolded.contains(racer.style)) draw_schedule_rows(context, state.schedules, i, content, unfolded);
}

Rect racer_card(const ViewContext& context, RacersState& state, std::size_t i, float width) {
    const RacerChoice& racer = context.session.scenario().racers[i];
    Card card(context.ui, ("racer" + std::to_string(racer.style)).c_str(), width);
    card_heading(context, state, i, card.content());
    if (const std::string_view warning = find_optimizer(racer.optimizer)->warning; !warning.empty()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float below = draw_text_wrapped(*ImGui::GetWindowDrawList(), context.ui.fonts.small, card.content().x0, at.y + context.ui.px(2), card.content().width(),
                                              context.ui.theme->warning, warning);
        ImGui::SetCursorScreenPos({card.content().x0, at.y});
        ImGui::Dummy({card.content().width(), below - at.y + context.ui.px(4)});
    }
    card_sliders(context, state, i, card.content());
    if (card.end(i == context.session.selected())) context.edits.push_back(Select{i});
    return card.rect();
}

// A card that is carried by its heading: a line shows where it would go, and it goes there when it is let go.
void carry_card(const ViewContext& context, RacersState& state, const std::vector<Rect>& cards) {
    const auto& racers = context.session.scenario().racers;
    const auto carried = std::find_if(racers.begin(), racers.end(), [&](const RacerChoice& racer) { return racer.style == state.carried; });
    const bool held = ImGui::IsMouseDown(ImGuiMouseButton_Left), let_go = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    const bool escaped = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape));
    if (carried == racers.end() || escaped || (!held && !let_go)) {
        state.carried = -1;
        if (escaped) ImGui::ClearActiveID();  // out of the hand that still holds it
        return;
    }
    const Ui& ui = context.ui;
    const auto from = static_cast<std::size_t>(carried - racers.begin());
    const ImVec2 mouse = ImGui::GetMousePos();
    const auto before = static_cast<std::size_t>(std::count_if(cards.begin(), cards.end(), [&](const Rect& card) { return card.centre_y() < mouse.y; }));
    const std::size_t to = before > from ? before - 1 : before;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(cards[from]), bottom_right(cards[from]), fade(ui.theme->panel, 0.6f), ui.px(8));
    if (to != from) {
        const float y = (before < cards.size() ? cards[before].y0 : cards.back().y1 + ui.px(8)) - ui.px(4);
        list.AddRectFilled({cards[from].x0, y - ui.line(1.5f)}, {cards[from].x1, y + ui.line(1.5f)}, ui.theme->accent, ui.line(1.5f));
    }
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowHeight(), edge = ui.px(28);
    if (const float beyond = mouse.y < top + edge ? mouse.y - top - edge : std::max(0.0f, mouse.y - bottom + edge); beyond != 0) {  // the list moves along
        ImGui::SetScrollY(ImGui::GetScrollY() + 15 * beyond * ImGui::GetIO().DeltaTime);
        ui.frame_request->ask(0);
    }
    if (held) return;
    if (to != from) context.edits.push_back(MoveRacer{from, to});
    else context.edits.push_back(Select{from});
    state.carried = -1;
}

void link_menu(const ViewContext& context, RacersState& state, const Rect& anchor) {
    const Ui& ui = context.ui;
    if (!begin_menu(ui, "link menu", anchor, 360)) return;
    menu_heading(ui, "MOVE IN ALL RACERS TOGETHER");
    std::vector<const Parameter*> shown;
    for (const RacerChoice& racer : context.session.scenario().racers)
        for (const Parameter& p : find_optimizer(racer.optimizer)->hyperparameters)
            if (p.scale != Scale::toggle && std::none_of(shown.begin(), shown.end(), [&](const Parameter* q) { return q->id == p.id; })) shown.push_back(&p);
    for (const Parameter* p : shown) {
        const bool on = state.linked.contains(p->id);
        if (!menu_item(ui, std::string(p->symbol) + "   " + std::string(p->meaning), {.checked = on, .keep_open = true})) continue;
        if (on) state.linked.erase(state.linked.find(p->id));
        else state.linked.emplace(p->id);
    }
    end_menu();
}

void footer(const ViewContext& context, RacersState& state) {
    const Ui& ui = context.ui;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ButtonStyle plus{.enabled = context.session.scenario().racers.size() < max_racers, .icon = Icon::plus};
    const Rect add{at.x, at.y, at.x + button_width(ui, "Add racer", plus), at.y + ui.px(32)};
    if (button(ui, "add", add, "Add racer", plus)) open_menu("add menu");
    if (const OptimizerSpec* chosen = optimizer_menu(ui, "add menu", add, context.session.scenario().problem.network != nullptr)) context.edits.push_back(AddRacer{std::string(chosen->id)});
    const ButtonStyle chain{.on = !state.linked.empty(), .icon = Icon::link, .tip = "Move one hyperparameter of all racers together"};
    const Rect link{add.x1 + ui.px(8), at.y, add.x1 + ui.px(8) + button_width(ui, "Link", chain), add.y1};
    if (button(ui, "link", link, "Link", chain)) open_menu("link menu");
    link_menu(context, state, link);
    ImGui::SetCursorScreenPos({at.x, add.y1 + ui.px(16)});
}

}  // namespace

void draw_racers_view(const ViewContext& context, RacersState& state) {
    const Ui& ui = context.ui;
    const Rect pane = context.rect.inset(ui.px(12), 0);
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, pane.x0, pane.y0 + ui.px(20), ui.theme->secondary, "RACERS");
    ImGui::SetCursorScreenPos({pane.x0, pane.y0 + ui.px(36)});
    const float room = ui.px(8);  // for the scroll bar, beside the cards
    ImGui::BeginChild("racers", {pane.width() + room, pane.height() - ui.px(36)}, false, ImGuiWindowFlags_NavFlattened | ImGuiWindowFlags_NoBackground);
    const std::size_t selected = context.session.selected();
    const bool newly_selected = std::exchange(state.last_selected, selected) != selected;
    std::vector<Rect> cards;
    for (std::size_t i = 0; i < context.session.scenario().racers.size(); ++i) {
        const float top = ImGui::GetCursorPosY();
        cards.push_back(racer_card(context, state, i, pane.width()));
        if (i != selected || !newly_selected) continue;
        const float bottom = ImGui::GetCursorPosY(), scroll = ImGui::GetScrollY(), height = ImGui::GetWindowHeight();  // whoever was selected elsewhere comes into view
        if (top < scroll) ImGui::SetScrollY(top);
        else if (bottom > scroll + height) ImGui::SetScrollY(std::min(top, bottom - height));
    }
    if (state.carried >= 0) carry_card(context, state, cards);
    footer(context, state);
    if (!context.session.scenario().problem.network) draw_problem_card(context, state.problem, pane.width());
    ImGui::EndChild();
}

}  // namespace thalweg::app
