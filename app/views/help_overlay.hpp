// Keys and mouse, on a card over the dimmed window.
#pragma once

#include "app/widgets/ui.hpp"

namespace thalweg::app {

// Call every frame, after everything else. F1, Escape or a click anywhere closes it. True while it is shown: shortcuts should rest.
bool draw_help_overlay(const Ui& ui, Rect window, bool& open);

}  // namespace thalweg::app
