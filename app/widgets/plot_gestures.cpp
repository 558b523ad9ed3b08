#include "app/widgets/plot_gestures.hpp"

#include <cmath>

namespace thalweg::app {

PlotGesture plot_gesture(const Ui& ui, const char* id, const Rect& rect, Axis& x, const Axis& x_home, Axis& y, const Axis& y_home,
                         const PlotGestureStyle& style) {
    PlotGesture result;
    if (rect.empty()) return result;
    result.hit = hit(ui, id, rect);
    if (style.zoom_x || style.zoom_y) claim_wheel();
    const ImGuiIO& io = ImGui::GetIO();
    const double unit_x = static_cast<double>((io.MousePos.x - rect.x0) / rect.width());
    const double unit_y = static_cast<double>((rect.y1 - io.MousePos.y) / rect.height());
    const Axis x_before = x, y_before = y;

    // Ctrl-wheel is left to whoever scales the whole window.
    if (result.hit.hovered && io.MouseWheel != 0 && !io.KeyCtrl) {
        const double factor = std::pow(0.85, static_cast<double>(io.MouseWheel));
        const bool on_y = style.zoom_y && (io.KeyShift || !style.zoom_x);
        if (on_y) zoom(y, unit_y, factor);
        else if (style.zoom_x) zoom(x, unit_x, factor), keep_inside(x, x_home);
    }
    if (style.drag_pans && result.hit.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, ui.px(3))) {
        if (style.zoom_x) pan(x, -static_cast<double>(io.MouseDelta.x / rect.width())), keep_inside(x, x_home);
        if (style.zoom_y) pan(y, static_cast<double>(io.MouseDelta.y / rect.height()));
    }
    if (result.hit.double_clicked) x = x_home, y = y_home;
    result.changed = x.lo != x_before.lo || x.hi != x_before.hi || y.lo != y_before.lo || y.hi != y_before.hi;

    if (result.hit.hovered || result.hit.held) {
        result.hover_x = x.from_unit(unit_x);
        result.hover_y = y.from_unit(unit_y);
    }
    const ImVec2 dragged = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
    if (result.hit.clicked && result.hit.hovered && std::hypot(dragged.x, dragged.y) < ui.px(3)) result.clicked_x = result.hover_x;
    return result;
}

}  // namespace thalweg::app
