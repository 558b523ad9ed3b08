#include "app/scene/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double half_view = 13.0 * pi / 180;  // half the vertical field of view: a long lens distorts little
constexpr double home_elevation = 0.66;
constexpr double lowest = 0.04, highest = 0.5 * pi;
constexpr double least_zoom = 0.4, most_zoom = 60;
constexpr double farthest_shift = 1.3;

Vec3 back_of(double azimuth, double elevation) {
    return {std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth), std::sin(elevation)};
}

/// From how far away the box, turned any way about its axis, stays inside the picture less its margin.
double fitting_distance(const BoxShape& box, PixelSize size, double margin) {
    const double half_height = 0.5 * size.height, half_width = 0.5 * size.width;
    const double focal = 1 / std::tan(half_view);  // picture's half height
    const double tall = std::max(half_height - margin, 0.4 * half_height) / half_height, wide = std::max(half_width - margin, 0.4 * half_width) / half_height;
    const double s = std::sin(home_elevation), c = std::cos(home_elevation), r = std::hypot(box.half_x, box.half_y);
    // A corner at angle t around the axis is r·sin t across, r·cos t towards the eye: what each needs has its maximum over t in closed form.
    double distance = 0;
    for (const double z : {-0.5 * box.height, 0.5 * box.height}) {
        distance = std::max(distance, z * s + r * std::hypot(c, focal / wide));
        for (const double along : {-r, r}) distance = std::max(distance, along * c + z * s + std::abs(z * c - along * s) * focal / tall);
    }
    return distance;
}

}  // namespace

CameraView::CameraView(const OrbitCamera& camera, const BoxShape& box, PixelSize size, double margin) : size_(size) {
    size_.width = std::max(size.width, 1);
    size_.height = std::max(size.height, 1);
    back_ = back_of(camera.azimuth, camera.elevation);
    right_ = {-std::sin(camera.azimuth), std::cos(camera.azimuth), 0};
    up_ = back_.cross(right_);
    distance_ = fitting_distance(box, size_, margin) / camera.zoom;
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
    return Projected{{0.5 * size_.width + scale * d.dot(right_), 0.5 * size_.height - scale * d.dot(up_)}, depth};
}

Vec3 CameraView::unproject(PixelPoint at, double depth) const {
    const double ahead = 2 * far_ * near_ / (far_ + near_ - depth * (far_ - near_));
    const double scale = ahead / focal_ / (0.5 * size_.height);
    return eye_ - ahead * back_ + scale * ((at.x - 0.5 * size_.width) * right_ + (0.5 * size_.height - at.y) * up_);
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
    const PixelPoint off{about.x - 0.5 * view.size().width, about.y - 0.5 * view.size().height};
    return panned(c, view, {-off.x * (1 - 1 / done), -off.y * (1 - 1 / done)});
}

}  // namespace thalweg::app
