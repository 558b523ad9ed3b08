// The faces of the window: one for text, one monospaced for numbers so that digits do not dance.
#pragma once

#include <imgui.h>

#include <string_view>

namespace thalweg::app {

struct Fonts {
    ImFont* body = nullptr;      // 14
    ImFont* semibold = nullptr;  // 14
    ImFont* title = nullptr;     // 17, semibold
    ImFont* heading = nullptr;   // 12, semibold; headings are written in capitals
    ImFont* small = nullptr;     // 12, the smallest size there is
    ImFont* mono = nullptr;      // 12.5
    ImFont* formula = nullptr;   // 18, for formulas set in full size
};

// Fills and bakes the current context's atlas.
// Throws std::runtime_error with the package to install when no usable font exists.
Fonts build_fonts(float scale);

}  // namespace thalweg::app
