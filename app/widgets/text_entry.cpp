#include "app/widgets/text_entry.hpp"

#include <utility>

namespace thalweg::app {

void TextEntry::update(ImGuiID id, std::string text) {
    id_ = id;
    frame_ = ImGui::GetFrameCount();
    text_ = std::move(text);
}

std::optional<std::string> TextEntry::finished(ImGuiID id) {
    if (id_ != id) return std::nullopt;
    id_ = 0;
    // A widget that vanished while edited and comes back later has nothing to say any more.
    if (ImGui::GetFrameCount() > frame_ + 1) return std::nullopt;
    return std::move(text_);
}

TextEntry& text_entry() {
    static TextEntry entry;  // one user, one keyboard
    return entry;
}

int resize_string(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        auto& text = *static_cast<std::string*>(data->UserData);
        text.resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = text.data();
    }
    return 0;
}

}  // namespace thalweg::app
