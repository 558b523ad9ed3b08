#include "app/widgets/menu.hpp"

#include "app/widgets/hit.hpp"
#include "app/widgets/text.hpp"

#include <cfloat>

namespace thalweg::app {
namespace {

// A menu opens downwards unless there is little room below and more above.
struct Opening { bool upwards; float room; };

Opening opening(const Ui& ui, const Rect& anchor) {
    const float margin = ui.px(8), gap = ui.px(4);
    const float below = ImGui::GetIO().DisplaySize.y - anchor.y1 - gap - margin, above = anchor.y0 - gap - margin;
    const bool upwards = below < ui.px(240) && above > below;
    return {upwards, upwards ? above : below};
}

bool begin_popup(const Ui& ui, const char* id, float width, float room) {
    ImGui::SetNextWindowSizeConstraints({ui.px(width), 0}, {ui.px(width), std::max(room, ui.px(80))});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(6), ui.px(6)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    const bool open = ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove);
    if (!open) ImGui::PopStyleVar(2);
    // ImGui itself closes popups by Escape only while the keyboard walks through widgets.
    if (open && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) ImGui::CloseCurrentPopup();
    return open;
}

}  // namespace

float popup_room(const Ui& ui, const Rect& anchor) { return opening(ui, anchor).room; }

void open_menu(const char* id) { ImGui::OpenPopup(id); }
bool menu_is_open(const char* id) { return ImGui::IsPopupOpen(id); }

bool begin_menu(const Ui& ui, const char* id, const Rect& anchor, float width) {
    if (!menu_is_open(id)) return false;
    const float margin = ui.px(8), gap = ui.px(4);
    const auto [upwards, room] = opening(ui, anchor);
    const float x = std::max(margin, std::min(anchor.x0, ImGui::GetIO().DisplaySize.x - ui.px(width) - margin));
    ImGui::SetNextWindowPos({x, upwards ? anchor.y0 - gap : anchor.y1 + gap}, ImGuiCond_Always, {0, upwards ? 1.0f : 0.0f});
    return begin_popup(ui, id, width, room);
}

bool menu_item(const Ui& ui, std::string_view label, const MenuItemStyle& style) {
    const Theme& t = *ui.theme;
    const float height = ui.px(style.note.empty() ? 28 : 44);
    const Rect rect = rect_at_cursor(ImGui::GetContentRegionAvail().x, height);
    ImGui::PushID(label.data(), label.data() + label.size());
    const Hit h = hit(ui, "item", rect, style.enabled);
    ImGui::PopID();
    if (!ImGui::IsItemVisible()) return false;

    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (style.enabled && (h.hovered || h.focused || style.lit)) list.AddRectFilled(top_left(rect), bottom_right(rect), t.control_hover, ui.px(5));
    const ImU32 ink = style.enabled ? t.text : fade(t.secondary, 0.6f);
    float x = rect.x0 + ui.px(10), right = rect.x1 - ui.px(10);
    if (style.icon) {
        draw_icon(list, *style.icon, {x + ui.px(7), rect.centre_y()}, ui.px(14), ink);
        x += ui.px(24);
    }
    if (style.checked) {
        draw_icon(list, Icon::check, {right - ui.px(6), rect.centre_y()}, ui.px(12), ink);
        right -= ui.px(20);
    }
    if (!style.shortcut.empty()) {
        draw_text(list, ui.fonts.small, right, rect.centre_y(), t.secondary, style.shortcut, 1);
        right -= text_width(ui.fonts.small, style.shortcut) + ui.px(12);
    }
    const float centre = style.note.empty() ? rect.centre_y() : rect.y0 + ui.px(14);
    draw_text_fitted(list, ui.fonts.body, x, centre, ink, label, right - x);
    if (!style.note.empty()) draw_text_fitted(list, ui.fonts.small, x, rect.y0 + ui.px(32), t.secondary, style.note, right - x);
    if (h.clicked && !style.keep_open) ImGui::CloseCurrentPopup();
    return h.clicked;
}

void menu_heading(const Ui& ui, std::string_view label) {
    const Rect rect = rect_at_cursor(ImGui::GetContentRegionAvail().x, ui.px(26));
    ImGui::Dummy(size_of(rect));
    draw_text_fitted(*ImGui::GetWindowDrawList(), ui.fonts.heading, rect.x0 + ui.px(10), rect.centre_y() + ui.px(2), ui.theme->secondary, label,
                     rect.width() - ui.px(20));
}

void menu_separator(const Ui& ui) {
    const Rect rect = rect_at_cursor(ImGui::GetContentRegionAvail().x, ui.px(9));
    ImGui::Dummy(size_of(rect));
    const float y = std::floor(rect.centre_y());
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x0 + ui.px(4), y}, {rect.x1 - ui.px(4), y + ui.line()}, ui.theme->outline);
}

void end_menu() {
    ImGui::EndPopup();
    ImGui::PopStyleVar(2);
}

}  // namespace thalweg::app
