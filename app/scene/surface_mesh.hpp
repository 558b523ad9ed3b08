// A height field as a surface in a box: heights on the contour's level scale, slopes, triangles.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/scene/camera.hpp"
#include "app/scene/height_field.hpp"
#include "app/scene/levels.hpp"

namespace thalweg::app {

struct SurfaceMesh {
    struct Sample {
        float height = 0;               // mapped height above `lo`, at most hi − lo
        float slope_x = 0, slope_y = 0;  // of it, from one column or row to the next
    };

    int columns = 0, rows = 0;
    std::vector<Sample> samples;      // row 0 at y_lo; a hole has the height of its neighbours, so that filtering does no harm
    std::vector<bool> holes;          // where f has no finite value; empty: nowhere
    HeightMapping mapping;
    double lo = 0, hi = 1;            // mapped heights at the floor and at the ceiling of the box
    ViewRect rect;                    // of the plane, what the box stands on
    WorldPoint first;                 // of sample (0, 0) …
    double step_x = 0, step_y = 0;    // … and from one to the next, in the plane
    double half_x = 1, half_y = 1;    // of the box
    std::uint64_t revision = 0;       // distinct for every mesh ever made

    bool empty() const { return samples.empty(); }
    const Sample& at(int column, int row) const { return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)]; }
    bool hole(int column, int row) const { return !holes.empty() && holes[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)]; }

    BoxShape box(double height) const { return {half_x, half_y, height}; }
    double box_x(double x) const { return (x - rect.x_lo) / rect.width() * 2 * half_x - half_x; }
    double box_y(double y) const { return (y - rect.y_lo) / rect.height() * 2 * half_y - half_y; }
    WorldPoint world(const Vec3& p) const { return {rect.x_lo + (p.x() + half_x) / (2 * half_x) * rect.width(), rect.y_lo + (p.y() + half_y) / (2 * half_y) * rect.height()}; }
    double column_at(double x) const { return (x - first.x) / step_x; }
    double row_at(double y) const { return (y - first.y) / step_y; }

    // Height of the fine triangles, 0 … 1 from floor to ceiling; none outside and over holes. What lies on the surface uses this one: the true height
    // would sink below the triangles in narrow valleys.
    std::optional<double> height_at(WorldPoint p) const;
    std::optional<Vec3> on_surface(WorldPoint p, double box_height) const;
};

// Triangles use every so many samples: few while the picture moves, more when it rests.
inline constexpr int fine_stride = 2, coarse_stride = 4;

// What to sample for a mesh on `rect`: the outermost samples lie on its borders.
FieldRequest surface_request(RowSampler sampler, const ViewRect& rect, std::optional<double> known_minimum);

// `rect`: the one that the field was asked for. The box has its shape, but is never slimmer than 1 : 2. The vertical range is that of the field: all of it, unless few high places would flatten the rest.
SurfaceMesh make_surface(const HeightField& field, const ViewRect& rect, const HeightMapping& mapping, std::optional<double> known_minimum);

// Corners of triangles as indices of samples. Triangles with a corner in a hole are left out.
std::vector<std::uint32_t> surface_triangles(const SurfaceMesh& mesh, int stride);

// Where a ray meets the surface first.
std::optional<Vec3> pick(const SurfaceMesh& mesh, double box_height, const Ray& ray);

// Nothing of the surface is between the eye and this point of it.
bool visible_from(const SurfaceMesh& mesh, double box_height, const Vec3& eye, const Vec3& point);

}  // namespace thalweg::app
