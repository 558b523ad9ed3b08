#include "app/scene/ensemble_band.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::app {
namespace {

constexpr int corners = 20;           // of an ellipse within the band
constexpr double coarse = 1.5;        // pixels that a step may be off before it gets an ellipse of its own

double distance(const SpreadEllipse& a, const SpreadEllipse& b) { return std::hypot(a.mean.x - b.mean.x, a.mean.y - b.mean.y) + (a.root - b.root).norm(); }

BandVertex vertex(PixelPoint p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

void add_ellipse(std::vector<BandVertex>& band, const SpreadEllipse& e) {
    const auto corner = [&](int i) { return vertex(e.at(2 * std::numbers::pi * i / corners)); };
    for (int i = 1; i + 1 < corners; ++i) band.insert(band.end(), {corner(0), corner(i), corner(i + 1)});
}

// What lies between two ellipses: up to where each is widest across the way from one to the other.
void add_link(std::vector<BandVertex>& band, const SpreadEllipse& a, const SpreadEllipse& b) {
    const double dx = b.mean.x - a.mean.x, dy = b.mean.y - a.mean.y, length = std::hypot(dx, dy);
    if (!(length > 0)) return;
    const Eigen::Vector2d across(-dy / length, dx / length);
    const auto edge = [&](const SpreadEllipse& e, double side) {
        const Eigen::Vector2d along_root = e.root.transpose() * across;  // the support point of { root·u } is root·rootᵀn / ‖rootᵀn‖
        const double reach = along_root.norm();
        const Eigen::Vector2d out = reach > 0 ? Eigen::Vector2d(e.root * along_root * (side / reach)) : Eigen::Vector2d::Zero();
        return vertex({e.mean.x + out.x(), e.mean.y + out.y()});
    };
    const BandVertex a0 = edge(a, -1), a1 = edge(a, 1), b0 = edge(b, -1), b1 = edge(b, 1);
    band.insert(band.end(), {a0, a1, b1, a0, b1, b0});
}

}  // namespace

PixelPoint SpreadEllipse::at(double angle) const {
    const Eigen::Vector2d out = root * Eigen::Vector2d(std::cos(angle), std::sin(angle));
    return {mean.x + out.x(), mean.y + out.y()};
}

std::optional<SpreadEllipse> spread_ellipse(const EnsembleRow& row, const ViewRect& view, PixelSize size) {
    if (row.members < 2 || !row.mean.allFinite()) return {};
    const double per_x = size.width / view.width(), per_y = -size.height / view.height();
    const double xx = row.xx * per_x * per_x, xy = row.xy * per_x * per_y, yy = row.yy * per_y * per_y;
    const double far = 2 * std::hypot(size.width, size.height);
    SpreadEllipse e;
    e.mean = view.to_pixel({row.mean.x(), row.mean.y()}, size);
    if (!(xx + yy <= far * far) || std::abs(e.mean.x) > 1e6 || std::abs(e.mean.y) > 1e6) return {};
    // Cholesky: rounding may leave a determinant slightly below zero.
    const double a = std::sqrt(std::max(xx, 0.0)), b = a > 0 ? xy / a : 0, c = std::sqrt(std::max(yy - b * b, 0.0));
    e.root << a, 0, b, c;
    return e;
}

std::vector<BandVertex> build_band(std::span<const EnsembleRow> rows, const ViewRect& view, PixelSize size) {
    std::vector<BandVertex> band;
    std::optional<SpreadEllipse> former;
    const auto outside = [&](const SpreadEllipse& e) {
        const double reach = e.longest() + 1;
        return e.mean.x < -reach || e.mean.x > size.width + reach || e.mean.y < -reach || e.mean.y > size.height + reach;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::optional<SpreadEllipse> e = spread_ellipse(rows[i], view, size);
        if (e && former && i + 1 < rows.size() && distance(*e, *former) < coarse + 0.08 * e->longest()) continue;
        if (e && !(outside(*e) && (!former || outside(*former)))) {
            add_ellipse(band, *e);
            if (former) add_link(band, *former, *e);
        }
        former = e;
    }
    return band;
}

}  // namespace thalweg::app
