#include "app/scene/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double half_view = 13.0 * pi / 180;  // half the vertical field of view: a long lens distorts little
constexpr double lowest = 0.04, highest = 0.5 * pi;
constexpr double least_zoom = 0.4, most_zoom = 60;
constexpr double farthest_shift = 1.3;

Vec3 back_of(double azimuth, double elevation) {
    return {std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth), std::sin(elevation)};
}

// From how far away the box, turned any way about its axis, stays inside the picture less its margin, and how far below the middle of the picture its
// centre then belongs: what is near looks larger, so the box reaches further down than up. Half as much margin at the top, where there are no labels.
struct Framing {
    double distance, down;
};

Framing framing(const BoxShape& box, PixelSize size, double margin) {
    const double half_height = 0.5 * size.height, half_width = 0.5 * size.width, focal = half_height / std::tan(half_view);  // pixels
    const double wide = std::max(half_width - margin, 0.4 * half_width), tall = std::max(2 * half_height - 1.5 * margin, 0.8 * half_height);
    const double tilt = OrbitCamera{}.elevation, s = std::sin(tilt), c = std::cos(tilt), r = std::hypot(box.half_x, box.half_y), h = 0.5 * box.height;
    // Corners at angle t around the axis are r·sin t across and r·cos t towards the eye: the width has its maximum over t in closed form.
    double distance = 0;
    for (const double z : {-h, h}) distance = std::max(distance, z * s + r * std::hypot(c, focal / wide));
    const auto extent = [&](double d) {
        double lo = 0, hi = 0;
        for (const double z : {-h, h})
            for (const double along : {-r, r}) {
                const double y = focal * (z * c - along * s) / (d - along * c - z * s);
                lo = std::min(lo, y);
                hi = std::max(hi, y);
            }
        return std::pair(lo, hi);
    };
    double near = r * c + h * s + 1e-3, far = 200;
    if (const auto [lo, hi] = extent(distance); hi - lo > tall) {
        near = std::max(near, distance);
        for (int i = 0; i < 60; ++i) {
            const double d = 0.5 * (near + far);
            const auto [low, high] = extent(d);
            (high - low > tall ? near : far) = d;
        }
        distance = far;
    }
    const auto [lo, hi] = extent(distance);
    return {distance, 0.5 * (lo + hi) - 0.25 * margin};
}

}  // namespace

CameraView::CameraView(const OrbitCamera& camera, const BoxShape& box, PixelSize size, double margin) : size_(size) {
    size_.width = std::max(size.width, 1);
    size_.height = std::max(size.height, 1);
    back_ = back_of(camera.azimuth, camera.elevation);
    right_ = {-std::sin(camera.azimuth), std::cos(camera.azimuth), 0};
    up_ = back_.cross(right_);
    const Framing fitting = framing(box, size_, margin);
    distance_ = fitting.distance / camera.zoom;
    centre_ = {0.5 * size_.width, 0.5 * size_.height + fitting.down};
    const Vec3 target = box.centre() + camera.shift;
    eye_ = target + distance_ * back_;
    focal_ = 1 / std::tan(half_view);
    pixels_per_unit_ = 0.5 * size_.height * focal_ / distance_;
    // The planes hug the box, so that 24 bits of depth are spent on it.
    const double to_box = (eye_ - box.centre()).dot(back_), radius = 1.05 * box.radius();
    near_ = std::max({to_box - radius, 0.02 * distance_, 1e-4});
    far_ = std::max(to_box + radius, near_ * 1.01);
}

std::optional<CameraView::Projected> CameraView::project(const Vec3& p) const {
    const Vec3 d = p - eye_;
    const double ahead = -d.dot(back_);
    if (!(ahead > 1e-9)) return std::nullopt;
    const double scale = focal_ / ahead * 0.5 * size_.height;
    const double depth = (far_ + near_ - 2 * far_ * near_ / ahead) / (far_ - near_);
    return Projected{{centre_.x + scale * d.dot(right_), centre_.y - scale * d.dot(up_)}, depth};
}

Vec3 CameraView::unproject(PixelPoint at, double depth) const {
    const double ahead = 2 * far_ * near_ / (far_ + near_ - depth * (far_ - near_));
    const double scale = ahead / focal_ / (0.5 * size_.height);
    return eye_ - ahead * back_ + scale * ((at.x - centre_.x) * right_ + (centre_.y - at.y) * up_);
}

Ray CameraView::ray(PixelPoint at) const { return {eye_, (unproject(at, 0) - eye_).normalized()}; }

std::array<float, 16> CameraView::matrix() const {
    const double x = focal_ * size_.height / size_.width, y = focal_;
    const double a = -(far_ + near_) / (far_ - near_), b = -2 * far_ * near_ / (far_ - near_);
    Eigen::Matrix4d m;
    m.row(0) << x * right_.transpose(), -x * right_.dot(eye_);
    m.row(1) << y * up_.transpose(), -y * up_.dot(eye_);
    m.row(2) << a * back_.transpose(), -a * back_.dot(eye_) + b;
    m.row(3) << -back_.transpose(), back_.dot(eye_);
    m.row(1) += (1 - 2 * centre_.y / size_.height) * m.row(3);
    std::array<float, 16> out{};
    for (int i = 0; i < 16; ++i) out[static_cast<std::size_t>(i)] = static_cast<float>(m(i % 4, i / 4));
    return out;
}

OrbitCamera orbited(const OrbitCamera& camera, PixelPoint by, PixelSize size) {
    OrbitCamera c = camera;
    const double per_pixel = pi / std::max(1, std::min(size.width, size.height));  // half a turn across the picture
    c.azimuth = std::remainder(c.azimuth - by.x * per_pixel, 2 * pi);
    c.elevation = std::clamp(c.elevation + by.y * per_pixel, lowest, highest);
    return c;
}

OrbitCamera panned(const OrbitCamera& camera, const CameraView& view, PixelPoint by) {
    OrbitCamera c = camera;
    c.shift += (-by.x * view.right() + by.y * view.up()) / view.pixels_per_unit();
    c.shift = c.shift.cwiseMax(-farthest_shift).cwiseMin(farthest_shift);
    return c;
}

OrbitCamera zoomed(const OrbitCamera& camera, const CameraView& view, double factor, PixelPoint about) {
    if (!(factor > 0) || !std::isfinite(factor)) return camera;
    OrbitCamera c = camera;
    c.zoom = std::clamp(camera.zoom * factor, least_zoom, most_zoom);
    const double done = c.zoom / camera.zoom;
    const PixelPoint off{about.x - view.centre().x, about.y - view.centre().y};
    return panned(c, view, {-off.x * (1 - 1 / done), -off.y * (1 - 1 / done)});
}

}  // namespace thalweg::app
