#include "app/widgets/splitter.hpp"

namespace thalweg::app {

SplitterResult splitter(const Ui& ui, const char* id, const Rect& rect, bool moves_x) {
    SplitterResult result;
    if (rect.empty()) return result;
    ImGui::SetCursorScreenPos(top_left(rect));
    ImGui::PushAllowKeyboardFocus(false);  // nothing to press here, Tab goes past
    ImGui::InvisibleButton(id, size_of(rect));
    ImGui::PopAllowKeyboardFocus();
    const bool hovered = ImGui::IsItemHovered();
    result.held = ImGui::IsItemActive();
    result.released = ImGui::IsItemDeactivated();
    result.reset = hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    if (result.held) result.moved = moves_x ? ImGui::GetIO().MouseDelta.x : ImGui::GetIO().MouseDelta.y;

    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line = ui.line(hovered || result.held ? 2 : 1);
    const ImU32 colour = result.held || hovered ? ui.theme->outline : ui.theme->background;
    if (hovered || result.held) ImGui::SetMouseCursor(moves_x ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    if (moves_x) {
        const float x = std::floor(rect.centre_x() - line * 0.5f);
        list.AddRectFilled({x, rect.y0}, {x + line, rect.y1}, colour);
    } else {
        const float y = std::floor(rect.centre_y() - line * 0.5f);
        list.AddRectFilled({rect.x0, y}, {rect.x1, y + line}, colour);
    }
    return result;
}

}  // namespace thalweg::app
