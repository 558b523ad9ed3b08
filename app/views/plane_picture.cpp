#include "app/views/plane_picture.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/axis.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

ImU32 colour(Rgb8 c, float alpha = 1) { return IM_COL32(c.r, c.g, c.b, static_cast<int>(alpha * 255.0f + 0.5f)); }

// The labels of the y axis grow when the view is small: they are given room in steps, so that the picture does not jitter.
float gutter(const Ui& ui, const ViewRect& view) {
    float widest = 0;
    for (const Tick& t : nice_ticks({view.y_lo, view.y_hi}, 8)) widest = std::max(widest, text_width(ui.fonts.small, t.label));
    return std::max(ui.px(54), std::ceil((widest + ui.px(20)) / ui.px(24)) * ui.px(24));
}

// Isolines follow what is in view.
void follow_levels(PlanePicture& plane) {
    if (!plane.field || (plane.levels_of == plane.mapping && (plane.field->preview || plane.levels_field == plane.field->revision))) return;
    plane.levels = with_levels_in(plane.mapping, *plane.field);
    plane.levels_of = plane.mapping;
    plane.levels_field = plane.field->revision;
}

}  // namespace

PlaneLayout lay_out_plane(const Ui& ui, const Rect& pane, const ViewRect& view) {
    const Rect picture{std::floor(pane.x0 + gutter(ui, view)), std::floor(pane.y0 + ui.px(14)), std::floor(pane.x1 - ui.px(72)), std::floor(pane.y1 - ui.px(32))};
    return {picture, {picture.x1 + ui.px(10), picture.y0, picture.x1 + ui.px(20), picture.y1}};
}

ImVec2 on_screen(const PlanePicture& plane, const Rect& picture, const Point& p) {
    const PixelPoint pixel = plane.view.to_pixel(world(p), plane.size);
    return {picture.x0 + static_cast<float>(pixel.x), picture.y0 + static_cast<float>(pixel.y)};
}

PixelPoint in_picture(const Rect& picture, ImVec2 p) { return {static_cast<double>(p.x - picture.x0), static_cast<double>(p.y - picture.y0)}; }

Placer placer_of(const PlanePicture& plane, const Rect& picture) {
    return [&plane, picture](const Point& p) { return PlacedPoint{on_screen(plane, picture, p), plane.view.contains(world(p))}; };
}

bool zoom_with_wheel(PlanePicture& plane, const Rect& picture) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!(std::abs(io.MouseWheel) > 0)) return false;
    plane.view = zoomed(plane.view, std::pow(1.2, static_cast<double>(io.MouseWheel)), in_picture(picture, io.MousePos), plane.size);
    plane.at_home = false;
    claim_wheel();
    return true;
}

void pan(PlanePicture& plane, ImVec2 by) {
    plane.view = panned(plane.view, {static_cast<double>(by.x), static_cast<double>(by.y)}, plane.size);
    plane.at_home = false;
}

void keep_equal_axes(PlanePicture& plane, PixelSize size) {
    const double centre = 0.5 * (plane.view.x_lo + plane.view.x_hi), half = 0.5 * plane.view.height() * size.width / size.height;
    plane.view.x_lo = centre - half;
    plane.view.x_hi = centre + half;
}

void follow_labels(const Ui& ui, PlanePicture& plane, std::span<const Point> avoid) {
    follow_levels(plane);
    if (!plane.field || plane.field->preview || plane.labelled_field == plane.field->revision) return;
    std::vector<PixelPoint> places;
    for (const Point& p : avoid) places.push_back(plane.view.to_pixel(world(p), plane.size));
    plane.labels = isoline_labels(*plane.field, plane.levels, plane.view, plane.size, places, {.scale = static_cast<double>(ui.scale)});
    plane.labelled_field = plane.field->revision;
    plane.labelled_view = plane.view;
}

void draw_picture(const Ui& ui, PlanePicture& plane, const Rect& picture, const ContourStyle& style, std::span<const PicturePath> paths, double playhead, std::span<const PictureBand> bands) {
    if (!plane.picture) return;
    follow_levels(plane);
    plane.picture->update({.size = plane.size,
                           .view = plane.view,
                           .field = plane.field,
                           .mapping = plane.levels,
                           .contour = style,
                           .background = to_rgba(ui.theme->panel),
                           .bands = bands,
                           .paths = paths,
                           .playhead = playhead});
    plane.picture->render();
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(plane.picture->texture())), top_left(picture), bottom_right(picture), {0, 1}, {1, 0});
}

void draw_axes(const Ui& ui, const PlanePicture& plane, const Rect& picture) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = ui.theme->secondary;
    const float tick = ui.px(5);
    for (const Tick& t : nice_ticks({plane.view.x_lo, plane.view.x_hi}, static_cast<int>(picture.width() / ui.px(90)))) {
        if (!t.major) continue;
        const float x = std::floor(picture.x0 + static_cast<float>(t.unit) * picture.width());
        list.AddRectFilled({x, picture.y1}, {x + ui.line(), picture.y1 + tick}, ink);
        draw_text(list, ui.fonts.small, x, picture.y1 + ui.px(14), ink, t.label, 0.5f);
    }
    for (const Tick& t : nice_ticks({plane.view.y_lo, plane.view.y_hi}, static_cast<int>(picture.height() / ui.px(60)))) {
        if (!t.major) continue;
        const float y = std::floor(picture.y1 - static_cast<float>(t.unit) * picture.height());
        list.AddRectFilled({picture.x0 - tick, y}, {picture.x0, y + ui.line()}, ink);
        draw_text(list, ui.fonts.small, picture.x0 - ui.px(9), y, ink, t.label, 1);
    }
}

void draw_axis_names(const Ui& ui, const Rect& pane, const Rect& picture, std::string_view x, std::string_view y) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.small, picture.centre_x(), pane.y1 - ui.px(6), ui.theme->secondary, x, 0.5f);
    draw_text_upwards(list, ui.fonts.small, pane.x0 + ui.px(8), picture.centre_y(), ui.theme->secondary, y);
}

void draw_colour_bar(const Ui& ui, const PlanePicture& plane, ColourMapId id, const Rect& bar) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ColourMap& map = colour_map(id);
    constexpr int pieces = 64;
    for (int i = 0; i < pieces; ++i) {
        const auto y = [&](int k) { return bar.y1 - bar.height() * static_cast<float>(k) / pieces; };
        const ImU32 low = colour(map.at(static_cast<double>(i) / pieces)), high = colour(map.at((i + 1.0) / pieces));
        list.AddRectFilledMultiColor({bar.x0, y(i + 1)}, {bar.x1, y(i)}, high, high, low, low);
    }
    for (const LevelTick& t : colour_bar_ticks(plane.mapping, std::max(2, static_cast<int>(bar.height() / ui.px(48))))) {
        const float y = std::floor(bar.y1 - static_cast<float>(t.fraction) * bar.height());
        if (y < bar.y0 + ui.px(5) || y > bar.y1 - ui.px(5)) continue;
        draw_text(list, ui.fonts.small, bar.x1 + ui.px(7), y, ui.theme->secondary, t.label);
    }
}

void draw_isoline_labels(const Ui& ui, const PlanePicture& plane, ColourMapId id, const Rect& picture, std::span<const Rect> covered) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ColourMap& map = colour_map(id);
    for (const IsolineLabel& label : plane.labels) {
        // The labels were placed for the view of that moment; while a hand moves the picture they move along.
        const WorldPoint at = plane.labelled_view.from_pixel(label.centre, plane.size);
        const ImVec2 p = on_screen(plane, picture, {at.x, at.y});
        const float half = text_width(ui.fonts.small, label.text) * 0.5f + ui.px(3), high = ui.px(7);
        const Rect plate{p.x - half, p.y - high, p.x + half, p.y + high};
        if (!picture.inset(ui.px(2)).contains(plate)) continue;
        if (std::any_of(covered.begin(), covered.end(), [&](const Rect& r) { return r.x0 < plate.x1 && plate.x0 < r.x1 && r.y0 < plate.y1 && plate.y0 < r.y1; })) continue;
        list.AddRectFilled(top_left(plate), bottom_right(plate), colour(map.at(label.fraction), 0.8f), ui.px(3));
        draw_text(list, ui.fonts.small, p.x, p.y, colour(map.text_at(label.fraction), 0.85f), label.text, 0.5f);
    }
}

Rect draw_readout_box(const Ui& ui, const Rect& picture, std::span<const ReadoutCell> cells) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line = ui.px(19), pad = ui.px(10), gap = ui.px(9);
    float column = ui.px(112);  // wider where the view is so deep that positions need many digits
    for (const ReadoutCell& cell : cells) column = std::max(column, text_width(ui.fonts.mono, cell.name) + gap + text_width(ui.fonts.mono, cell.value) + pad);
    const auto lines = static_cast<float>((cells.size() + 1) / 2);
    const Rect box{picture.x0 + ui.px(8), picture.y0 + ui.px(8), picture.x0 + ui.px(8) + 2 * column + pad, picture.y0 + ui.px(8) + lines * line + pad};
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->readout, ui.px(6));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const float x = box.x0 + pad + column * static_cast<float>(i % 2), y = box.y0 + pad * 0.5f + line * (0.5f + static_cast<float>(i / 2));
        const float after = draw_text(list, ui.fonts.mono, x, y, ui.theme->secondary, cells[i].name);
        draw_text(list, ui.fonts.mono, after + gap, y, ui.theme->text, cells[i].value);
    }
    return box;
}

}  // namespace thalweg::app
