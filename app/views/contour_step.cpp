#include "app/views/contour_step.hpp"

#include <algorithm>
#include <cmath>

#include "app/scene/step_figure.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"
#include "core/facts/text.hpp"

namespace thalweg::app {
namespace {

const Anatomy* step_at_playhead(const Session& session, ContourState& state) {
    const std::size_t racer = session.selected();
    if (racer >= session.race().size() || session.scenario().racers[racer].hidden) return nullptr;
    const StepTaken* step = state.steps->find(session, racer, static_cast<int>(session.playhead()));
    return step ? &step->anatomy : nullptr;
}

constexpr std::array<float, 4> outline_dash{5, 4, 5, 4};

std::array<float, 4> dash_of(const StepArrow& a, float scale) {
    constexpr std::array<std::array<float, 4>, 4> parts{{{11, 3, 11, 3}, {5, 3, 5, 3}, {7, 3, 2, 3}, {3, 2, 3, 2}}};
    constexpr std::array<std::array<float, 4>, 2> comparisons{{{2, 3, 2, 3}, {1.5f, 6, 1.5f, 6}}};
    if (a.role == StepArrow::Role::whole) return {};
    return scaled(a.role == StepArrow::Role::comparison ? comparisons[static_cast<std::size_t>(a.index) % comparisons.size()] : parts[static_cast<std::size_t>(a.index) % parts.size()], scale);
}

void arrow(const ViewContext& context, const Rect& picture, const StepArrow& a) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 from{picture.x0 + static_cast<float>(a.from.x), picture.y0 + static_cast<float>(a.from.y)};
    const ImVec2 to{picture.x0 + static_cast<float>(a.to.x), picture.y0 + static_cast<float>(a.to.y)};
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    if (!(length > ui.px(2)) || length > ui.px(4000)) return;
    const ImVec2 along{(to.x - from.x) / length, (to.y - from.y) / length};
    const float head = std::min(ui.px(a.role == StepArrow::Role::whole ? 11 : 9), length * 0.6f), half = head * 0.38f;
    const ImVec2 neck{to.x - along.x * head, to.y - along.y * head};
    const std::array<ImVec2, 2> shaft{from, neck};
    const ImU32 ink = a.role == StepArrow::Role::comparison ? fade(ui.theme->vector, 0.8f) : ui.theme->vector;
    const float width = ui.line(a.role == StepArrow::Role::whole ? 2.4f : 1.5f);
    const auto drawn = [&](ImU32 colour, float grow) {
        stroke(list, shaft, colour, width + grow, grow > 0 ? std::array<float, 4>{} : dash_of(a, ui.scale));
        const float g = grow * 0.5f;
        if (!a.cut) list.AddTriangleFilled({to.x + along.x * g * 2, to.y + along.y * g * 2}, {neck.x - along.y * (half + g) - along.x * g, neck.y + along.x * (half + g) - along.y * g},
                               {neck.x + along.y * (half + g) - along.x * g, neck.y - along.x * (half + g) - along.y * g}, colour);
    };
    drawn(fade(ui.theme->casing, 0.75f), ui.px(2));
    drawn(ink, 0);
}

// Beside the arrow's middle, on the side that is free: labels that would cover another one are left to the legend.
void label(const ViewContext& context, const Rect& picture, const StepArrow& a, std::vector<Rect>& taken) {
    const Ui& ui = context.ui;
    const float dx = static_cast<float>(a.to.x - a.from.x), dy = static_cast<float>(a.to.y - a.from.y), length = std::hypot(dx, dy);
    if (length < ui.px(18)) return;
    const float wide = text_width(ui.fonts.small, a.symbol) + ui.px(6), high = ui.px(15);
    const bool at_tip = a.role != StepArrow::Role::part;
    const ImVec2 anchor{picture.x0 + static_cast<float>(a.from.x) + dx * (at_tip ? 1 : 0.5f), picture.y0 + static_cast<float>(a.from.y) + dy * (at_tip ? 1 : 0.5f)};
    for (const float side : {1.0f, -1.0f}) {
        const float out = ui.px(9) + (std::abs(dy) * wide + std::abs(dx) * high) / length * 0.5f;
        ImVec2 centre{anchor.x - side * dy / length * out, anchor.y + side * dx / length * out};
        if (at_tip) centre = {anchor.x + dx / length * (ui.px(4) + wide * 0.5f) - side * dy / length * ui.px(7), anchor.y + dy / length * ui.px(12) + side * dx / length * ui.px(7)};
        const Rect box{centre.x - wide * 0.5f, centre.y - high * 0.5f, centre.x + wide * 0.5f, centre.y + high * 0.5f};
        const bool free = picture.inset(ui.px(2)).contains(box) && std::none_of(taken.begin(), taken.end(), [&](const Rect& r) { return r.x0 < box.x1 && box.x0 < r.x1 && r.y0 < box.y1 && box.y0 < r.y1; });
        if (!free) continue;
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.AddRectFilled(top_left(box), bottom_right(box), fade(ui.theme->readout, 0.8f), ui.px(3));
        draw_text(list, ui.fonts.small, centre.x, centre.y, ui.theme->text, a.symbol, 0.5f);
        taken.push_back(box);
        return;
    }
}

std::string magnified(double m) { return "drawn ×" + (m >= 1 && m < 1e5 ? shortest(m) : format_number(m)); }

struct LegendRow {
    std::string symbol, label;
    float width;
    std::array<float, 4> dash;
};

std::vector<LegendRow> legend_rows(const StepFigure& figure, float scale) {
    std::vector<LegendRow> rows;
    for (const StepArrow& a : figure.arrows) rows.push_back({a.symbol, a.label + (a.cut ? ", goes on" : ""), a.role == StepArrow::Role::whole ? 2.4f : 1.5f, dash_of(a, scale)});
    for (const StepOutline& o : figure.outlines) rows.push_back({o.symbol, o.label, 1.3f, scaled(outline_dash, scale)});
    return rows;
}

// How much of the arrows a box would hide: their ends count, and their middles.
int hidden_by(const Rect& box, const StepFigure& figure, const Rect& picture) {
    int hidden = 0;
    for (const StepArrow& a : figure.arrows)
        for (const double along : {0.0, 0.5, 1.0})
            hidden += box.contains(picture.x0 + static_cast<float>(a.from.x + along * (a.to.x - a.from.x)), picture.y0 + static_cast<float>(a.from.y + along * (a.to.y - a.from.y)));
    return hidden;
}

bool in_picture(const StepFigure& figure, PixelSize size) {
    const auto inside = [&](const PixelPoint& p) { return p.x >= 0 && p.y >= 0 && p.x <= size.width && p.y <= size.height; };
    return std::any_of(figure.arrows.begin(), figure.arrows.end(), [&](const StepArrow& a) { return inside(a.from) || inside(a.to); }) ||
           std::any_of(figure.outlines.begin(), figure.outlines.end(), [&](const StepOutline& o) { return std::any_of(o.points.begin(), o.points.end(), inside); });
}

// In the lower corner that hides less of the arrows. A small picture has the symbols alone, and the words while the mouse is on them.
Rect legend(const ViewContext& context, const StepFigure& figure, const Rect& picture, const std::vector<Rect>& covered) {
    const Ui& ui = context.ui;
    const std::vector<LegendRow> rows = legend_rows(figure, ui.scale);
    const float pad = ui.px(7), line = ui.px(17), sample = ui.px(20), gap = ui.px(6);
    const float notes = figure.magnification != 1 ? 1.0f : 0.0f;
    const float height = 2 * pad + line * (static_cast<float>(rows.size()) + notes);
    if (rows.empty() || height > picture.height() * 0.6f) return {};
    float symbols = 0, labels = 0, least = notes > 0 ? text_width(ui.fonts.small, magnified(figure.magnification)) : 0;
    for (const LegendRow& row : rows) {
        symbols = std::max(symbols, text_width(ui.fonts.small, row.symbol));
        labels = std::max(labels, text_width(ui.fonts.small, row.label) + gap);
    }
    const auto box_of = [&](float text, bool right) {
        const float width = std::min(std::ceil(2 * pad + std::max(sample + gap + text, least)), picture.width() - ui.px(16)), y1 = picture.y1 - ui.px(8);
        return right ? Rect{picture.x1 - ui.px(8) - width, y1 - height, picture.x1 - ui.px(8), y1} : Rect{picture.x0 + ui.px(8), y1 - height, picture.x0 + ui.px(8) + width, y1};
    };
    const auto free = [&](const Rect& box) { return std::none_of(covered.begin(), covered.end(), [&](const Rect& r) { return r.overlaps(box); }); };
    // With the words where there is room for them.
    const auto candidate = [&](bool right) {
        const Rect whole = box_of(symbols + labels, right), small = box_of(symbols, right);
        const bool fits = whole.width() <= picture.width() * 0.3f && free(whole);
        return fits || ImGui::IsMouseHoveringRect(top_left(small), bottom_right(small)) ? whole : small;
    };
    const Rect left = candidate(false), right = candidate(true);
    const Rect box = free(right) && (!free(left) || hidden_by(right, figure, picture) < hidden_by(left, figure, picture)) ? right : left;
    if (box.width() < box_of(symbols + labels, false).width()) labels = 0;
    if (!free(box)) return {};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->readout, ui.px(6));
    float y = box.y0 + pad + line * 0.5f;
    for (const LegendRow& row : rows) {
        const float x = box.x0 + pad, text = x + sample + gap;
        dash_sample(list, x, x + sample, std::floor(y), ui.theme->vector, ui.line(row.width), row.dash);
        draw_text(list, ui.fonts.small, text, y, ui.theme->text, row.symbol);
        const float after = text + symbols + gap;
        if (labels > 0) draw_text_fitted(list, ui.fonts.small, after, y, ui.theme->secondary, row.label, box.x1 - pad - after + 1);
        y += line;
    }
    if (notes > 0) draw_text(list, ui.fonts.small, box.x0 + pad, y, ui.theme->secondary, magnified(figure.magnification));
    return box;
}

}  // namespace

std::vector<Rect> draw_step(const ViewContext& context, ContourState& state, const Rect& picture, std::vector<Rect> covered) {
    const Anatomy* anatomy = state.options.step ? step_at_playhead(context.session, state) : nullptr;
    if (!anatomy) return covered;
    const Ui& ui = context.ui;
    const StepFigure figure = step_figure(*anatomy, state.view, state.size, static_cast<double>(ui.scale), state.options.step_magnification, state.step_former);
    state.step_former = figure.magnification;
    if (!in_picture(figure, state.size)) return covered;

    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const StepOutline& outline : figure.outlines) {
        std::vector<ImVec2> points;
        for (const PixelPoint& p : outline.points) points.push_back({picture.x0 + static_cast<float>(std::clamp(p.x, -1e5, 1e5)), picture.y0 + static_cast<float>(std::clamp(p.y, -1e5, 1e5))});
        if (outline.closed && !points.empty()) points.push_back(points.front());
        stroke(list, points, fade(ui.theme->casing, 0.5f), ui.line(1.3f) + ui.px(1.5f));
        stroke(list, points, fade(ui.theme->vector, 0.85f), ui.line(1.3f), scaled(outline_dash, ui.scale));
        if (!outline.closed && !points.empty()) {  // the point that it leads to
            list.AddCircle(points.back(), ui.px(4), fade(ui.theme->casing, 0.75f), 0, ui.line(1.5f) + ui.px(2));
            list.AddCircle(points.back(), ui.px(4), ui.theme->vector, 0, ui.line(1.5f));
        }
    }
    for (const StepArrow& a : figure.arrows) arrow(context, picture, a);
    covered.push_back(legend(context, figure, picture, covered));
    for (auto a = figure.arrows.rbegin(); a != figure.arrows.rend(); ++a) label(context, picture, *a, covered);
    return covered;
}

}  // namespace thalweg::app
