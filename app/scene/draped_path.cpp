#include "app/scene/draped_path.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

constexpr int virtual_pixels = 1600;       // across the rectangle: what counts as visible detail
constexpr std::size_t most_pieces = 24'000;  // of one path

/// Cuts the segment to the rectangle (Liang–Barsky); false where nothing is left.
bool cut(const PathVertex& a, const PathVertex& b, PixelSize size, double& t0, double& t1) {
    t0 = 0;
    t1 = 1;
    const auto axis = [&](double from, double to, double hi) {
        const double d = to - from;
        if (d == 0) return from >= 0 && from <= hi;
        t0 = std::max(t0, std::min(-from / d, (hi - from) / d));
        t1 = std::min(t1, std::max(-from / d, (hi - from) / d));
        return t0 < t1;
    };
    return axis(static_cast<double>(a.x), static_cast<double>(b.x), size.width) && axis(static_cast<double>(a.y), static_cast<double>(b.y), size.height);
}

class Pen {
public:
    explicit Pen(std::vector<DrapedVertex>& out) : out_(out) {}

    void put(const Vec3& p, double step, double strength = 1) {
        if (out_.empty()) separate(p);
        arc_ = down_ ? arc_ + (p - last_).norm() : arc_;
        out_.push_back({static_cast<float>(p.x()), static_cast<float>(p.y()), static_cast<float>(p.z()), static_cast<float>(step), static_cast<float>(arc_), static_cast<float>(strength)});
        last_ = p;
        down_ = true;
    }
    void lift() {
        if (down_) separate(last_);
        down_ = false;
    }
    bool down() const { return down_; }

private:
    void separate(const Vec3& p) { out_.push_back({static_cast<float>(p.x()), static_cast<float>(p.y()), static_cast<float>(p.z()), path_gap, 0}); }

    std::vector<DrapedVertex>& out_;
    Vec3 last_ = Vec3::Zero();
    double arc_ = 0;
    bool down_ = false;
};

}  // namespace

std::vector<DrapedVertex> drape(const PathPoints& points, const SurfaceMesh& mesh, double box_height) {
    std::vector<DrapedVertex> out;
    if (mesh.empty()) return out;
    const double longer = std::max(mesh.half_x, mesh.half_y);
    const PixelSize size{std::max(1, static_cast<int>(virtual_pixels * mesh.half_x / longer)), std::max(1, static_cast<int>(virtual_pixels * mesh.half_y / longer))};
    const PathGeometry flat = build_path(points, mesh.rect, size);  // thinned, and what others cover left out

    // Pieces as long as a quad is wide follow the surface; fewer where a path goes to and fro without end.
    double whole = 0;
    const auto& v = flat.vertices;
    for (std::size_t i = 1; i < v.size(); ++i)
        if (v[i - 1].step >= 0 && v[i].step >= 0) whole += std::hypot(static_cast<double>(v[i].x - v[i - 1].x), static_cast<double>(v[i].y - v[i - 1].y));
    const double piece = std::max(static_cast<double>(size.width) / (mesh.columns - 1) * fine_stride * 0.5, whole / most_pieces);

    Pen pen(out);
    const auto put = [&](double x, double y, double step, double strength) {
        if (const auto p = mesh.on_surface(mesh.rect.from_pixel({x, y}, size), box_height)) pen.put(*p, step, strength);
        else pen.lift();
    };
    for (std::size_t i = 1; i < v.size(); ++i) {
        const PathVertex &a = v[i - 1], &b = v[i];
        double t0 = 0, t1 = 1;
        if (a.step < 0 || b.step < 0 || !cut(a, b, size, t0, t1)) {
            pen.lift();
            continue;
        }
        const double dx = static_cast<double>(b.x - a.x), dy = static_cast<double>(b.y - a.y), ds = static_cast<double>(b.step - a.step), faded = static_cast<double>(b.strength - a.strength);
        const int pieces = std::max(1, static_cast<int>(std::ceil(std::hypot(dx, dy) * (t1 - t0) / piece)));
        if (t0 > 0) pen.lift();
        for (int k = pen.down() ? 1 : 0; k <= pieces; ++k) {
            const double t = t0 + (t1 - t0) * k / pieces;
            put(static_cast<double>(a.x) + t * dx, static_cast<double>(a.y) + t * dy, static_cast<double>(a.step) + t * ds, static_cast<double>(a.strength) + t * faded);
        }
        if (t1 < 1) pen.lift();
    }
    pen.lift();
    return out;
}

void append_line(std::vector<DrapedVertex>& lines, const Vec3& from, const Vec3& to) {
    Pen pen(lines);
    pen.put(from, 0);
    pen.put(to, 0);
    pen.lift();
}

}  // namespace thalweg::app
