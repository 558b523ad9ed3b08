#include "app/scene/surface_mesh.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace thalweg::app {
namespace {

constexpr int samples_across = 96 * coarse_stride + 1;  // of the longer side: quads of 96 while moving, 192 at rest
constexpr double slimmest = 0.5;                        // sides of the box
constexpr double most_decades = 12;                     // of height, as in the colours

// Where a fine quad begins, and how far into it the place is.
struct Place {
    int first, second;
    double part;
};

std::optional<Place> place(double at, int count) {
    if (!(at >= -1e-6 && at <= count - 1 + 1e-6) || count < 2) return std::nullopt;
    const int first = std::clamp(static_cast<int>(at / fine_stride) * fine_stride, 0, (count - 2) / fine_stride * fine_stride);
    const int second = std::min(first + fine_stride, count - 1);
    return Place{first, second, std::clamp((at - first) / (second - first), 0.0, 1.0)};
}

struct Quad {
    double h00, h10, h01, h11;
    bool lower_hole, upper_hole;  // of the triangle under the diagonal from 00 to 11, and above it

    double at(double a, double b) const { return a >= b ? h00 + a * (h10 - h00) + b * (h11 - h10) : h00 + b * (h01 - h00) + a * (h11 - h01); }
    bool hole(double a, double b) const { return a >= b ? lower_hole : upper_hole; }
};

Quad quad(const SurfaceMesh& m, int i0, int i1, int j0, int j1) {
    const bool diagonal = m.hole(i0, j0) || m.hole(i1, j1);
    const double scale = 1 / (m.hi - m.lo);
    const auto h = [&](int i, int j) { return static_cast<double>(m.at(i, j).height) * scale; };
    return {h(i0, j0), h(i1, j0), h(i0, j1), h(i1, j1), diagonal || m.hole(i1, j0), diagonal || m.hole(i0, j1)};
}

void set_range(SurfaceMesh& m, const HeightField& field, std::optional<double> known_minimum) {
    const HeightMapping local = make_mapping(field, m.mapping.scale, known_minimum);
    m.lo = m.mapping.map(local.unmap(local.lo));
    m.hi = m.mapping.map(local.unmap(local.hi));
    constexpr double flattening = 3;  // how much lower the rest may become so that all of it fits
    const double top = m.mapping.map(field.max);
    if (m.mapping.scale == HeightScale::log || top - m.lo <= flattening * (m.hi - m.lo)) m.hi = std::max(m.hi, top);
    if (m.mapping.scale == HeightScale::log) m.lo = std::max(m.lo, m.hi - most_decades);
    if (!(m.hi > m.lo) || !std::isfinite(m.hi - m.lo)) m.hi = m.lo + std::max(1e-12, 1e-9 * std::abs(m.lo));
}

// Slopes: central differences, one-sided beside holes. The field's apron gives the border its neighbours.
void set_slopes(SurfaceMesh& m, const std::vector<double>& mapped) {
    const int stride = m.columns + 2;
    const auto slope = [](double before, double here, double after) {
        const bool left = std::isfinite(before), right = std::isfinite(after);
        return left && right ? 0.5 * (after - before) : right ? after - here : left ? here - before : 0.0;
    };
    for (int j = 0; j < m.rows; ++j)
        for (int i = 0; i < m.columns; ++i) {
            const std::size_t at = static_cast<std::size_t>(j + 1) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(i + 1);
            if (!std::isfinite(mapped[at])) continue;
            SurfaceMesh::Sample& s = m.samples[static_cast<std::size_t>(j) * static_cast<std::size_t>(m.columns) + static_cast<std::size_t>(i)];
            s.slope_x = static_cast<float>(slope(mapped[at - 1], mapped[at], mapped[at + 1]));
            s.slope_y = static_cast<float>(slope(mapped[at - static_cast<std::size_t>(stride)], mapped[at], mapped[at + static_cast<std::size_t>(stride)]));
        }
}

void fill_holes(SurfaceMesh& m) {
    for (int j = 0; j < m.rows; ++j)
        for (int i = 0; i < m.columns; ++i) {
            if (!m.hole(i, j)) continue;
            float sum = 0;
            int count = 0;
            for (int y = std::max(j - 1, 0); y <= std::min(j + 1, m.rows - 1); ++y)
                for (int x = std::max(i - 1, 0); x <= std::min(i + 1, m.columns - 1); ++x)
                    if (!m.hole(x, y)) sum += m.at(x, y).height, ++count;
            if (count > 0) m.samples[static_cast<std::size_t>(j) * static_cast<std::size_t>(m.columns) + static_cast<std::size_t>(i)].height = sum / static_cast<float>(count);
        }
}

}  // namespace

FieldRequest surface_request(RowSampler sampler, const ViewRect& rect, std::optional<double> known_minimum) {
    const double longer = std::max(rect.width(), rect.height());
    const auto samples = [&](double side) { return 1 + coarse_stride * std::clamp(static_cast<int>(std::lround((samples_across - 1) / coarse_stride * side / longer)), 12, 96); };
    FieldRequest request{std::move(sampler), rect, samples(rect.width()), samples(rect.height()), known_minimum};
    const double dx = 0.5 * rect.width() / (request.width - 1), dy = 0.5 * rect.height() / (request.height - 1);  // a field has its samples in the middle of cells
    request.rect = {rect.x_lo - dx, rect.x_hi + dx, rect.y_lo - dy, rect.y_hi + dy};
    return request;
}

SurfaceMesh make_surface(const HeightField& field, const ViewRect& rect, const HeightMapping& mapping, std::optional<double> known_minimum) {
    static std::atomic<std::uint64_t> made{0};
    SurfaceMesh m;
    m.revision = ++made;
    m.mapping = mapping;
    m.rect = rect;
    const double longer = std::max(rect.width(), rect.height());
    m.half_x = std::max(rect.width() / longer, slimmest);
    m.half_y = std::max(rect.height() / longer, slimmest);
    if (field.empty() || !(field.max >= field.min)) return m;
    m.columns = field.width;
    m.rows = field.height;
    m.step_x = field.dx();
    m.step_y = field.dy();
    m.first = {field.rect.x_lo + 0.5 * m.step_x, field.rect.y_lo + 0.5 * m.step_y};
    set_range(m, field, known_minimum);

    const std::size_t columns = static_cast<std::size_t>(m.columns), rows = static_cast<std::size_t>(m.rows);
    m.samples.resize(columns * rows);
    if (field.has_holes) m.holes.assign(columns * rows, false);
    std::vector<double> mapped((columns + 2) * (rows + 2));  // with one more on every side
    std::size_t to = 0;
    for (int j = -1; j <= m.rows; ++j)
        for (int i = -1; i <= m.columns; ++i, ++to) {
            const float v = field.at(i, j);
            const bool inside = i >= 0 && j >= 0 && i < m.columns && j < m.rows;
            if (v >= no_value) {
                mapped[to] = std::numeric_limits<double>::quiet_NaN();
                if (inside) m.holes[static_cast<std::size_t>(j) * columns + static_cast<std::size_t>(i)] = true;
                continue;
            }
            mapped[to] = std::clamp(mapping.map(static_cast<double>(v) + field.base), m.lo, m.hi) - m.lo;
            if (inside) m.samples[static_cast<std::size_t>(j) * columns + static_cast<std::size_t>(i)].height = static_cast<float>(mapped[to]);
        }
    set_slopes(m, mapped);
    if (field.has_holes) fill_holes(m);
    return m;
}

std::optional<double> SurfaceMesh::height_at(WorldPoint p) const {
    if (empty()) return std::nullopt;
    const auto x = place(column_at(p.x), columns), y = place(row_at(p.y), rows);
    if (!x || !y) return std::nullopt;
    const Quad q = quad(*this, x->first, x->second, y->first, y->second);
    if (q.hole(x->part, y->part)) return std::nullopt;
    return q.at(x->part, y->part);
}

std::optional<Vec3> SurfaceMesh::on_surface(WorldPoint p, double box_height) const {
    const auto h = height_at(p);
    if (!h) return std::nullopt;
    return Vec3(box_x(p.x), box_y(p.y), *h * box_height);
}

std::vector<std::uint32_t> surface_triangles(const SurfaceMesh& mesh, int stride) {
    std::vector<std::uint32_t> triangles;
    if (mesh.empty()) return triangles;
    const auto index = [&](int i, int j) { return static_cast<std::uint32_t>(j * mesh.columns + i); };
    triangles.reserve(static_cast<std::size_t>(mesh.columns / stride + 1) * static_cast<std::size_t>(mesh.rows / stride + 1) * 6);
    for (int j = 0; j + 1 < mesh.rows; j += stride)
        for (int i = 0; i + 1 < mesh.columns; i += stride) {
            const int right = std::min(i + stride, mesh.columns - 1), above = std::min(j + stride, mesh.rows - 1);
            if (mesh.hole(i, j) || mesh.hole(right, above)) continue;
            if (!mesh.hole(right, j)) triangles.insert(triangles.end(), {index(i, j), index(right, j), index(right, above)});
            if (!mesh.hole(i, above)) triangles.insert(triangles.end(), {index(i, j), index(right, above), index(i, above)});
        }
    return triangles;
}

std::optional<Vec3> pick(const SurfaceMesh& m, double box_height, const Ray& ray) {
    if (m.empty() || !(box_height > 0)) return std::nullopt;
    // Along the ray in samples and fractions of the height: u(t), v(t), w(t) are linear.
    const double per_x = m.rect.width() / (2 * m.half_x) / m.step_x, per_y = m.rect.height() / (2 * m.half_y) / m.step_y;
    const WorldPoint from = m.world(ray.origin);
    const double u0 = m.column_at(from.x), du = ray.direction.x() * per_x, v0 = m.row_at(from.y), dv = ray.direction.y() * per_y;
    const double w0 = ray.origin.z() / box_height, dw = ray.direction.z() / box_height;
    double t0 = 0, t1 = 1e9;
    const auto clip = [&](double at, double d, double lo, double hi) {
        if (d == 0) return at >= lo && at <= hi;
        const double a = (lo - at) / d, b = (hi - at) / d;
        t0 = std::max(t0, std::min(a, b));
        t1 = std::min(t1, std::max(a, b));
        return t0 < t1;
    };
    if (!clip(u0, du, 0, m.columns - 1) || !clip(v0, dv, 0, m.rows - 1) || !clip(w0, dw, -1e-6, 1 + 1e-6)) return std::nullopt;

    // From quad to quad: Amanatides & Woo (1987). Within each half of a quad the height above the surface is linear in t too.
    const auto crossing = [&](double at, double d, double line) { return d == 0 ? 1e9 : (line - at) / d; };
    std::optional<bool> was_above;  // at the end of the triangle before: a crossing right on an edge must not fall between two of them
    auto x = place(std::clamp(u0 + du * t0, 0.0, m.columns - 1.0), m.columns), y = place(std::clamp(v0 + dv * t0, 0.0, m.rows - 1.0), m.rows);
    for (double t = t0; t <= t1;) {
        const double leave_x = crossing(u0, du, du > 0 ? x->second : x->first), leave_y = crossing(v0, dv, dv > 0 ? y->second : y->first);
        const double end = std::max(t, std::min({t1, leave_x, leave_y}));
        const Quad q = quad(m, x->first, x->second, y->first, y->second);
        const double wide = x->second - x->first, deep = y->second - y->first;
        const auto a = [&](double s) { return std::clamp((u0 + du * s - x->first) / wide, 0.0, 1.0); };
        const auto b = [&](double s) { return std::clamp((v0 + dv * s - y->first) / deep, 0.0, 1.0); };
        double middle = end;  // where the ray passes over the diagonal
        if (const double da = du / wide - dv / deep; da != 0) {
            const double s = t - (a(t) - b(t)) / da;
            if (s > t && s < end) middle = s;
        }
        for (const auto& [s0, s1] : {std::pair(t, middle), std::pair(middle, end)}) {
            if (!(s1 > s0)) continue;
            const double half = 0.5 * (s0 + s1);
            if (q.hole(a(half), b(half))) {
                was_above.reset();
                continue;
            }
            const double above0 = w0 + dw * s0 - q.at(a(s0), b(s0)), above1 = w0 + dw * s1 - q.at(a(s1), b(s1));
            if (was_above && *was_above != (above0 > 0)) return ray.at(s0);
            was_above = above1 > 0;
            if ((above0 > 0) == (above1 > 0)) continue;
            const double s = above0 == above1 ? s0 : s0 + (s1 - s0) * above0 / (above0 - above1);
            return ray.at(std::clamp(s, s0, s1));
        }
        if (end >= t1) break;
        // By counting, not from t: a ray along an edge would never get on.
        const bool along_x = leave_x <= leave_y;
        std::optional<Place>& side = along_x ? x : y;
        const int count = along_x ? m.columns : m.rows, next = (along_x ? du : dv) > 0 ? side->second : side->first - fine_stride;
        if (next < 0 || next >= count - 1) break;
        side = Place{next, std::min(next + fine_stride, count - 1), 0};
        t = end;
    }
    return std::nullopt;
}

bool visible_from(const SurfaceMesh& mesh, double box_height, const Vec3& eye, const Vec3& point) {
    constexpr double slack = 0.03;  // box units: the point's own quad is no obstacle
    const Vec3 way = point - eye;
    const auto first = pick(mesh, box_height, {eye, way.normalized()});
    return !first || (*first - eye).norm() >= way.norm() - slack;
}

}  // namespace thalweg::app
