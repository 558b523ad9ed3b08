// A surface in 3D, whatever it is the surface of: its box, the eye, and what a hand does to it.
#pragma once

#include <memory>
#include <span>

#include "app/gpu/surface_picture.hpp"
#include "app/views/surface_options.hpp"
#include "app/views/surface_overlay.hpp"

namespace thalweg::app {

struct OrbitPicture {
    SurfaceOptions options;
    std::unique_ptr<SurfacePicture> picture;  // none without GL: everything but the picture is drawn then

    PixelSize size;
    OrbitCamera camera;
    bool at_home = true;      // the user has not moved the camera since the last reset
    bool reset_view = false;  // asked for by a key
    double moved_at = -1e9;   // when something last moved, ImGui's time

    std::shared_ptr<const SurfaceMesh> mesh;
    Rect covered{};  // by the read-out of the frame before: labels of axes keep clear of it

    enum class Drag { none, pressed, orbit, pan, grip } drag = Drag::none;  // grip: something else than the picture is in the hand
    ImVec2 pressed_at{};
};

SurfaceScene scene_of(const Ui& ui, const OrbitPicture& orbit, const Rect& picture);  // while its mesh lives
void go_home(OrbitPicture& orbit);  // the whole surface from where most of its valleys is seen

// Left turns, right or Shift shifts, the wheel comes closer.
void zoom_with_wheel(OrbitPicture& orbit, const SurfaceScene& scene);
void begin_drag(OrbitPicture& orbit);  // where the mouse is over it and a button goes down
bool go_on_dragging(const Ui& ui, OrbitPicture& orbit, const SurfaceScene& scene);  // false once no button is down

void draw_picture(const Ui& ui, OrbitPicture& orbit, const Rect& picture, const ContourStyle& style, std::span<const PicturePath> paths, double playhead);

}  // namespace thalweg::app
