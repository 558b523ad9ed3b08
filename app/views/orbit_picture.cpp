#include "app/views/orbit_picture.hpp"

#include <cmath>

#include "app/scene/best_azimuth.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

constexpr double plain_height = 0.9;  // of the box, its longer side being 2
constexpr double calm_after = 0.15;   // seconds without a move: worth the fine triangles
constexpr float margin = 46;          // unscaled; labels of the axes

double box_height(const OrbitPicture& orbit) { return plain_height * orbit.options.exaggeration; }

void move_camera(OrbitPicture& orbit, const OrbitCamera& camera) {
    if (camera == orbit.camera) return;
    orbit.camera = camera;
    orbit.at_home = false;
    orbit.moved_at = ImGui::GetTime();
}

}  // namespace

SurfaceScene scene_of(const Ui& ui, const OrbitPicture& orbit, const Rect& picture) {
    return {*orbit.mesh, box_height(orbit), CameraView(orbit.camera, orbit.mesh->box(box_height(orbit)), orbit.size, static_cast<double>(ui.px(margin))), picture};
}

void go_home(OrbitPicture& orbit) {
    orbit.camera = {};
    orbit.camera.azimuth = best_azimuth(*orbit.mesh, box_height(orbit), orbit.size);
    orbit.at_home = true;
    orbit.reset_view = false;
}

void zoom_with_wheel(OrbitPicture& orbit, const SurfaceScene& scene) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!(std::abs(io.MouseWheel) > 0)) return;
    move_camera(orbit, zoomed(orbit.camera, scene.camera, std::pow(1.15, static_cast<double>(io.MouseWheel)), scene.in_picture(io.MousePos)));
    claim_wheel();
}

void begin_drag(OrbitPicture& orbit) {
    const ImGuiIO& io = ImGui::GetIO();
    using Drag = OrbitPicture::Drag;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        orbit.drag = io.KeyShift ? Drag::pan : Drag::pressed;
        orbit.pressed_at = io.MousePos;
    } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Right) || ImGui::IsMouseClicked(ImGuiMouseButton_Middle)) {
        orbit.drag = Drag::pan;
    }
}

bool go_on_dragging(const Ui& ui, OrbitPicture& orbit, const SurfaceScene& scene) {
    const ImGuiIO& io = ImGui::GetIO();
    using Drag = OrbitPicture::Drag;
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) && !ImGui::IsMouseDown(ImGuiMouseButton_Right) && !ImGui::IsMouseDown(ImGuiMouseButton_Middle)) return false;
    const PixelPoint by{static_cast<double>(io.MouseDelta.x), static_cast<double>(io.MouseDelta.y)};
    const bool moved = by.x != 0 || by.y != 0;
    if (orbit.drag == Drag::pressed && std::hypot(io.MousePos.x - orbit.pressed_at.x, io.MousePos.y - orbit.pressed_at.y) > ui.px(4)) orbit.drag = Drag::orbit;
    if (orbit.drag == Drag::orbit && moved) move_camera(orbit, orbited(orbit.camera, by, orbit.size));
    if (orbit.drag == Drag::pan && moved) move_camera(orbit, panned(orbit.camera, scene.camera, by));
    if (orbit.drag == Drag::pan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    return true;
}

void draw_picture(const Ui& ui, OrbitPicture& orbit, const Rect& picture, const ContourStyle& style, std::span<const PicturePath> paths, double playhead) {
    if (!orbit.picture) return;
    const double calm = ImGui::GetTime() - orbit.moved_at;
    const bool fine = calm >= calm_after, ready = orbit.mesh && !orbit.mesh->empty();
    if (!fine) ui.frame_request->ask(calm_after - calm + 0.005);
    const std::vector<DrapedVertex> grid = ready ? wall_grid(scene_of(ui, orbit, picture)) : std::vector<DrapedVertex>{};
    orbit.picture->update({.size = orbit.size,
                           .camera = orbit.camera,
                           .margin = static_cast<double>(ui.px(margin)),
                           .mesh = ready ? orbit.mesh : nullptr,
                           .box_height = box_height(orbit),
                           .fine = fine,
                           .style = style,
                           .background = to_rgba(ui.theme->panel),
                           .grid = grid,
                           .grid_colour = to_rgba(ui.theme->outline, 0.55f),
                           .paths = paths,
                           .playhead = playhead});
    orbit.picture->render();
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(orbit.picture->texture())), top_left(picture), bottom_right(picture), {0, 1}, {1, 0});
}

}  // namespace thalweg::app
