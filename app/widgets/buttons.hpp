// Buttons in all their kinds. Layout is the caller's: widgets take a rectangle, the *_width functions say how wide it wants to be.
#pragma once

#include "app/widgets/hit.hpp"
#include "app/widgets/icons.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace thalweg::app {

enum class ButtonKind {
    normal,
    primary,  // filled with the strong accent; one per group at most
    quiet,    // text only, until the mouse is over it
};

struct ButtonStyle {
    ButtonKind kind = ButtonKind::normal;
    bool small = false;
    bool on = false;        // pressed in, for toggles
    bool enabled = true;
    bool dropdown = false;  // a chevron after the label
    std::optional<Icon> icon = {};
    std::string_view tip = {};
};

bool button(const Ui& ui, const char* id, const Rect& rect, std::string_view label, const ButtonStyle& style = {});
float button_width(const Ui& ui, std::string_view label, const ButtonStyle& style = {});

bool icon_button(const Ui& ui, const char* id, const Rect& rect, Icon icon, std::string_view tip, const ButtonStyle& style = {});

// One of several: neutral, so that colour stays with the racers. Returns true when the index changed.
bool segmented(const Ui& ui, const char* id, const Rect& rect, std::span<const std::string_view> labels, std::size_t& index);
float segmented_width(const Ui& ui, std::span<const std::string_view> labels);

bool toggle(const Ui& ui, const char* id, const Rect& rect, std::string_view label, bool& value, std::string_view tip = {});  // a switch at the right end

}  // namespace thalweg::app
