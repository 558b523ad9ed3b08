#include "app/shell/panes_view.hpp"

#include "app/widgets/controls.hpp"

#include <utility>

namespace thalweg::app {
namespace {

Rect grip_of(const Ui& ui, const PlacedSplitter& s) {  // thicker than the line that is seen
    return s.axis == SplitAxis::row ? s.rect.inset(-ui.px(3), 0) : s.rect.inset(0, -ui.px(3));
}

// Panes fold towards the edge of the window that they are nearer to.
bool on_the_right(const Rect& pane) { return pane.centre_x() > 0.5f * ImGui::GetIO().DisplaySize.x; }

bool draw_strip(const Ui& ui, const PlacedPane& pane, const std::string& title) {
    const Theme& t = *ui.theme;
    const Hit h = hit(ui, "strip", pane.rect);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (h.hovered) list.AddRectFilled(top_left(pane.rect), bottom_right(pane.rect), t.control);
    const ImU32 ink = h.hovered ? t.text : t.secondary;
    const float middle = ui.px(14);
    if (pane.along == SplitAxis::row) {
        draw_icon(list, on_the_right(pane.rect) ? Icon::chevron_left : Icon::chevron_right, {pane.rect.centre_x(), pane.rect.y0 + middle}, ui.px(12), ink);
        const float half = text_width(ui.fonts.heading, title) * 0.5f;
        draw_text_upwards(list, ui.fonts.heading, pane.rect.centre_x(), pane.rect.y0 + ui.px(30) + half, ink, title);
    } else {
        draw_icon(list, Icon::chevron_right, {pane.rect.x0 + middle + ui.px(2), pane.rect.centre_y()}, ui.px(12), ink);
        draw_text_fitted(list, ui.fonts.heading, pane.rect.x0 + ui.px(30), pane.rect.centre_y(), ink, title, pane.rect.width() - ui.px(38));
    }
    tooltip(ui, h, "Unfold");
    return h.clicked;
}

}  // namespace

PaneMeasures pane_measures(const Ui& ui, std::function<PaneSize(std::string_view)> minimum) {
    PaneMeasures m;
    m.splitter = ui.line();
    m.strip = ui.px(28);
    m.minimum = [&ui, minimum = std::move(minimum)](std::string_view view) {
        const PaneSize size = minimum ? minimum(view) : PaneSize{};
        return PaneSize{ui.px(size.width), ui.px(size.height)};
    };
    return m;
}

PanesResult draw_panes(const Ui& ui, Pane& root, const PaneLayout& layout, const PaneMeasures& measures, const PaneTitle& title) {
    PanesResult result;
    ImGui::PushID("panes");
    for (const PlacedPane& pane : layout.panes) {
        if (!pane.folded) continue;
        ImGui::PushID(pane.view.c_str());
        if (draw_strip(ui, pane, title ? title(pane.view) : pane.view)) {
            set_folded(root, pane.view, false);
            result.changed = result.committed = true;
        }
        ImGui::PopID();
    }
    int number = 0;
    for (const PlacedSplitter& s : layout.splitters) {
        ImGui::PushID(number++);
        if (s.movable) {
            const bool moves_x = s.axis == SplitAxis::row;
            const SplitterResult r = splitter(ui, "splitter", grip_of(ui, s), moves_x);
            if (r.moved != 0) {
                const ImVec2 mouse = ImGui::GetIO().MousePos;
                move_splitter(root, s, moves_x ? mouse.x : mouse.y, measures);
                result.changed = true;
            }
            result.committed |= r.released;
        } else {
            ImGui::GetWindowDrawList()->AddRectFilled(top_left(s.rect), bottom_right(s.rect), ui.theme->background);
        }
        ImGui::PopID();
    }
    ImGui::PopID();
    return result;
}

bool fold_button(const Ui& ui, Pane& root, std::string_view view, const Rect& rect, SplitAxis along) {
    ButtonStyle style;
    style.kind = ButtonKind::quiet;
    ImGui::PushID(view.data(), view.data() + view.size());
    const bool clicked = icon_button(ui, "fold", rect, along != SplitAxis::row ? Icon::chevron_down : on_the_right(rect) ? Icon::chevron_right : Icon::chevron_left, "Fold this panel", style);
    ImGui::PopID();
    return clicked && set_folded(root, view, true);
}

}  // namespace thalweg::app
