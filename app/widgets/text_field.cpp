#include "app/widgets/text_field.hpp"

#include "app/widgets/text_entry.hpp"

namespace thalweg::app {

TextFieldResult text_field(const Ui& ui, const char* id, const Rect& rect, const std::string& value, const TextFieldStyle& style) {
    TextEntry& entry = text_entry();
    const ImGuiID item = ImGui::GetID(id);
    std::string text = entry.editing(item) ? entry.text() : value;
    ImFont* font = style.mono ? ui.fonts.mono : ui.fonts.body;

    ImGui::SetCursorScreenPos(top_left(rect));
    ImGui::PushFont(font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(9), std::floor((rect.height() - font->FontSize) * 0.5f)));
    ImGui::SetNextItemWidth(rect.width());
    if (style.focus) ImGui::SetKeyboardFocusHere();
    const std::string hint(style.placeholder);
    ImGui::InputTextWithHint(id, hint.c_str(), text.data(), text.capacity() + 1, ImGuiInputTextFlags_CallbackResize, resize_string, &text);
    const bool active = ImGui::IsItemActive();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    if (style.invalid)
        ImGui::GetWindowDrawList()->AddRect(top_left(rect), bottom_right(rect), ui.theme->error, ui.px(6), 0, ui.line());

    TextFieldResult result;
    text = std::string(text.c_str());
    if (active) {
        entry.update(item, text);
        result.live = text;
    } else if (auto final = entry.finished(item)) {
        if (ImGui::IsItemDeactivated()) final = text;  // Enter and Escape end within this frame, with the text as it should be
        if (*final != value) result.committed = std::move(*final);
    }
    return result;
}

}  // namespace thalweg::app
