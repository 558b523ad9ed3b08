#include "app/scene/view_rect.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg::app {
namespace {

constexpr double largest_extent = 1e13;    // a run ends at |coordinate| > 1e12: nothing lives further out
constexpr double largest_centre = 1e13;
constexpr double smallest_extent = 1e-18;  // f ~ x² must stay above the smallest normal float
constexpr double pixels_at_most = 16384;   // across; with four doubles to a pixel at the closest zoom

double smallest_extent_at(double centre) {
    return std::max(smallest_extent, std::abs(centre) * std::numeric_limits<double>::epsilon() * 4 * pixels_at_most);
}

// How much an axis has to be stretched or shrunk about its centre to be legal.
double legal_factor(double lo, double hi) {
    const double extent = hi - lo;
    return std::clamp(extent, smallest_extent_at(0.5 * (lo + hi)), largest_extent) / extent;
}

void resize(double& lo, double& hi, double factor) {
    const double centre = std::clamp(0.5 * (lo + hi), -largest_centre, largest_centre);
    const double half = 0.5 * (hi - lo) * factor;
    lo = centre - half;
    hi = centre + half;
}

void make_usable(double& lo, double& hi) {
    const bool usable = std::isfinite(lo) && std::isfinite(hi) && std::isfinite(hi - lo) && hi > lo;
    if (usable) return;
    const double centre = std::isfinite(lo) ? std::clamp(lo, -largest_centre, largest_centre) : 0.0;
    const double half = std::max(1.0, smallest_extent_at(centre));
    lo = centre - half;
    hi = centre + half;
}

}  // namespace

PixelPoint ViewRect::to_pixel(WorldPoint p, PixelSize size) const {
    return {(p.x - x_lo) / width() * size.width, (y_hi - p.y) / height() * size.height};
}

WorldPoint ViewRect::from_pixel(PixelPoint p, PixelSize size) const {
    return {x_lo + p.x / size.width * width(), y_hi - p.y / size.height * height()};
}

ViewRect limited(const ViewRect& view) {
    ViewRect r = view;
    make_usable(r.x_lo, r.x_hi);
    make_usable(r.y_lo, r.y_hi);
    // Both axes change by the same factor, so that a limit never distorts the picture, unless one factor cannot serve both.
    const double fx = legal_factor(r.x_lo, r.x_hi), fy = legal_factor(r.y_lo, r.y_hi);
    double both = 1.0;
    if (fx >= 1 && fy >= 1) both = std::max(fx, fy);
    if (fx <= 1 && fy <= 1) both = std::min(fx, fy);
    resize(r.x_lo, r.x_hi, both);
    resize(r.y_lo, r.y_hi, both);
    const double rest_x = legal_factor(r.x_lo, r.x_hi), rest_y = legal_factor(r.y_lo, r.y_hi);
    if (rest_x != 1) resize(r.x_lo, r.x_hi, rest_x);
    if (rest_y != 1) resize(r.y_lo, r.y_hi, rest_y);
    return r;
}

ViewRect fit(const ViewRect& domain, AspectPolicy policy, PixelSize size, double margin) {
    ViewRect r = domain;
    make_usable(r.x_lo, r.x_hi);
    make_usable(r.y_lo, r.y_hi);
    resize(r.x_lo, r.x_hi, 1 + 2 * margin);
    resize(r.y_lo, r.y_hi, 1 + 2 * margin);
    if (policy == AspectPolicy::equal && size.width > 0 && size.height > 0) {
        const double unit_x = r.width() / size.width, unit_y = r.height() / size.height;  // world per pixel
        if (unit_x < unit_y) resize(r.x_lo, r.x_hi, unit_y / unit_x);
        if (unit_y < unit_x) resize(r.y_lo, r.y_hi, unit_x / unit_y);
    }
    return limited(r);
}

ViewRect panned(const ViewRect& view, PixelPoint by, PixelSize size) {
    if (size.width <= 0 || size.height <= 0) return view;
    const double dx = -by.x / size.width * view.width(), dy = by.y / size.height * view.height();
    return limited({view.x_lo + dx, view.x_hi + dx, view.y_lo + dy, view.y_hi + dy});
}

ViewRect zoomed(const ViewRect& view, double factor, PixelPoint about, PixelSize size) {
    if (size.width <= 0 || size.height <= 0 || !(factor > 0) || !std::isfinite(factor)) return view;
    const WorldPoint p = view.from_pixel(about, size);
    const ViewRect wish{p.x + (view.x_lo - p.x) / factor, p.x + (view.x_hi - p.x) / factor,
                        p.y + (view.y_lo - p.y) / factor, p.y + (view.y_hi - p.y) / factor};
    const ViewRect legal = limited(wish);
    // At a limit the wheel must not turn into a pan: stay where we are.
    const bool stopped = factor > 1 ? legal.width() > wish.width() * (1 + 1e-9) || legal.height() > wish.height() * (1 + 1e-9)
                                    : legal.width() < wish.width() * (1 - 1e-9) || legal.height() < wish.height() * (1 - 1e-9);
    return stopped ? limited(view) : legal;
}

}  // namespace thalweg::app
