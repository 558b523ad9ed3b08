// What the 3D view remembers between frames.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <imgui.h>

#include "app/gpu/surface_picture.hpp"
#include "app/scene/height_field_job.hpp"
#include "app/views/surface_options.hpp"
#include "app/widgets/rect.hpp"
#include "core/problems/problem.hpp"

namespace thalweg::app {

struct SurfaceState {
    explicit SurfaceState(HeightFieldJob::Wake wake = {}) : job(std::move(wake)) {}

    SurfaceOptions options;
    std::unique_ptr<SurfacePicture> picture;  // none without GL: everything but the picture is drawn then

    PixelSize size;
    OrbitCamera camera;
    bool at_home = true;      // the user has not moved the camera since the last reset
    bool reset_view = false;  // asked for by a key
    std::string subject;      // that the camera was set up for
    double moved_at = -1e9;   // when something last moved, ImGui's time

    std::shared_ptr<const Problem> problem;  // another one needs new heights
    ViewRect rect;                           // of the plane
    FieldRequest requested;
    std::shared_ptr<const HeightField> field;
    std::shared_ptr<const SurfaceMesh> mesh;

    Rect covered{};  // by the read-out of the frame before: labels of axes keep clear of it

    enum class Drag { none, pressed, orbit, pan, start } drag = Drag::none;
    ImVec2 pressed_at{};

    HeightFieldJob job;  // last: stops before the rest goes
};

}  // namespace thalweg::app
