// The one thing under all buttons, icons, splitters and pictures: an invisible button that Tab reaches and that shows its focus.
#pragma once

#include "app/widgets/navigation.hpp"
#include "app/widgets/ui.hpp"

#include <string_view>

namespace thalweg::app {

struct Hit {
    bool clicked = false;        // released over it, or pressed with Space or Enter
    bool double_clicked = false;
    bool right_clicked = false;
    bool hovered = false;
    bool held = false;
    bool focused = false;        // by the keyboard
    explicit operator bool() const { return clicked; }
};

Hit hit(const Ui& ui, const char* id, const Rect& rect, bool enabled = true);
Hit hit_below(const Ui& ui, const char* id, const Rect& rect);  // what comes later and lies upon it takes the mouse first

void tooltip(const Ui& ui, const Hit& hit, std::string_view text);  // after the mouse has rested on it for a while

void focus_ring(const Ui& ui, const Rect& rect);  // drawn around whatever the keyboard is on
void claim_wheel();                               // the last item uses the wheel, the window around it must not scroll

}  // namespace thalweg::app
