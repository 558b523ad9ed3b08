#include "app/shell/style.hpp"

namespace thalweg::app {

void apply_style(const Ui& ui) {
    const Theme& t = *ui.theme;
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = {0, 0};
    style.WindowRounding = 0;
    style.WindowBorderSize = style.ChildBorderSize = style.FrameBorderSize = 0;
    style.PopupBorderSize = ui.line();
    style.PopupRounding = ui.px(8);
    style.FrameRounding = ui.px(6);
    style.FramePadding = {ui.px(8), ui.px(5)};
    style.ItemSpacing = {ui.px(8), ui.px(6)};
    style.ItemInnerSpacing = {ui.px(6), ui.px(4)};
    style.ScrollbarSize = ui.px(9);
    style.ScrollbarRounding = ui.px(5);
    style.GrabMinSize = ui.px(14);
    style.MouseCursorScale = ui.scale;
    style.AntiAliasedLinesUseTex = true;  // half the vertices for lines of whole widths
    style.CircleTessellationMaxError = 0.2f;
    style.DisplaySafeAreaPadding = {0, 0};

    const auto set = [&](ImGuiCol slot, ImU32 colour) { style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(colour); };
    for (int i = 0; i < ImGuiCol_COUNT; ++i) set(i, t.control);
    set(ImGuiCol_Text, t.text);
    set(ImGuiCol_TextDisabled, t.secondary);
    set(ImGuiCol_TextSelectedBg, fade(t.accent, 0.4f));
    set(ImGuiCol_WindowBg, t.panel);
    set(ImGuiCol_ChildBg, 0);
    set(ImGuiCol_PopupBg, t.card);
    set(ImGuiCol_Border, t.outline);
    set(ImGuiCol_BorderShadow, 0);
    set(ImGuiCol_ScrollbarBg, 0);
    set(ImGuiCol_ScrollbarGrab, t.track);
    set(ImGuiCol_ScrollbarGrabHovered, t.control_held);
    set(ImGuiCol_ScrollbarGrabActive, t.track_fill);
    set(ImGuiCol_HeaderHovered, t.control_hover);
    set(ImGuiCol_HeaderActive, t.control_held);
    set(ImGuiCol_NavHighlight, t.accent);
    set(ImGuiCol_ModalWindowDimBg, fade(t.background, 0.6f));
    set(ImGuiCol_DragDropTarget, t.accent);
}

}  // namespace thalweg::app
