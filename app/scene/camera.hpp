// The eye that looks at the box with the surface in it: orbit angles, zoom and target. Pure geometry in double.
// Box coordinates: x and y as in the plane, its longer side from −1 to 1; z up from 0 to the box's height.
#pragma once

#include <array>
#include <optional>

#include <Eigen/Dense>

#include "app/scene/view_rect.hpp"

namespace thalweg::app {

using Vec3 = Eigen::Vector3d;

struct BoxShape {
    double half_x = 1, half_y = 1, height = 0.8;

    Vec3 centre() const { return {0, 0, 0.5 * height}; }
    double radius() const { return Vec3(half_x, half_y, 0.5 * height).norm(); }
    bool operator==(const BoxShape&) const = default;
};

struct OrbitCamera {
    double azimuth = -1.08;   // of the eye around the box, radians from the x axis: about −62°, so x runs to the right and y away
    double elevation = 0.66;  // above the plane; never below, where there is nothing to see
    double zoom = 1;          // 1: the whole box fits the picture however it is turned
    Vec3 shift = Vec3::Zero();  // of the point it turns about, from the box's centre

    bool operator==(const OrbitCamera& o) const { return azimuth == o.azimuth && elevation == o.elevation && zoom == o.zoom && shift == o.shift; }
};

struct Ray {
    Vec3 origin, direction;  // of unit length
    Vec3 at(double t) const { return origin + t * direction; }
};

// A camera in front of a box, for a picture of some size: both ways between box and pixels.
class CameraView {
public:
    // `margin`: pixels at the sides and below that the box leaves free at zoom 1, for labels.
    CameraView(const OrbitCamera& camera, const BoxShape& box, PixelSize size, double margin = 0);

    struct Projected {
        PixelPoint at;
        double depth;  // −1 at the near plane, 1 at the far one
    };
    std::optional<Projected> project(const Vec3& p) const;  // none: behind the eye
    Vec3 unproject(PixelPoint at, double depth) const;
    Ray ray(PixelPoint at) const;

    const Vec3& eye() const { return eye_; }
    const Vec3& right() const { return right_; }
    const Vec3& up() const { return up_; }
    const Vec3& back() const { return back_; }  // from the target to the eye
    double distance() const { return distance_; }
    double pixels_per_unit() const { return pixels_per_unit_; }  // at the target
    PixelPoint centre() const { return centre_; }                 // where the target is seen
    PixelSize size() const { return size_; }
    std::array<float, 16> matrix() const;  // box → clip, column-major for GL

private:
    PixelSize size_;
    PixelPoint centre_;
    Vec3 eye_, right_, up_, back_;
    double distance_ = 1, focal_ = 1, near_ = 0.1, far_ = 10, pixels_per_unit_ = 1;
};

// What a hand does; the results stay within what is worth seeing.
OrbitCamera orbited(const OrbitCamera& camera, PixelPoint by, PixelSize size);  // the box follows the hand
OrbitCamera panned(const OrbitCamera& camera, const CameraView& view, PixelPoint by);
OrbitCamera zoomed(const OrbitCamera& camera, const CameraView& view, double factor, PixelPoint about);  // what is under `about`, as far away as the target, stays

}  // namespace thalweg::app
