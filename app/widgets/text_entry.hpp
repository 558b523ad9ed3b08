// What ImGui's text input leaves out: the text is handed over once, when editing ends, not at every key ("1e-6" passes through 1).
#pragma once

#include <imgui.h>

#include <optional>
#include <string>

namespace thalweg::app {

// ImGui edits one text at a time, so one memory of the text under way is enough.
class TextEntry {
public:
    // In every frame in which the widget `id` is being edited, with the text as it stands.
    void update(ImGuiID id, std::string text);
    // In a frame in which `id` is not edited: the final text, once, if editing ended just now.
    std::optional<std::string> finished(ImGuiID id);
    bool editing(ImGuiID id) const { return id_ == id; }
    const std::string& text() const { return text_; }

private:
    ImGuiID id_ = 0;
    int frame_ = 0;
    std::string text_;
};

TextEntry& text_entry();  // of the current context's user

// For ImGuiInputTextFlags_CallbackResize with a std::string as user data.
int resize_string(ImGuiInputTextCallbackData* data);

}  // namespace thalweg::app
