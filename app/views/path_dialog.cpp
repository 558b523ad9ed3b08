#include "app/views/path_dialog.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

std::filesystem::path expanded(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (text.starts_with("~/"))
        if (const char* home = std::getenv("HOME")) return std::filesystem::path(home) / text.substr(2);
    return text;
}

int resize(ImGuiInputTextCallbackData* data) {
    auto& text = *static_cast<std::string*>(data->UserData);
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        text.resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = text.data();
    }
    return 0;
}

}  // namespace

void PathDialog::ask(Purpose purpose, const std::filesystem::path& suggestion) {
    purpose_ = purpose;
    text_ = suggestion.string();
    open_ = appearing_ = true;
}

void PathDialog::draw(const Ui& ui, const Rect& window, Edits& edits) {
    if (!open_) return;
    constexpr const char* id = "file name";
    if (appearing_) ImGui::OpenPopup(id);
    const float width = std::min(ui.px(560), window.width() - ui.px(48)), height = ui.px(156);
    ImGui::SetNextWindowPos({std::floor(window.centre_x() - width * 0.5f), std::floor(window.y0 + window.height() * 0.28f)});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    const bool shown = ImGui::BeginPopupModal(id, nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!shown) {
        open_ = appearing_;  // closed by ImGui
        return;
    }
    const bool opening = purpose_ == Purpose::open;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = ImGui::GetWindowPos();
    const Rect box = Rect{at.x, at.y, at.x + width, at.y + height}.inset(ui.px(20), ui.px(16));
    draw_text(list, ui.fonts.semibold, box.x0, box.y0 + ui.px(8), ui.theme->text, opening ? "Open a scenario (TOML), points (CSV), an image (PNG) or a network (JSON)" : "Save the scenario as");

    ImGui::SetCursorScreenPos({box.x0, box.y0 + ui.px(28)});
    ImGui::PushFont(ui.fonts.mono);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), ui.px(8)));
    ImGui::PushItemWidth(box.width());
    if (appearing_) ImGui::SetKeyboardFocusHere();
    bool accepted = ImGui::InputText("##path", text_.data(), text_.capacity() + 1,
                                     ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_CallbackResize, resize, &text_);
    ImGui::PopItemWidth();
    ImGui::PopStyleVar();
    ImGui::PopFont();

    const char* label = opening ? "Open" : "Save";
    const float top = box.y1 - ui.px(32);
    const Rect accept{box.x1 - button_width(ui, label, {.kind = ButtonKind::primary}), top, box.x1, box.y1};
    const Rect cancel{accept.x0 - ui.px(8) - button_width(ui, "Cancel"), top, accept.x0 - ui.px(8), box.y1};
    if (opening) draw_text_fitted(list, ui.fonts.small, box.x0, accept.centre_y(), ui.theme->secondary, "or drop a file on the window", cancel.x0 - box.x0 - ui.px(12));
    bool cancelled = button(ui, "cancel", cancel, "Cancel");
    accepted |= button(ui, "accept", accept, label, {.kind = ButtonKind::primary});
    cancelled |= ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape)) && !appearing_;
    appearing_ = false;

    const std::string typed(text_.c_str());
    if (accepted && !typed.empty()) {
        if (opening) edits.push_back(OpenFile{expanded(typed)});
        else edits.push_back(SaveFile{expanded(typed)});
    }
    if (cancelled || (accepted && !typed.empty())) {
        open_ = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace thalweg::app
