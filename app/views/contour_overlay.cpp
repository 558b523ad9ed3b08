#include "app/views/contour_overlay.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/axis.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

ImU32 colour(Rgb8 c, float alpha = 1) { return IM_COL32(c.r, c.g, c.b, static_cast<int>(alpha * 255.0f + 0.5f)); }

}  // namespace

ImVec2 on_screen(const ContourState& state, const Rect& picture, const Point& p) {
    const PixelPoint pixel = state.view.to_pixel(world(p), state.size);
    return {picture.x0 + static_cast<float>(pixel.x), picture.y0 + static_cast<float>(pixel.y)};
}

Placer placer_of(const ContourState& state, const Rect& picture) {
    return [&state, picture](const Point& p) { return PlacedPoint{on_screen(state, picture, p), state.view.contains(world(p))}; };
}

ColourMapId shown_map(const ContourState& state, const Ui& ui) { return state.options.map.value_or(ui.theme->dark ? ColourMapId::slate : ColourMapId::light); }

void draw_axes(const ViewContext& context, const ContourState& state, const Rect& picture) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = ui.theme->secondary;
    const float tick = ui.px(5);
    for (const Tick& t : nice_ticks({state.view.x_lo, state.view.x_hi}, static_cast<int>(picture.width() / ui.px(90)))) {
        if (!t.major) continue;
        const float x = std::floor(picture.x0 + static_cast<float>(t.unit) * picture.width());
        list.AddRectFilled({x, picture.y1}, {x + ui.line(), picture.y1 + tick}, ink);
        draw_text(list, ui.fonts.small, x, picture.y1 + ui.px(14), ink, t.label, 0.5f);
    }
    for (const Tick& t : nice_ticks({state.view.y_lo, state.view.y_hi}, static_cast<int>(picture.height() / ui.px(60)))) {
        if (!t.major) continue;
        const float y = std::floor(picture.y1 - static_cast<float>(t.unit) * picture.height());
        list.AddRectFilled({picture.x0 - tick, y}, {picture.x0, y + ui.line()}, ink);
        draw_text(list, ui.fonts.small, picture.x0 - ui.px(9), y, ink, t.label, 1);
    }
}

void draw_colour_bar(const ViewContext& context, const ContourState& state, const Rect& bar) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ColourMap& map = colour_map(shown_map(state, ui));
    constexpr int pieces = 64;
    for (int i = 0; i < pieces; ++i) {
        const auto y = [&](int k) { return bar.y1 - bar.height() * static_cast<float>(k) / pieces; };
        const ImU32 low = colour(map.at(static_cast<double>(i) / pieces)), high = colour(map.at((i + 1.0) / pieces));
        list.AddRectFilledMultiColor({bar.x0, y(i + 1)}, {bar.x1, y(i)}, high, high, low, low);
    }
    for (const LevelTick& t : colour_bar_ticks(state.mapping, std::max(2, static_cast<int>(bar.height() / ui.px(48))))) {
        const float y = std::floor(bar.y1 - static_cast<float>(t.fraction) * bar.height());
        if (y < bar.y0 + ui.px(5) || y > bar.y1 - ui.px(5)) continue;
        draw_text(list, ui.fonts.small, bar.x1 + ui.px(7), y, ui.theme->secondary, t.label);
    }
}

void draw_isoline_labels(const ViewContext& context, const ContourState& state, const Rect& picture, std::span<const Rect> covered) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ColourMap& map = colour_map(shown_map(state, ui));
    for (const IsolineLabel& label : state.labels) {
        // The labels were placed for the view of that moment; while a hand moves the picture they move along.
        const WorldPoint at = state.labelled_view.from_pixel(label.centre, state.size);
        const ImVec2 p = on_screen(state, picture, {at.x, at.y});
        const float half = text_width(ui.fonts.small, label.text) * 0.5f + ui.px(3), high = ui.px(7);
        const Rect plate{p.x - half, p.y - high, p.x + half, p.y + high};
        if (!picture.inset(ui.px(2)).contains(plate)) continue;
        if (std::any_of(covered.begin(), covered.end(), [&](const Rect& r) { return r.x0 < plate.x1 && plate.x0 < r.x1 && r.y0 < plate.y1 && plate.y0 < r.y1; })) continue;
        list.AddRectFilled(top_left(plate), bottom_right(plate), colour(map.at(label.fraction), 0.8f), ui.px(3));
        draw_text(list, ui.fonts.small, p.x, p.y, colour(map.text_at(label.fraction), 0.85f), label.text, 0.5f);
    }
}

Rect draw_point_readout(const ViewContext& context, const Rect& picture, const Point& at, double x_pixel, double y_pixel) {
    const Ui& ui = context.ui;
    const Problem& problem = context.session.problem();
    Point gradient;
    double loss = 0;
    problem.objective->evaluate({&at, 1}, {&gradient, 1}, {&loss, 1});
    const bool defined = !std::isnan(loss);
    const std::array<std::array<std::string, 2>, 4> cells{{{problem.axes[0], format_resolved(at.x(), x_pixel)}, {problem.axes[1], format_resolved(at.y(), y_pixel)},
                                                          {"f", defined ? format_number(loss) : "not defined here"}, {defined ? "|∇f|" : "", defined ? format_number(gradient.norm()) : ""}}};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line = ui.px(19), pad = ui.px(10), gap = ui.px(9);
    float column = ui.px(112);  // wider where the view is so deep that positions need many digits
    for (const auto& cell : cells) column = std::max(column, text_width(ui.fonts.mono, cell[0]) + gap + text_width(ui.fonts.mono, cell[1]) + pad);
    const Rect box{picture.x0 + ui.px(8), picture.y0 + ui.px(8), picture.x0 + ui.px(8) + 2 * column + pad, picture.y0 + ui.px(8) + 2 * line + pad};
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->readout, ui.px(6));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const float x = box.x0 + pad + column * static_cast<float>(i % 2), y = box.y0 + pad * 0.5f + line * (0.5f + static_cast<float>(i / 2));
        const float after = draw_text(list, ui.fonts.mono, x, y, ui.theme->secondary, cells[i][0]);
        draw_text(list, ui.fonts.mono, after + gap, y, ui.theme->text, cells[i][1]);
    }
    return box;
}

}  // namespace thalweg::app
