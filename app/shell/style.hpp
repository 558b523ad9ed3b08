#pragma once

#include "app/widgets/ui.hpp"

namespace thalweg::app {

void apply_style(const Ui& ui);  // our colours and measures for what ImGui draws itself: popups, text inputs, scroll bars

}  // namespace thalweg::app
