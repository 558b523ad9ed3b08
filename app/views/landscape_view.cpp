#include "app/views/landscape_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/scene/field_sampler.hpp"
#include "app/views/contour_overlay.hpp"
#include "app/views/landscape_heading.hpp"
#include "app/views/surface_options.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

void handle_mouse(const ViewContext& context, LandscapeState& state, const Rect& picture, const Hit& over) {
    const ImGuiIO& io = ImGui::GetIO();
    using Drag = LandscapeState::Drag;
    if (over.hovered && state.drag == Drag::none) zoom_with_wheel(state, picture);
    if (over.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) state.reset_view = true;
    if (over.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        state.drag = Drag::pressed;
        state.pressed_at = io.MousePos;
    }
    if (state.drag == Drag::none) {
        if (!over.hovered) return;
        const WorldPoint under = state.view.from_pixel(in_picture(picture, io.MousePos), state.size);
        context.cursor.next = landscape_step_under(context, state, placer_of(state, picture), io.MousePos);
        context.cursor.next_point = Point(under.x, under.y);
        return;
    }
    if (!over.held) {
        state.drag = Drag::none;
        return;
    }
    const ImVec2 whole{io.MousePos.x - state.pressed_at.x, io.MousePos.y - state.pressed_at.y};
    if (state.drag == Drag::pressed && std::hypot(whole.x, whole.y) > context.ui.px(4)) {
        state.drag = Drag::pan;
        pan(state, whole);
    } else if (state.drag == Drag::pan && std::abs(io.MouseDelta.x) + std::abs(io.MouseDelta.y) > 0) {
        pan(state, io.MouseDelta);
    }
    if (state.drag == Drag::pan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
}

void follow_labels(const Ui& ui, LandscapeState& state, const ContourOptions& options) {
    if (!options.labels || !options.isolines || !state.field) {
        state.labels.clear();
        state.labelled_field = 0;
        return;
    }
    if (!(state.result.view == state.view) || state.field != state.result.field) return;
    std::vector<Point> avoid;
    if (state.result.lowest) avoid.emplace_back(state.result.lowest->x, state.result.lowest->y);
    follow_labels(ui, state, avoid);
}

}  // namespace

void draw_landscape_options(const ViewContext& context, LandscapeState& state, ContourOptions& options, const Rect& picture, bool at_home, bool& reset, double* exaggeration) {
    const Ui& ui = context.ui;
    const float side = ui.px(26);
    const Rect menu{picture.x1 - side - ui.px(8), picture.y0 + ui.px(8), picture.x1 - ui.px(8), picture.y0 + ui.px(8) + side};
    const Rect home{menu.x0 - side - ui.px(6), menu.y0, menu.x0 - ui.px(6), menu.y1};
    if (!at_home && icon_button(ui, "reset view", home, Icon::reset, "Show all paths (R)")) reset = true;
    if (icon_button(ui, "landscape options", menu, Icon::gear, "Colours, levels")) open_menu("landscape menu");
    if (!begin_menu(ui, "landscape menu", menu, 230)) return;
    menu_heading(ui, "Colours");
    for (const ColourMapId id : colour_map_ids())
        if (menu_item(ui, colour_map(id).label, {.checked = shown_map(options, ui) == id})) options.map = id;
    menu_heading(ui, "Levels");
    if (menu_item(ui, "Logarithmic", {.checked = state.heights == HeightScale::log})) state.heights = HeightScale::log;
    if (menu_item(ui, "Linear", {.checked = state.heights == HeightScale::linear})) state.heights = HeightScale::linear;
    if (exaggeration) {
        const SliderSpec spec{.label = "Stretch", .min = least_exaggeration, .max = most_exaggeration, .reset_value = 1, .scale = SliderScale::log,
                              .typed_min = least_exaggeration, .typed_max = most_exaggeration, .tip = "Vertical exaggeration", .label_width = 56};
        slider(ui, "exaggeration", spec, *exaggeration, ImGui::GetContentRegionAvail().x);
    }
    menu_separator(ui);
    if (menu_item(ui, "Isolines", {.checked = options.isolines, .keep_open = true})) options.isolines = !options.isolines;
    if (menu_item(ui, "Labels on isolines", {.checked = options.labels, .keep_open = true})) options.labels = !options.labels;
    if (menu_item(ui, "Show all paths", {.shortcut = "R"})) reset = true;
    end_menu();
}

Rect draw_landscape_readout(const ViewContext& context, const LandscapeState& state, const Rect& picture, const Point& at) {
    const auto names = axis_names(state);
    const double x_pixel = state.view.width() / std::max(1, state.size.width), y_pixel = state.view.height() / std::max(1, state.size.height);
    double loss = std::numeric_limits<double>::quiet_NaN();
    if (state.field) interpolated(state.field)({&at.x(), 1}, at.y(), &loss);
    std::vector<ReadoutCell> cells{{names[0], format_resolved(at.x(), x_pixel)}, {names[1], format_resolved(at.y(), y_pixel)}, {"loss", std::isfinite(loss) ? format_number(round_to_digits(loss, 4)) : "not finite"}};
    const auto& plane = state.result.plane;
    const std::size_t racer = context.session.selected();
    if (context.cursor.step && plane && racer < plane->paths.size() && plane->paths[racer].size() > 0) cells.push_back({"off plane", format_number(round_to_digits(plane->paths[racer].at(*context.cursor.step).distance, 3))});
    return draw_readout_box(context.ui, picture, cells);
}

void draw_landscape_view(const ViewContext& context, LandscapeState& state, ContourOptions& options) {
    const Ui& ui = context.ui;
    if (!context.session.network()) return;
    ImGui::PushID("landscape");
    Rect pane = context.rect;
    pane.y0 = draw_landscape_heading(context, state) - ui.px(6);
    const auto [picture, bar] = lay_out_plane(ui, pane, state.view);
    const PixelSize size{static_cast<int>(picture.width()), static_cast<int>(picture.height())};
    if (size.width < 48 || size.height < 48) return ImGui::PopID();
    const Hit over = hit_below(ui, "picture", picture);  // options lie on the picture
    handle_mouse(context, state, picture, over);
    if (follow_landscape(context, state, size)) {
        follow_labels(ui, state, options);
        const ColourMapId map = shown_map(options, ui);
        const std::vector<PicturePath> paths = landscape_paths(context, state);
        draw_picture(ui, state, picture, {.map = map, .isolines = options.isolines, .scale = ui.scale}, paths, context.session.playhead());
        ImGui::GetWindowDrawList()->PushClipRect(top_left(picture), bottom_right(picture), true);
        draw_isoline_labels(ui, state, map, picture, {});
        const Placer place = placer_of(state, picture);
        if (state.result.lowest) draw_minimum(ui, place({state.result.lowest->x, state.result.lowest->y}));
        draw_racers_at(context, racer_placer(context, state, place));
        if (!over.hovered) draw_shared_point(context, place);
        ImGui::GetWindowDrawList()->PopClipRect();
        draw_axes(ui, state, picture);
        const auto names = axis_names(state);
        const std::string what = state.result.plane->of.kind == PlaneKind::weights ? "" : "direction ";
        draw_axis_names(ui, pane, picture, what + names[0], what + names[1]);
        if (state.field) draw_colour_bar(ui, state, map, bar);
        if (picture.width() > ui.px(160)) draw_landscape_options(context, state, options, picture, state.at_home, state.reset_view);
        if (over.hovered) {
            const WorldPoint under = state.view.from_pixel(in_picture(picture, ImGui::GetIO().MousePos), state.size);
            draw_landscape_readout(context, state, picture, {under.x, under.y});
        }
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
