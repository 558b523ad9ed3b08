#include "app/views/schedule_plot.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/controls.hpp"
#include "app/widgets/plot.hpp"

namespace thalweg::app {
namespace {

constexpr float caption = 18, series_height = 76, labels = 22;
constexpr float reach = 8;       // how near a knot the mouse takes hold of it
constexpr float stroke_gap = 7;  // between the knots of a free stroke

Axis value_axis(const ScheduleCurve& curve, const KnotHand& hand, ImGuiID plot) {
    double low = 0, high = 0;
    if (!curve.values.empty()) {
        const auto [least, most] = std::minmax_element(curve.values.begin(), curve.values.end());
        low = *least, high = *most;
    }
    if (!curve.from_zero && !curve.knots) return fitted(low, high, AxisScale::linear, 0.1);
    if (curve.knots && curve.pairs) {
        high = std::max(high, curve.scale);
        for (const Point& knot : *curve.knots) high = std::max(high, curve.scale * knot.y());
    }
    const double top = hand.plot == plot ? hand.top : high * 1.12;
    return {.lo = 0, .hi = top > 0 ? top : 1};
}

// Where the knots are seen: on the curve, or as lines across where only their step counts.
float knot_y(const ScheduleCurve& curve, const Plot& plot, const Point& knot) {
    return curve.pairs ? std::max(plot.y_pixel(curve.scale * knot.y()), plot.rect().y0) : plot.rect().centre_y();
}

int knot_under(const Ui& ui, const ScheduleCurve& curve, const Plot& plot, ImVec2 mouse) {
    int nearest = -1;
    float best = ui.px(reach);
    for (std::size_t i = 0; i < curve.knots->size(); ++i) {
        const Point& knot = (*curve.knots)[i];
        const float dx = plot.x_pixel(knot.x() + curve.shift) - mouse.x, dy = curve.pairs ? knot_y(curve, plot, knot) - mouse.y : 0;
        if (const float distance = std::hypot(dx, dy); distance <= best) best = distance, nearest = static_cast<int>(i);
    }
    return nearest;
}

KnotEdit edit_knots(const Ui& ui, const ScheduleCurve& curve, const Plot& plot, const Hit& h, ImGuiID id, double last, double top, KnotHand& hand) {
    KnotEdit edit;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const Point at{std::clamp(std::round(plot.x_value(mouse.x) - curve.shift), 0.0, last), !curve.pairs ? 0 : curve.scale > 0 ? std::clamp(plot.y_value(mouse.y), 0.0, top) / curve.scale : 1};
    if (h.right_clicked) {
        if (const int knot = knot_under(ui, curve, plot, mouse); knot >= 0) edit = {without_knot(*curve.knots, knot), true};
        return edit;
    }
    if (h.held && hand.plot != id) {
        hand = {.plot = id, .knot = knot_under(ui, curve, plot, mouse), .last = at, .top = top};
        if (hand.knot < 0) {
            edit.knots = with_knot(*curve.knots, at);
            hand.knot = knot_at(*edit.knots, at.x());
            hand.drawing = curve.pairs;
        }
    } else if (h.held && hand.drawing) {
        if (std::abs(plot.x_pixel(at.x()) - plot.x_pixel(hand.last.x())) >= ui.px(stroke_gap)) {
            edit.knots = with_stroke(*curve.knots, hand.last, at);
            hand.last = at;
        }
    } else if (h.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, ui.px(2))) {
        edit.knots = with_knot_moved(*curve.knots, hand.knot, at, last);
    } else if (!h.held && hand.plot == id) {
        hand = {};
        edit.committed = true;
    }
    return edit;
}

void draw_knots(const Ui& ui, const ScheduleCurve& curve, Plot& plot, int lit, ImU32 colour) {
    for (std::size_t i = 0; i < curve.knots->size(); ++i) {
        const Point& knot = (*curve.knots)[i];
        const ImVec2 at{plot.x_pixel(knot.x() + curve.shift), knot_y(curve, plot, knot)};
        if (!curve.pairs) plot.vertical(knot.x() + curve.shift, ui.theme->track_fill);
        const float radius = ui.px(static_cast<int>(i) == lit ? 5 : 3.5f);
        plot.list().AddCircleFilled(at, radius + ui.line(), ui.theme->card, 20);
        plot.list().AddCircleFilled(at, radius, static_cast<int>(i) == lit ? ui.theme->text : colour, 20);
    }
}

}  // namespace

float schedule_plot_height(const Ui& ui) { return ui.px(caption) + ui.px(series_height) + ui.px(labels); }

KnotEdit schedule_plot(const ViewContext& context, const char* id, const ScheduleCurve& curve, ImU32 colour, float width, KnotHand& hand) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect row = rect_at_cursor(width, schedule_plot_height(ui));
    const ImGuiID item = ImGui::GetID(id);
    const int last = context.session.scenario().steps;
    const Axis steps{.lo = 0, .hi = static_cast<double>(std::max(last, 1)), .integer = true}, values = value_axis(curve, hand, item);

    const double k = std::floor(context.shown_step());
    const float caption_y = row.y0 + ui.px(caption) * 0.5f;
    draw_text(list, ui.fonts.small, row.x0, caption_y, ui.theme->secondary, "at step " + std::to_string(static_cast<long>(k)));
    draw_text(list, ui.fonts.mono, row.x1, caption_y, colour, std::isnan(curve.shown) ? "–" : format_number(curve.shown), 1);

    const float overhang = std::ceil(text_width(ui.fonts.small, format_number(last)) * 0.5f);
    const Rect area{row.x0 + y_label_width(ui, values, 3), row.y0 + ui.px(caption), row.x1 - overhang, row.y1 - ui.px(labels)};
    KnotEdit edit;
    if (area.width() >= ui.px(40)) {
        const Hit h = hit(ui, id, area);
        Plot plot(ui, area, steps, values, {.x_ticks = 3, .y_ticks = 3, .ground = true});
        plot.series({curve.steps, curve.values}, {.colour = colour});
        int lit = -1;
        if (curve.knots) {
            edit = edit_knots(ui, curve, plot, h, item, std::max(0.0, last - curve.shift), values.hi, hand);
            lit = hand.plot == item ? (hand.drawing ? -1 : hand.knot) : h.hovered ? knot_under(ui, curve, plot, ImGui::GetIO().MousePos) : -1;
            draw_knots(ui, curve, plot, lit, colour);
        }
        const double under = std::clamp(std::round(plot.x_value(ImGui::GetIO().MousePos.x)), 0.0, steps.hi);
        if (h.hovered || h.held) context.cursor.next = under;
        if (h.clicked && h.hovered && !curve.knots) context.edits.push_back(SetPlayhead{under});
        if (context.cursor.step) plot.vertical(*context.cursor.step, ui.theme->track_fill);
        plot.cursor(context.session.playhead());
        if (!curve.knots && !std::isnan(curve.shown)) plot.dot(k, curve.shown, colour, 3);
        if (curve.knots) tooltip(ui, h, curve.pairs ? "Draw with the mouse. Click adds a point, drag moves it, right click removes it." : "Click adds a milestone, drag moves it, right click removes it.");
    }
    ImGui::SetCursorScreenPos({row.x0, row.y1});
    return edit;
}

}  // namespace thalweg::app
