#include "core/problems/kinks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace thalweg {
namespace {

constexpr std::size_t samples = 16;
using Gradients = std::array<Point, samples>;

// The point of the segment from a to b that is next to the origin.
Point nearest_on(const Point& a, const Point& b) {
    const Point along = b - a;
    const double square = along.squaredNorm();
    return square > 0 ? Point(a + std::clamp(-a.dot(along) / square, 0.0, 1.0) * along) : a;
}

// The origin lies inside of the hull unless the directions of the points leave a gap of half a turn.
bool surround_origin(const Gradients& g) {
    std::array<double, samples> angles;
    for (std::size_t i = 0; i < samples; ++i) angles[i] = std::atan2(g[i].y(), g[i].x());
    std::sort(angles.begin(), angles.end());
    double gap = angles.front() + 2 * std::numbers::pi - angles.back();
    for (std::size_t i = 1; i < samples; ++i) gap = std::max(gap, angles[i] - angles[i - 1]);
    return gap < std::numbers::pi;
}

}  // namespace

std::optional<GradientsAround> gradients_around(const Objective& objective, const Point& at, const Point& radii) {
    std::array<Point, samples> points;
    std::array<double, samples> loss;
    Gradients g;
    for (std::size_t i = 0; i < samples; ++i) {
        const double angle = 2 * std::numbers::pi * (static_cast<double>(i) + 0.37) / samples;  // on no axis
        points[i] = at + radii.cwiseProduct(Point(std::cos(angle), std::sin(angle)));
    }
    objective.evaluate(points, g, loss);
    GradientsAround found{g[0], 0, 0};
    for (const Point& a : g) {
        if (!a.allFinite()) return {};
        found.largest = std::max(found.largest, a.norm());
        for (const Point& b : g) {
            found.spread = std::max(found.spread, (a - b).norm());
            if (const Point p = nearest_on(a, b); p.squaredNorm() < found.least.squaredNorm()) found.least = p;
        }
    }
    if (surround_origin(g)) found.least = Point::Zero();
    return found;
}

}  // namespace thalweg
