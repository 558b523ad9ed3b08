#include "app/scene/best_azimuth.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

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

}  // namespace

double best_azimuth(const SurfaceMesh& mesh, double height, PixelSize size) {
    constexpr double clearly = 0.08, pi = std::numbers::pi;
    const double home = OrbitCamera{}.azimuth;
    double best = home, most = seen_from(mesh, height, home, size) + clearly;
    for (int quarter = 0; quarter < 4; ++quarter)
        for (const double azimuth : {home + quarter * 0.5 * pi, -pi - home + quarter * 0.5 * pi})
            if (const double seen = seen_from(mesh, height, azimuth, size); seen > most) most = seen, best = azimuth;
    return std::remainder(best, 2 * pi);
}

}  // namespace thalweg::app
