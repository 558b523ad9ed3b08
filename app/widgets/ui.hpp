// What every widget and view needs to draw: colours, fonts, the scale, and a way to ask for another frame.
#pragma once

#include "app/shell/fonts.hpp"
#include "app/shell/theme.hpp"
#include "app/widgets/rect.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg::app {

// The window sleeps when nothing happens. A widget that changes with time (a tooltip that waits) says when it wants to be drawn again.
struct FrameRequest {
    double within = std::numeric_limits<double>::infinity();  // seconds from now
    void ask(double seconds) { within = std::min(within, std::max(seconds, 0.0)); }
};

struct Ui {
    const Theme* theme = nullptr;
    Fonts fonts;
    float scale = 1;
    FrameRequest* frame_request = nullptr;

    // Lengths at scale 1 become whole pixels, so that edges stay crisp.
    float px(float length) const { return std::floor(length * scale + 0.5f); }
    float line(float width = 1) const { return std::max(1.0f, px(width)); }  // never thinner than a pixel
};

inline ImVec2 top_left(const Rect& r) { return {r.x0, r.y0}; }
inline ImVec2 bottom_right(const Rect& r) { return {r.x1, r.y1}; }
inline ImVec2 size_of(const Rect& r) { return {r.width(), r.height()}; }

// The rectangle of this size at the cursor of the current window.
inline Rect rect_at_cursor(float width, float height) {
    const ImVec2 p = ImGui::GetCursorScreenPos();
    return {p.x, p.y, p.x + width, p.y + height};
}

}  // namespace thalweg::app
