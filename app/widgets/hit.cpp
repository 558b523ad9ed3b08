#include "app/widgets/hit.hpp"

#include "app/widgets/text.hpp"

#include <imgui_internal.h>

namespace thalweg::app {
namespace {

constexpr double tooltip_delay = 0.45;  // seconds

#if IMGUI_VERSION_NUM < 18700

bool arrived_by_tab(ImGuiID id) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    return id != 0 && g.NavActivateInputId == id && (g.NavActivateFlags & ImGuiActivateFlags_TryToPreserveState) != 0;
}

bool enter_pressed_on(ImGuiID id) {  // 1.86 gives Enter to text fields only; in a window too small to show anything the id is 0
    return id != 0 && ImGui::GetCurrentContext()->NavActivateInputId == id && !arrived_by_tab(id);
}

bool button_behind(const char* id, const Rect& rect) {
    ImGui::PushItemFlag(ImGuiItemFlags_Inputable, true);  // else Tab stops at text fields only
    const bool pressed = ImGui::InvisibleButton(id, size_of(rect));
    ImGui::PopItemFlag();
    const ImGuiID item = ImGui::GetItemID();
    if (arrived_by_tab(item)) ImGui::GetCurrentContext()->NavDisableHighlight = false;  // text fields show a cursor, this a ring
    return pressed || enter_pressed_on(item);
}

#else

bool button_behind(const char* id, const Rect& rect) { return ImGui::InvisibleButton(id, size_of(rect)); }

#endif

}  // namespace

void claim_wheel() {
#if IMGUI_VERSION_NUM < 18900
    ImGui::SetItemUsingMouseWheel();
#else
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
#endif
}

void focus_ring(const Ui& ui, const Rect& rect) {
    const Rect ring = rect.inset(-ui.px(2));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRectFullScreen();  // a ring around something at the edge of a scrolling pane would be cut
    list.AddRect(top_left(ring), bottom_right(ring), ui.theme->accent, ui.px(7), 0, ui.line(2));
    list.PopClipRect();
}

Hit hit(const Ui& ui, const char* id, const Rect& rect, bool enabled) {
    if (rect.empty()) return {};
    ImGui::SetCursorScreenPos(top_left(rect));
    if (!enabled) {  // still hoverable, so that its tooltip can say why
        ImGui::Dummy(size_of(rect));
        Hit result;
        result.hovered = ImGui::IsItemHovered();
        return result;
    }
    Hit result;
    result.clicked = button_behind(id, rect);
    result.hovered = ImGui::IsItemHovered();
    result.held = ImGui::IsItemActive();
    result.double_clicked = result.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    result.right_clicked = result.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
    result.focused = keyboard_navigation() && ImGui::IsItemFocused();
    if (result.focused) focus_ring(ui, rect);
    return result;
}

Hit hit_below(const Ui& ui, const char* id, const Rect& rect) {
    if (rect.empty()) return {};
#if IMGUI_VERSION_NUM < 18970
    const Hit result = hit(ui, id, rect);
    ImGui::SetItemAllowOverlap();
    return result;
#else
    ImGui::SetNextItemAllowOverlap();
    return hit(ui, id, rect);
#endif
}

void tooltip(const Ui& ui, const Hit& hit, std::string_view text) {
    if (text.empty() || !hit.hovered || hit.held) return;
    // A disabled item has no id and therefore no timer; it speaks at once.
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    const double rested = g.HoveredId != 0 ? static_cast<double>(g.HoveredIdTimer) : tooltip_delay;
    if (rested < tooltip_delay) {
        if (ui.frame_request) ui.frame_request->ask(tooltip_delay - rested + 0.01);
        return;
    }
    // ImGui measures a new tooltip in its first frame and shows it from the second on. Without a timer that frame comes by itself,
    // and asking would never end.
    if (g.HoveredId != 0 && rested < tooltip_delay + 0.1 && ui.frame_request) ui.frame_request->ask(0.02);
    const float room = ui.px(320);
    const float width = std::min(room, std::ceil(text_width(ui.fonts.body, text)) + 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(10), ui.px(7)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(6));
    ImGui::BeginTooltip();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 p = ImGui::GetCursorScreenPos();
    const float bottom = draw_text_wrapped(list, ui.fonts.body, p.x, p.y, width, 0, text);
    ImGui::Dummy({width, bottom - p.y});
    draw_text_wrapped(list, ui.fonts.body, p.x, p.y, width, ui.theme->text, text);
    ImGui::EndTooltip();
    ImGui::PopStyleVar(2);
}

}  // namespace thalweg::app
