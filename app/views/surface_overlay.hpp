// What lies around and upon the 3D picture: the axes of its box, places of points. ImGui only, no GL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/scene/draped_path.hpp"
#include "app/views/landmarks.hpp"

namespace thalweg::app {

// The surface as it is looked at in this frame.
struct SurfaceScene {
    const SurfaceMesh& mesh;
    double box_height;
    CameraView camera;
    Rect picture;

    ImVec2 on_screen(const PixelPoint& p) const { return {picture.x0 + static_cast<float>(p.x), picture.y0 + static_cast<float>(p.y)}; }
    PixelPoint in_picture(ImVec2 p) const { return {static_cast<double>(p.x - picture.x0), static_cast<double>(p.y - picture.y0)}; }
};

// The point of the plane under a pixel.
std::optional<Point> point_under(const SurfaceScene& scene, ImVec2 mouse);

// `occlusion`: points behind the surface come out faint; costs a ray each.
Placer placer_of(const SurfaceScene& scene, bool occlusion);

// Lines of the grid on the walls at the back, for the picture.
std::vector<DrapedVertex> wall_grid(const SurfaceScene& scene);

// Edges, ticks and labels at the front.
struct BoxNames {
    std::string_view x, y, height;
};
void draw_box_axes(const Ui& ui, const SurfaceScene& scene, const BoxNames& names, const Rect& covered);

}  // namespace thalweg::app
