#pragma once

#include "app/widgets/ui.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace thalweg::app {

struct TextFieldStyle {
    std::string_view placeholder = {};
    bool mono = false;
    bool invalid = false;  // outlined in the error colour
    bool focus = false;    // take the keyboard in this frame
};

struct TextFieldResult {
    std::optional<std::string> committed;  // Enter, Tab or a click elsewhere, when the text differs; Escape abandons
    std::optional<std::string> live;       // the text while it is being typed, for messages that follow the typing
};

TextFieldResult text_field(const Ui& ui, const char* id, const Rect& rect, const std::string& value, const TextFieldStyle& style = {});

}  // namespace thalweg::app
