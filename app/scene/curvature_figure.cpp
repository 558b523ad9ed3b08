#include "app/scene/curvature_figure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr double longest = 90, shortest_arm = 7;  // of a half axis, in unscaled pixels
constexpr double flat = 1e-9;                     // an eigenvalue below this share of the other counts as 0
constexpr int corners = 96;

double round_down_125(double value) {
    const double decade = std::pow(10, std::floor(std::log10(value))), digit = value / decade;
    return decade * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

}  // namespace

CurvatureFigure curvature_figure(const Curvature& c, const ViewRect& view, PixelSize size, double unit) {
    const auto pixels = [&](const Point& move) { return PixelPoint{move.x() / view.width() * size.width, -move.y() / view.height() * size.height}; };
    CurvatureFigure figure;
    figure.centre = view.to_pixel({c.at.x(), c.at.y()}, size);
    const auto moved = [&](const Point& move) {
        const PixelPoint by = pixels(move);
        return PixelPoint{figure.centre.x + by.x, figure.centre.y + by.y};
    };
    const double most = c.eigenvalues.cwiseAbs().maxCoeff();
    if (most > 0) {  // the largest rise at which no curved axis is too long
        double room = std::numeric_limits<double>::infinity();
        for (int i = 0; i < 2; ++i) {
            const PixelPoint axis = pixels(c.axes.col(i));
            const double lambda = std::abs(c.eigenvalues[i]), r = longest * unit / std::hypot(axis.x, axis.y);
            if (lambda > flat * most) room = std::min(room, 0.5 * lambda * r * r);
        }
        figure.rise = std::isfinite(room) && room > 0 ? round_down_125(room) : 0;
    }
    Eigen::Vector2d radius;
    for (int i = 0; i < 2; ++i) {
        const PixelPoint axis = pixels(c.axes.col(i));
        const double lambda = std::abs(c.eigenvalues[i]), scale = std::hypot(axis.x, axis.y);
        radius[i] = lambda > flat * most && figure.rise > 0 ? std::sqrt(2 * figure.rise / lambda) : longest * unit / scale;
        const double arm = std::max(radius[i], shortest_arm * unit / scale);
        figure.axes[static_cast<std::size_t>(i)] = {moved(-arm * c.axes.col(i)), moved(arm * c.axes.col(i)), c.eigenvalues[i] < 0};
    }
    if (figure.rise > 0 && c.eigenvalues.cwiseAbs().minCoeff() > flat * most)
        for (int i = 0; i < corners; ++i) {
            const double angle = 2 * std::numbers::pi * i / corners;
            figure.outline.push_back(moved(radius[0] * std::cos(angle) * c.axes.col(0) + radius[1] * std::sin(angle) * c.axes.col(1)));
        }
    return figure;
}

}  // namespace thalweg::app
