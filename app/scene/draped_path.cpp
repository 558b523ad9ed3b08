#include "app/scene/draped_path.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "app/scene/path_coverage.hpp"

namespace thalweg::app {
namespace {

constexpr int virtual_pixels = 1600;         // across the rectangle: what counts as visible detail
constexpr std::size_t most_pieces = 400'000; // of one path, before those that others cover are left out
constexpr double half_line = 2;              // virtual pixels

// Cuts the segment to the rectangle (Liang–Barsky); false where nothing is left.
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

// Pieces as long as a quad is wide follow the surface; longer ones where a path goes to and fro without end. Cut to the rectangle.
std::vector<PathVertex> in_pieces(const std::vector<PathVertex>& path, PixelSize size, double piece) {
    const auto length = [](const PathVertex& a, const PathVertex& b) { return std::hypot(static_cast<double>(b.x - a.x), static_cast<double>(b.y - a.y)); };
    double whole = 0;
    for (std::size_t i = 1; i < path.size(); ++i)
        if (path[i - 1].step >= 0 && path[i].step >= 0) whole += length(path[i - 1], path[i]);
    piece = std::max(piece, whole / most_pieces);

    std::vector<PathVertex> out;
    bool down = false;
    const auto gap_at = [&](const PathVertex& v) { out.push_back({v.x, v.y, 0, path_gap}); };
    const auto lift = [&] {
        if (std::exchange(down, false)) gap_at(out.back());
    };
    for (std::size_t i = 1; i < path.size(); ++i) {
        const PathVertex &a = path[i - 1], &b = path[i];
        double t0 = 0, t1 = 1;
        if (a.step < 0 || b.step < 0 || !cut(a, b, size, t0, t1)) {
            lift();
            continue;
        }
        if (t0 > 0) lift();
        const int pieces = std::max(1, static_cast<int>(std::ceil(length(a, b) * (t1 - t0) / piece)));
        for (int k = down ? 1 : 0; k <= pieces; ++k) {
            const auto t = static_cast<float>(t0 + (t1 - t0) * k / pieces);
            const PathVertex v{std::lerp(a.x, b.x, t), std::lerp(a.y, b.y, t), 0, std::lerp(a.step, b.step, t), std::lerp(a.strength, b.strength, t)};
            if (out.empty()) gap_at(v);
            out.push_back(v);
        }
        down = true;
        if (t1 < 1) lift();
    }
    lift();
    return out;
}

class Pen {
public:
    explicit Pen(std::vector<DrapedVertex>& out) : out_(out) {}

    void put(const Vec3& p, float step, float strength = 1) {
        if (out_.empty()) separate(p);
        arc_ = down_ ? arc_ + (p - last_).norm() : arc_;
        out_.push_back({static_cast<float>(p.x()), static_cast<float>(p.y()), static_cast<float>(p.z()), step, static_cast<float>(arc_), strength});
        last_ = p;
        down_ = true;
    }
    void lift() {
        if (down_) separate(last_);
        down_ = false;
    }

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
    std::vector<PathVertex> flat = in_pieces(build_path(points, mesh.rect, size, {.scale = half_line}).vertices, size, static_cast<double>(size.width) / (mesh.columns - 1) * fine_stride * 0.5);
    drop_covered(flat, size, half_line);  // a long way to and fro covers itself piece by piece

    Pen pen(out);
    for (const PathVertex& v : flat) {
        const auto p = v.step < 0 ? std::nullopt : mesh.on_surface(mesh.rect.from_pixel({static_cast<double>(v.x), static_cast<double>(v.y)}, size), box_height);
        if (p) pen.put(*p, v.step, v.strength);
        else pen.lift();
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
