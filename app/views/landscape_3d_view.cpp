#include "app/views/landscape_3d_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/contour_overlay.hpp"
#include "app/views/landscape_heading.hpp"
#include "app/views/landscape_view.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

void follow_mesh(Landscape3dState& state, const LandscapeState& landscape) {
    if (!landscape.relief || (state.mesh && state.relief == landscape.relief && state.mesh->mapping == landscape.mapping)) return;
    if (state.mesh) state.moved_at = ImGui::GetTime();  // more may follow
    state.relief = landscape.relief;
    state.mesh = std::make_shared<const SurfaceMesh>(make_surface(*landscape.relief, landscape.relief_view, landscape.mapping, 0.0));
}

// Another kind of plane, network or draw is another surface; the same one moved by an edit is not.
bool other_surface(const PlaneRequest& a, const PlaneRequest& b) {
    return a.race->built.problem != b.race->built.problem || a.kind != b.kind || a.seed != b.seed || a.weights != b.weights;
}

void follow_camera(Landscape3dState& state, const LandscapeState& landscape) {
    if (!state.mesh || state.mesh->empty() || landscape.result.side < grid_side(2)) return;
    const PlaneRequest& now = landscape.result.plane->of;
    if (!state.reset_view && state.seen && !other_surface(*state.seen, now)) return;
    go_home(state);
    state.seen = now;
}

void handle_mouse(const ViewContext& context, Landscape3dState& state, const LandscapeState& landscape, const SurfaceScene& scene, const Hit& over) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (over.hovered && state.drag == OrbitPicture::Drag::none) {
        zoom_with_wheel(state, scene);
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) state.reset_view = true;
        begin_drag(state);
    }
    if (state.drag != OrbitPicture::Drag::none) {
        if (!go_on_dragging(context.ui, state, scene)) state.drag = OrbitPicture::Drag::none;
    } else if (over.hovered) {
        context.cursor.next = landscape_step_under(context, landscape, placer_of(scene, false), mouse);
        context.cursor.next_point = point_under(scene, mouse);
    }
}

}  // namespace

void draw_landscape_3d_view(const ViewContext& context, Landscape3dState& state, LandscapeState& landscape, ContourOptions& options) {
    const Ui& ui = context.ui;
    if (!context.session.network()) return;
    ImGui::PushID("landscape 3d");
    // The heading stands above the picture from above where that is on screen.
    float top = context.rect.y0 + ui.px(36);
    if (landscape.shown) draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, context.rect.x0 + ui.px(16), context.rect.y0 + ui.px(20), ui.theme->secondary, "LANDSCAPE IN 3D");
    else top = draw_landscape_heading(context, landscape);
    const Rect picture{std::floor(context.rect.x0), std::floor(top), std::floor(context.rect.x1), std::floor(context.rect.y1)};
    const PixelSize size{static_cast<int>(picture.width()), static_cast<int>(picture.height())};
    if (size.width < 48 || size.height < 48) return ImGui::PopID();
    state.size = size;
    if (!landscape.shown) follow_landscape(context, landscape, size);
    follow_mesh(state, landscape);
    follow_camera(state, landscape);

    const Hit over = hit_below(ui, "picture", picture);  // options lie on the picture
    const bool ready = state.mesh && !state.mesh->empty() && landscape.field;
    if (ready) {
        handle_mouse(context, state, landscape, scene_of(ui, state, picture), over);
        const SurfaceScene scene = scene_of(ui, state, picture);
        draw_picture(ui, state, picture, {.map = shown_map(options, ui), .isolines = options.isolines, .scale = ui.scale}, landscape_paths(context, landscape), context.session.playhead());
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.PushClipRect(top_left(picture), bottom_right(picture), true);
        const auto names = axis_names(landscape);
        draw_box_axes(ui, scene, {names[0], names[1], "loss"}, state.covered);
        const Placer place = placer_of(scene, true);
        if (landscape.result.lowest) draw_minimum(ui, place({landscape.result.lowest->x, landscape.result.lowest->y}));
        draw_racers_at(context, racer_placer(context, landscape, place));
        if (!over.hovered) draw_shared_point(context, place);
        list.PopClipRect();
        if (picture.width() > ui.px(160)) {
            const double before = state.options.exaggeration;
            draw_landscape_options(context, landscape, options, picture, state.at_home, state.reset_view, &state.options.exaggeration);
            if (state.options.exaggeration != before) state.moved_at = ImGui::GetTime();
        }
    }
    state.covered = {};
    if (ready && over.hovered && context.cursor.next_point) state.covered = draw_landscape_readout(context, landscape, picture, *context.cursor.next_point);
    ImGui::PopID();
}

}  // namespace thalweg::app
