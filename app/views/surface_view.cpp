#include "app/views/surface_view.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/contour_ensemble.hpp"
#include "app/views/contour_overlay.hpp"
#include "app/views/contour_view.hpp"
#include "app/views/surface_overlay.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

constexpr double plain_height = 0.9;        // of the box, its longer side being 2
constexpr double calm_after = 0.15;         // seconds without a move: worth the fine triangles
constexpr float margin = 46;                // unscaled; labels of the axes

double box_height(const SurfaceState& state) { return plain_height * state.options.exaggeration; }

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

// Of a place of the surface the eye sees the upper side, not the underside of what hangs down to the floor.
bool from_above(const SurfaceMesh& mesh, double height, const Vec3& to_eye, WorldPoint p) {
    const auto nearest = [](double at, int count) { return std::clamp(static_cast<int>(std::lround(at)), 0, count - 1); };
    const SurfaceMesh::Sample& s = mesh.at(nearest(mesh.column_at(p.x), mesh.columns), nearest(mesh.row_at(p.y), mesh.rows));
    const double up = height / (mesh.hi - mesh.lo), per_x = mesh.rect.width() / (2 * mesh.half_x * mesh.step_x), per_y = mesh.rect.height() / (2 * mesh.half_y * mesh.step_y);
    return to_eye.z() > up * (static_cast<double>(s.slope_x) * per_x * to_eye.x() + static_cast<double>(s.slope_y) * per_y * to_eye.y());
}

// How much of the low ground, where races end, an eye at this azimuth sees.
double seen_from(const SurfaceMesh& mesh, double height, double azimuth, PixelSize size) {
    OrbitCamera camera;
    camera.azimuth = azimuth;
    const CameraView view(camera, mesh.box(height), size);
    constexpr int across = 24;
    constexpr double low = 0.4;
    double whole = 0, seen = 0;
    for (int j = 0; j < across; ++j)
        for (int i = 0; i < across; ++i) {
            const WorldPoint p{mesh.rect.x_lo + (i + 0.5) / across * mesh.rect.width(), mesh.rect.y_lo + (j + 0.5) / across * mesh.rect.height()};
            const auto h = mesh.height_at(p);
            if (!h || *h > low) continue;
            const double weight = 1 + 4 * (low - *h);
            whole += weight;
            const Vec3 place = *mesh.on_surface(p, height);
            if (from_above(mesh, height, view.eye() - place, p) && visible_from(mesh, height, view.eye(), place)) seen += weight;
        }
    return whole > 0 ? seen / whole : 1;
}

// x to the right and y away, unless from another corner clearly more of the valleys is seen.
double best_azimuth(const SurfaceMesh& mesh, double height, PixelSize size) {
    constexpr double clearly = 0.08, pi = std::numbers::pi;
    const double home = OrbitCamera{}.azimuth;
    double best = home, most = seen_from(mesh, height, home, size) + clearly;
    for (int quarter = 0; quarter < 4; ++quarter)
        for (const double azimuth : {home + quarter * 0.5 * pi, -pi - home + quarter * 0.5 * pi})
            if (const double seen = seen_from(mesh, height, azimuth, size); seen > most) most = seen, best = azimuth;
    return std::remainder(best, 2 * pi);
}

void follow_camera(const ContourState& contour, SurfaceState& state) {
    if (state.subject == contour.subject && !state.reset_view) return;
    if (!state.field || !state.mesh || state.mesh->empty()) return;  // of this problem
    state.camera = {};
    state.camera.azimuth = best_azimuth(*state.mesh, box_height(state), state.size);
    state.at_home = true;
    state.subject = contour.subject;
    state.reset_view = false;
}

void draw_picture(const ViewContext& context, SurfaceState& state, const ContourState& contour, const SurfaceScene* scene, const Rect& picture) {
    if (!state.picture) return;
    const Ui& ui = context.ui;
    const double calm = ImGui::GetTime() - state.moved_at;
    const bool fine = calm >= calm_after;
    if (!fine) ui.frame_request->ask(calm_after - calm + 0.005);
    const std::vector<DrapedVertex> grid = scene ? wall_grid(*scene) : std::vector<DrapedVertex>{};
    std::vector<PicturePath> paths = racer_paths(context);
    add_mean_paths(context, paths);
    state.picture->update({.size = state.size,
                           .camera = state.camera,
                           .margin = static_cast<double>(ui.px(margin)),
                           .mesh = scene ? state.mesh : nullptr,
                           .box_height = box_height(state),
                           .fine = fine,
                           .style = {.map = shown_map(contour, ui), .isolines = contour.options.isolines, .scale = ui.scale},
                           .background = to_rgba(ui.theme->panel),
                           .grid = grid,
                           .grid_colour = to_rgba(ui.theme->outline, 0.55f),
                           .paths = paths,
                           .playhead = context.session.playhead()});
    state.picture->render();
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(state.picture->texture())), top_left(picture), bottom_right(picture), {0, 1}, {1, 0});
}

void move_camera(SurfaceState& state, const OrbitCamera& camera) {
    if (camera == state.camera) return;
    state.camera = camera;
    state.at_home = false;
    state.moved_at = ImGui::GetTime();
}

// Left turns, right or Shift shifts, the wheel comes closer, a click sets the start.
void handle_mouse(const ViewContext& context, SurfaceState& state, const SurfaceScene& scene, const Hit& over) {
    const ImGuiIO& io = ImGui::GetIO();
    using Drag = SurfaceState::Drag;
    const auto under = over.hovered || state.drag == Drag::start ? point_under(scene, io.MousePos) : std::nullopt;
    if (over.hovered && std::abs(io.MouseWheel) > 0 && state.drag == Drag::none) {
        move_camera(state, zoomed(state.camera, scene.camera, std::pow(1.15, static_cast<double>(io.MouseWheel)), scene.in_picture(io.MousePos)));
        claim_wheel();
    }
    if (over.hovered && state.drag == Drag::none && !under && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) state.reset_view = true;
    if (over.hovered && state.drag == Drag::none) {
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
            const PlacedPoint start = placer_of(scene, false)(context.session.scenario().problem.start);
            const bool on_handle = start.strength > 0 && std::hypot(start.at.x - io.MousePos.x, start.at.y - io.MousePos.y) <= context.ui.px(11);
            state.drag = io.KeyShift ? Drag::pan : on_handle ? Drag::start : Drag::pressed;
            state.pressed_at = io.MousePos;
        } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Right) || ImGui::IsMouseClicked(ImGuiMouseButton_Middle)) {
            state.drag = Drag::pan;
        }
    }
    if (state.drag == Drag::none) {
        if (over.hovered) {
            context.cursor.next = step_under(context, placer_of(scene, false), io.MousePos);
            context.cursor.next_point = under;
        }
        return;
    }
    const bool held = ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::IsMouseDown(ImGuiMouseButton_Right) || ImGui::IsMouseDown(ImGuiMouseButton_Middle);
    const PixelPoint by{static_cast<double>(io.MouseDelta.x), static_cast<double>(io.MouseDelta.y)};
    const bool moved = by.x != 0 || by.y != 0;
    if (held) {
        if (state.drag == Drag::pressed && std::hypot(io.MousePos.x - state.pressed_at.x, io.MousePos.y - state.pressed_at.y) > context.ui.px(4)) state.drag = Drag::orbit;
        if (state.drag == Drag::orbit && moved) move_camera(state, orbited(state.camera, by, state.size));
        if (state.drag == Drag::pan && moved) move_camera(state, panned(state.camera, scene.camera, by));
        if (state.drag == Drag::start && moved && under) context.edits.push_back(SetStart{*under});
        if (state.drag == Drag::pan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
        return;
    }
    if (state.drag == Drag::pressed && over.clicked && under) context.edits.push_back(SetStart{*under});
    if (state.drag == Drag::pressed || state.drag == Drag::start) context.edits.push_back(EndGesture{});
    state.drag = Drag::none;
}

void draw_options(const ViewContext& context, SurfaceState& state, ContourState& contour, const Rect& picture) {
    const Ui& ui = context.ui;
    const float side = ui.px(26);
    const Rect menu{picture.x1 - side - ui.px(8), picture.y0 + ui.px(8), picture.x1 - ui.px(8), picture.y0 + ui.px(8) + side};
    const Rect reset{menu.x0 - side - ui.px(6), menu.y0, menu.x0 - ui.px(6), menu.y1};
    if (!state.at_home && icon_button(ui, "reset camera", reset, Icon::reset, "Show the whole surface (R)")) state.reset_view = true;
    if (icon_button(ui, "surface options", menu, Icon::gear, "Colours, heights")) open_menu("surface menu");
    if (!begin_menu(ui, "surface menu", menu, 230)) return;
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
    const Hit over = hit(ui, "picture", picture);
    ImGui::SetItemAllowOverlap();  // options lie on the picture, so they take the mouse first
    const auto scene_now = [&] {
        return SurfaceScene{*state.mesh, box_height(state), CameraView(state.camera, state.mesh->box(box_height(state)), size, static_cast<double>(ui.px(margin))), picture};
    };
    const bool ready = state.mesh && !state.mesh->empty();
    if (ready) handle_mouse(context, state, scene_now(), over);
    if (ready) {
        const SurfaceScene scene = scene_now();
        draw_picture(context, state, contour, &scene, picture);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.PushClipRect(top_left(picture), bottom_right(picture), true);
        draw_box_axes(context, scene, state.covered);
        const Placer place = placer_of(scene, true);
        draw_landmarks(context, place);
        draw_racers_at(context, place);
        if (!over.hovered) draw_shared_point(context, place);
        list.PopClipRect();
    } else {
        draw_picture(context, state, contour, nullptr, picture);
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
