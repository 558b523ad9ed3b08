// A rectangle in pixels. Layout, text logs and pane geometry need no ImGui, so they do not use ImRect.
#pragma once

namespace thalweg::app {

struct Rect {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    float width() const { return x1 - x0; }
    float height() const { return y1 - y0; }
    float centre_x() const { return (x0 + x1) * 0.5f; }
    float centre_y() const { return (y0 + y1) * 0.5f; }
    bool empty() const { return x1 <= x0 || y1 <= y0; }
    bool contains(float x, float y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
    bool contains(const Rect& r) const { return r.x0 >= x0 && r.x1 <= x1 && r.y0 >= y0 && r.y1 <= y1; }
    bool overlaps(const Rect& r) const { return r.x0 < x1 && r.x1 > x0 && r.y0 < y1 && r.y1 > y0; }
    Rect inset(float d) const { return {x0 + d, y0 + d, x1 - d, y1 - d}; }
    Rect inset(float dx, float dy) const { return {x0 + dx, y0 + dy, x1 - dx, y1 - dy}; }

    friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace thalweg::app
