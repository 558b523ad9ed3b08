// Popup menus in the window's own style.
#pragma once

#include "app/widgets/icons.hpp"
#include "app/widgets/ui.hpp"

#include <optional>
#include <string_view>

namespace thalweg::app {

struct MenuItemStyle {
    std::optional<Icon> icon = {};
    std::string_view shortcut = {};
    std::string_view note = {};  // small and grey, in a second line
    bool checked = false;
    bool enabled = true;
    bool keep_open = false;
    bool lit = false;  // as if the mouse were over it
};

void open_menu(const char* id);
bool menu_is_open(const char* id);
// Under the anchor (above it when there is more room); `width` unscaled, long menus scroll. Call end_menu only when this is true.
bool begin_menu(const Ui& ui, const char* id, const Rect& anchor, float width);
float popup_room(const Ui& ui, const Rect& anchor);  // how high such a menu can get
bool menu_item(const Ui& ui, std::string_view label, const MenuItemStyle& style = {});
void menu_heading(const Ui& ui, std::string_view label);
void menu_separator(const Ui& ui);
void end_menu();

}  // namespace thalweg::app
