#include "app/views/surface_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/contour_ensemble.hpp"
#include "app/views/contour_overlay.hpp"
#include "app/views/contour_view.hpp"
#include "app/views/surface_overlay.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

void follow_mesh(const ContourState& contour, SurfaceState& state) {
    const bool other = state.problem != contour.problem;
    const ViewRect rect = contour.shown || !contour.at_home ? contour.view : limited(view_of(contour.problem->domain));
    if (other || !(rect == state.rect)) {
        if (other) {
            state.job.cancel();  // the heights of another problem must not arrive any more
            state.field.reset();
        }
        state.problem = contour.problem;
        state.rect = rect;
        state.requested = surface_request(sampler_of(*state.problem), rect, state.problem->minimum);
        state.job.request(state.requested);
    }
    auto field = state.job.take(std::chrono::milliseconds(6));
    const bool fresh = field && field->rect == state.requested.rect;
    if (fresh) state.field = std::move(field);
    if (!state.field || !(state.field->rect == state.requested.rect)) return;
    if (!fresh && state.mesh && state.mesh->mapping == contour.mapping) return;
    if (state.mesh) state.moved_at = ImGui::GetTime();  // more may follow
    state.mesh = std::make_shared<const SurfaceMesh>(make_surface(*state.field, state.rect, contour.mapping, state.problem->minimum));
}

void follow_camera(const ContourState& contour, SurfaceState& state) {
    if (state.subject == contour.subject && !state.reset_view) return;
    if (!state.field || !state.mesh || state.mesh->empty()) return;  // of this problem
    go_home(state);
    state.subject = contour.subject;
}

void draw_picture(const ViewContext& context, SurfaceState& state, const ContourState& contour, const Rect& picture) {
    const Ui& ui = context.ui;
    std::vector<PicturePath> paths = racer_paths(context);
    add_mean_paths(context, paths);
    draw_picture(ui, state, picture, {.map = shown_map(contour, ui), .isolines = contour.options.isolines, .scale = ui.scale}, paths, context.session.playhead());
}

// The hand turns the picture; a click sets the start.
void handle_mouse(const ViewContext& context, SurfaceState& state, const SurfaceScene& scene, const Hit& over) {
    const ImGuiIO& io = ImGui::GetIO();
    using Drag = SurfaceState::Drag;
    const auto under = over.hovered || state.drag == Drag::grip ? point_under(scene, io.MousePos) : std::nullopt;
    if (over.hovered && state.drag == Drag::none) {
        zoom_with_wheel(state, scene);
        if (!under && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) state.reset_view = true;
        begin_drag(state);
        const PlacedPoint start = placer_of(scene, false)(context.session.scenario().problem.start);
        if (state.drag == Drag::pressed && start.strength > 0 && std::hypot(start.at.x - io.MousePos.x, start.at.y - io.MousePos.y) <= context.ui.px(11)) state.drag = Drag::grip;
    }
    if (state.drag == Drag::none) {
        if (over.hovered) {
            context.cursor.next = step_under(context, placer_of(scene, false), io.MousePos);
            context.cursor.next_point = under;
        }
        return;
    }
    if (go_on_dragging(context.ui, state, scene)) {
        if (state.drag == Drag::grip && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) && under) context.edits.push_back(SetStart{*under});
        return;
    }
    if (state.drag == Drag::pressed && over.clicked && under) context.edits.push_back(SetStart{*under});
    if (state.drag == Drag::pressed || state.drag == Drag::grip) context.edits.push_back(EndGesture{});
    state.drag = Drag::none;
}

void draw_options(const ViewContext& context, SurfaceState& state, ContourState& contour, const Rect& picture) {
    const Ui& ui = context.ui;
    const float side = ui.px(26);
    const Rect menu{picture.x1 - side - ui.px(8), picture.y0 + ui.px(8), picture.x1 - ui.px(8), picture.y0 + ui.px(8) + side};
    const Rect reset{menu.x0 - side - ui.px(6), menu.y0, menu.x0 - ui.px(6), menu.y1};
    if (!state.at_home && icon_button(ui, "reset camera", reset, Icon::reset, "Show the whole surface (R)")) state.reset_view = true;
    if (icon_button(ui, "surface options", menu, Icon::gear, "Colours, heights")) open_menu("surface menu");
    if (!begin_menu(ui, "surface menu", menu, 280)) return;
    ContourOptions& options = contour.options;
    menu_heading(ui, "Colours");
    for (const ColourMapId id : colour_map_ids())
        if (menu_item(ui, colour_map(id).label, {.checked = shown_map(contour, ui) == id})) options.map = id;
    menu_heading(ui, "Heights");
    const HeightScale shown = options.heights.value_or(contour.natural_scale);
    if (menu_item(ui, "Logarithmic", {.checked = shown == HeightScale::log})) options.heights = HeightScale::log;
    if (menu_item(ui, "Linear", {.checked = shown == HeightScale::linear})) options.heights = HeightScale::linear;
    const SliderSpec spec{.label = "Stretch", .min = least_exaggeration, .max = most_exaggeration, .reset_value = 1, .scale = SliderScale::log,
                          .typed_min = least_exaggeration, .typed_max = most_exaggeration, .tip = "Vertical exaggeration", .label_width = 56};
    if (slider(ui, "exaggeration", spec, state.options.exaggeration, ImGui::GetContentRegionAvail().x).changed) state.moved_at = ImGui::GetTime();
    menu_separator(ui);
    if (menu_item(ui, "Isolines", {.checked = options.isolines, .keep_open = true})) options.isolines = !options.isolines;
    if (menu_item(ui, "Show the whole surface", {.shortcut = "R"})) state.reset_view = true;
    end_menu();
}

}  // namespace

bool surface_busy(const SurfaceState& state) { return state.job.busy() || !state.field || state.field->preview; }

void draw_surface_view(const ViewContext& context, SurfaceState& state, ContourState& contour) {
    const Ui& ui = context.ui;
    const Rect& pane = context.rect;
    const Rect picture{std::floor(pane.x0), std::floor(pane.y0), std::floor(pane.x1), std::floor(pane.y1)};
    const PixelSize size{static_cast<int>(picture.width()), static_cast<int>(picture.height())};
    if (size.width < 48 || size.height < 48) return;
    if (!(size == state.size)) state.size = size;
    follow_problem(context.session, contour);
    follow_mesh(contour, state);
    follow_camera(contour, state);

    ImGui::PushID("surface");
    const Hit over = hit_below(ui, "picture", picture);  // options lie on the picture
    const bool ready = state.mesh && !state.mesh->empty();
    if (ready) handle_mouse(context, state, scene_of(ui, state, picture), over);
    draw_picture(context, state, contour, picture);
    if (ready) {
        const SurfaceScene scene = scene_of(ui, state, picture);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.PushClipRect(top_left(picture), bottom_right(picture), true);
        const Problem& problem = context.session.problem();
        draw_box_axes(ui, scene, {problem.axes[0], problem.axes[1], scene.mesh.mapping.counts_from_base() ? "f − f*" : "f"}, state.covered);
        const Placer place = placer_of(scene, true);
        draw_landmarks(context, place);
        draw_racers_at(context, place);
        if (!over.hovered) draw_shared_point(context, place);
        list.PopClipRect();
    }
    state.covered = {};
    if (picture.width() > ui.px(160)) draw_options(context, state, contour, picture);
    if (over.hovered && context.cursor.next_point) {
        const double zoom = std::max(state.camera.zoom, 1.0) * std::max(1, std::min(size.width, size.height));
        state.covered = draw_point_readout(context, picture, *context.cursor.next_point, state.mesh->rect.width() / zoom, state.mesh->rect.height() / zoom);
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
