// The 3D view's geometry: camera, surface mesh, picking, draped paths. No GL.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "app/scene/draped_path.hpp"
#include "app/scene/surface_mesh.hpp"
#include "core/problems/problem.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/scenario.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

constexpr PixelSize picture{800, 500};

std::vector<OrbitCamera> cameras() {
    std::vector<OrbitCamera> all{{}};
    for (const double azimuth : {-3.0, -1.0, 0.0, 0.7, 2.5})
        for (const double elevation : {0.04, 0.5, 1.2, 0.5 * std::numbers::pi})
            for (const double zoom : {0.5, 1.0, 6.0}) all.push_back({azimuth, elevation, zoom, Vec3(0.1, -0.2, 0.05)});
    return all;
}

TEST(Camera, UnprojectUndoesProject) {
    for (const OrbitCamera& c : cameras()) {
        const CameraView view(c, {}, picture, 40);
        for (const Vec3& p : {Vec3(0, 0, 0), Vec3(0.7, -0.4, 0.3), Vec3(-1, 1, 0.8), Vec3(0.1, 0.2, 0.05)}) {
            const auto seen = view.project(p);
            if (!seen) continue;
            EXPECT_LT((view.unproject(seen->at, seen->depth) - p).norm(), 1e-9);
            const Ray ray = view.ray(seen->at);
            EXPECT_LT((p - ray.origin).cross(ray.direction).norm(), 1e-9) << "the ray through its pixel misses the point";
        }
    }
}

TEST(Camera, MatrixAgreesWithProject) {
    for (const OrbitCamera& c : cameras()) {
        const CameraView view(c, {}, picture, 40);
        const auto m = view.matrix();
        const Vec3 p(0.3, -0.6, 0.4);
        const auto seen = view.project(p);
        if (!seen) continue;
        std::array<double, 4> clip{};
        for (std::size_t row = 0; row < 4; ++row)
            clip[row] = static_cast<double>(m[row]) * p.x() + static_cast<double>(m[4 + row]) * p.y() + static_cast<double>(m[8 + row]) * p.z() + static_cast<double>(m[12 + row]);
        EXPECT_NEAR((clip[0] / clip[3] * 0.5 + 0.5) * picture.width, seen->at.x, 0.01);
        EXPECT_NEAR((0.5 - clip[1] / clip[3] * 0.5) * picture.height, seen->at.y, 0.01);
        EXPECT_NEAR(clip[2] / clip[3], seen->depth, 1e-4);
    }
}

TEST(Camera, TheWholeBoxFitsHoweverItIsTurned) {
    for (const BoxShape box : {BoxShape{}, BoxShape{1, 0.5, 0.8}, BoxShape{0.5, 1, 2.4}, BoxShape{1, 1, 0.16}})
        for (const PixelSize size : {picture, PixelSize{300, 900}, PixelSize{1900, 600}})
            for (double azimuth = -3; azimuth < 3; azimuth += 0.2) {
                OrbitCamera c;
                c.azimuth = azimuth;
                const CameraView view(c, box, size, 40);
                for (int corner = 0; corner < 8; ++corner) {
                    const auto seen = view.project({corner & 1 ? box.half_x : -box.half_x, corner & 2 ? box.half_y : -box.half_y, corner & 4 ? box.height : 0});
                    ASSERT_TRUE(seen);
                    EXPECT_GE(seen->at.x, 39);
                    EXPECT_LE(seen->at.x, size.width - 39);
                    EXPECT_GE(seen->at.y, 19);
                    EXPECT_LE(seen->at.y, size.height - 39);
                    EXPECT_LT(std::abs(seen->depth), 1) << "cut by a plane";
                }
            }
}

TEST(Camera, TheBoxFollowsTheHand) {
    const OrbitCamera home;
    const CameraView before(home, {}, picture);
    const Vec3 target(0, 0, 0.4), front = target + 0.5 * before.back();
    const CameraView turned(orbited(home, {40, 0}, picture), {}, picture);
    EXPECT_GT(turned.project(front)->at.x, before.project(front)->at.x + 5);
    const CameraView tilted(orbited(home, {0, 40}, picture), {}, picture);
    EXPECT_GT(tilted.project(front)->at.y, before.project(front)->at.y + 5);
    const CameraView moved(panned(home, before, {30, -20}), {}, picture);
    EXPECT_NEAR(moved.project(target)->at.x, before.project(target)->at.x + 30, 0.5);
    EXPECT_NEAR(moved.project(target)->at.y, before.project(target)->at.y - 20, 0.5);
    EXPECT_LE(orbited(home, {0, 1e5}, picture).elevation, 0.5 * std::numbers::pi);
    EXPECT_GT(orbited(home, {0, -1e5}, picture).elevation, 0);
}

TEST(Camera, ZoomKeepsWhatIsUnderTheMouse) {
    const OrbitCamera home;
    const CameraView before(home, {}, picture);
    const Vec3 p = Vec3(0, 0, 0.4) + 0.3 * before.right() + 0.2 * before.up();  // as far away as the target
    const PixelPoint at = before.project(p)->at;
    const OrbitCamera nearer = zoomed(home, before, 2, at);
    EXPECT_EQ(nearer.zoom, 2);
    const PixelPoint after = CameraView(nearer, {}, picture).project(p)->at;
    EXPECT_NEAR(after.x, at.x, 0.5);
    EXPECT_NEAR(after.y, at.y, 0.5);
    OrbitCamera c = home;
    for (int i = 0; i < 200; ++i) c = zoomed(c, CameraView(c, {}, picture), 1.5, at);
    EXPECT_LT(c.zoom, 1e3);
    EXPECT_LT(c.shift.norm(), 3);
    EXPECT_EQ(zoomed(home, before, std::nan(""), at), home);
}

RowSampler sampler(std::function<double(double, double)> f) {
    return [f = std::move(f)](std::span<const double> x, double y, double* out) {
        for (std::size_t i = 0; i < x.size(); ++i) out[i] = f(x[i], y);
    };
}

SurfaceMesh mesh_of(const std::function<double(double, double)>& f, const ViewRect& rect, HeightScale scale, std::optional<double> minimum = std::nullopt) {
    const HeightField field = sample_height_field(surface_request(sampler(f), rect, minimum));
    return make_surface(field, rect, make_mapping(field, scale, minimum), minimum);
}

double bowl(double x, double y) { return (x - 0.3) * (x - 0.3) + 2 * y * y; }

TEST(SurfaceMesh, HasItsSamplesOnTheBordersOfTheRectangle) {
    const ViewRect rect{-2, 1, -1, 1};
    const SurfaceMesh m = mesh_of(bowl, rect, HeightScale::linear, 0.0);
    EXPECT_EQ(m.columns, 385);
    EXPECT_EQ(m.rows, 257);
    EXPECT_NEAR(m.first.x, rect.x_lo, 1e-12);
    EXPECT_NEAR(m.first.y, rect.y_lo, 1e-12);
    EXPECT_NEAR(m.first.x + m.step_x * (m.columns - 1), rect.x_hi, 1e-12);
    EXPECT_NEAR(m.first.y + m.step_y * (m.rows - 1), rect.y_hi, 1e-12);
    EXPECT_EQ(m.half_x, 1);
    EXPECT_NEAR(m.half_y, 2.0 / 3, 1e-12);
    for (const Point& p : {Point(-2, -1), Point(1, 1), Point(0.3, 0), Point(-0.77, 0.41)})
        EXPECT_NEAR(*m.height_at({p.x(), p.y()}) * (m.hi - m.lo) + m.lo, bowl(p.x(), p.y()) - m.mapping.base, 1e-3);
    EXPECT_FALSE(m.height_at({1.01, 0}));
    EXPECT_FALSE(m.height_at({std::nan(""), 0}));
}

// Normals come from these slopes.
TEST(SurfaceMesh, SlopesAreThoseOfTheExactGradient) {
    for (const std::string_view id : {"himmelblau", "rastrigin", "rosenbrock"}) {
        const Problem problem = surface_problem(*find_surface(id), default_problem(*find_surface(id)).parameters);
        const Box& d = problem.domain;
        const ViewRect rect{d.x_min, d.x_max, d.y_min, d.y_max};
        const RowSampler heights = [&](std::span<const double> x, double y, double* out) { problem.objective->heights(x, y, {out, x.size()}); };
        const HeightField field = sample_height_field(surface_request(heights, rect, problem.minimum));
        for (const HeightScale scale : {HeightScale::linear, HeightScale::log}) {
            const SurfaceMesh m = make_surface(field, rect, make_mapping(field, scale, problem.minimum), problem.minimum);
            int compared = 0;
            for (int j = 20; j < m.rows; j += 37)
                for (int i = 20; i < m.columns; i += 41) {
                    const Point p(m.first.x + i * m.step_x, m.first.y + j * m.step_y);
                    Point g;
                    double loss = 0;
                    problem.objective->evaluate({&p, 1}, {&g, 1}, {&loss, 1});
                    const double height = m.mapping.map(loss);
                    if (height < m.lo + 0.02 * (m.hi - m.lo) || height > m.hi - 0.02 * (m.hi - m.lo)) continue;  // clamped nearby
                    if (scale == HeightScale::log) g /= (loss - m.mapping.base + m.mapping.floor) * std::log(10.0);
                    // As normals in the box, where the light falls on them.
                    const double up = 0.8 / (m.hi - m.lo), per_x = m.rect.width() / (2 * m.half_x), per_y = m.rect.height() / (2 * m.half_y);
                    const Vec3 exact = Vec3(-g.x() * per_x * up, -g.y() * per_y * up, 1).normalized();
                    const SurfaceMesh::Sample& s = m.at(i, j);
                    const Vec3 drawn = Vec3(-static_cast<double>(s.slope_x) / m.step_x * per_x * up, -static_cast<double>(s.slope_y) / m.step_y * per_y * up, 1).normalized();
                    // On a log scale a valley's floor is a kink only a few samples wide.
                    EXPECT_GT(exact.dot(drawn), std::cos(scale == HeightScale::log ? 0.08 : 0.03)) << id << " at " << p.transpose();
                    ++compared;
                }
            EXPECT_GT(compared, 30) << id;
        }
    }
}

TEST(SurfaceMesh, FewHighPlacesDoNotFlattenTheRest) {
    const SurfaceMesh m = mesh_of([](double x, double y) { return std::exp(9 * (x + y)); }, {-2, 2, -2, 2}, HeightScale::linear, 0.0);
    EXPECT_LT(m.hi, 1e14);  // the corner reaches e³⁶ = 4e15
    for (const SurfaceMesh::Sample& s : m.samples) {
        ASSERT_TRUE(std::isfinite(s.height));
        EXPECT_GE(s.height, 0);
        EXPECT_LE(static_cast<double>(s.height), (m.hi - m.lo) * (1 + 1e-6));
    }
    EXPECT_EQ(*m.height_at({2, 2}), 1);
}

TEST(SurfaceMesh, LeavesHolesOut) {
    const auto with_hole = [](double x, double y) { return std::sqrt(x * x + y * y - 0.25); };
    const SurfaceMesh m = mesh_of(with_hole, {-1, 1, -1, 1}, HeightScale::linear);
    ASSERT_FALSE(m.holes.empty());
    EXPECT_FALSE(m.height_at({0, 0}));
    EXPECT_TRUE(m.height_at({0.8, 0.1}));
    for (const int stride : {fine_stride, coarse_stride}) {
        const auto triangles = surface_triangles(m, stride);
        EXPECT_EQ(triangles.size() % 3, 0u);
        const auto whole = static_cast<std::size_t>((m.columns - 1) / stride * ((m.rows - 1) / stride) * 6);
        EXPECT_LT(triangles.size(), whole);
        EXPECT_GT(triangles.size(), whole / 2);
        for (const std::uint32_t i : triangles) EXPECT_FALSE(m.holes[i]);
    }
    for (const SurfaceMesh::Sample& s : m.samples) ASSERT_TRUE(std::isfinite(s.height) && std::isfinite(s.slope_x) && std::isfinite(s.slope_y));
    // Straight down: into the hole, and beside it.
    EXPECT_FALSE(pick(m, 0.8, {{0.05, 0.02, 5}, {0, 0, -1}}));
    EXPECT_TRUE(pick(m, 0.8, {{0.8, 0.1, 5}, {0, 0, -1}}));
    // A path across it is two strips.
    const std::array<WorldPoint, 2> across{WorldPoint{-0.9, 0}, WorldPoint{0.9, 0.05}};
    const auto path = drape(PathPoints(std::span<const WorldPoint>(across)), m, 0.8);
    EXPECT_GE(std::count_if(path.begin(), path.end(), [](const DrapedVertex& v) { return v.step == path_gap; }), 3);
    EXPECT_TRUE(std::all_of(path.begin(), path.end(), [](const DrapedVertex& v) { return v.step == path_gap || std::hypot(v.x, v.y) > 0.48; }));
    const SurfaceMesh nothing = mesh_of([](double, double) { return std::nan(""); }, {-1, 1, -1, 1}, HeightScale::log);
    EXPECT_TRUE(nothing.empty());
    EXPECT_FALSE(pick(nothing, 0.8, {{0, 0, 5}, {0, 0, -1}}));
}

TEST(Pick, ComesBackToWhereThePointIsSeen) {
    const ViewRect rect{-3, 3, -2, 2};
    const auto waves = [](double x, double y) { return std::sin(2 * x) * std::cos(1.5 * y) + 0.1 * x * x; };
    const SurfaceMesh m = mesh_of(waves, rect, HeightScale::linear);
    constexpr double height = 0.8;
    int checked = 0, hidden = 0;
    for (const OrbitCamera& c : cameras()) {
        if (c.elevation < 0.4) continue;
        const CameraView view(c, m.box(height), picture, 40);
        // Not on edges of triangles: a ray to a point of a ridge may graze it and go on.
        for (double x = -2.8913; x < 3; x += 0.37131)
            for (double y = -1.8871; y < 2; y += 0.29177) {
                const Vec3 p = *m.on_surface({x, y}, height);
                const auto seen = view.project(p);
                if (!seen) continue;
                const auto hit = pick(m, height, view.ray(seen->at));
                ASSERT_TRUE(hit) << x << ", " << y;
                const double nearer = (p - view.eye()).norm() - (*hit - view.eye()).norm();
                EXPECT_GT(nearer, -1e-4) << "something behind the point was picked";
                if (nearer > 0.02) {
                    ++hidden;
                    continue;
                }
                const WorldPoint w = m.world(*hit);
                EXPECT_NEAR(w.x, x, 0.12);  // grazing rays may meet a neighbouring quad
                EXPECT_NEAR(w.y, y, 0.12);
                if ((*hit - p).norm() < 1e-6) ++checked;
            }
    }
    EXPECT_GT(checked, 2000);
    EXPECT_GT(hidden, 50) << "no point was behind a wave: the test looks at nothing";
}

TEST(Pick, MissesBesideTheBox) {
    const SurfaceMesh m = mesh_of(bowl, {-1, 1, -1, 1}, HeightScale::linear, 0.0);
    const CameraView view({}, m.box(0.8), picture, 60);
    EXPECT_FALSE(pick(m, 0.8, view.ray({2, 2})));
    EXPECT_FALSE(pick(m, 0.8, view.ray({797, 497})));
    EXPECT_TRUE(pick(m, 0.8, view.ray({400, 250})));
}

TEST(Drape, LiesOnTheTriangles) {
    const SurfaceMesh m = mesh_of(bowl, {-2, 2, -2, 2}, HeightScale::log, 0.0);
    const std::array<WorldPoint, 5> points{WorldPoint{-1.9, 1.5}, WorldPoint{0.5, -1.5}, WorldPoint{0.3, 0.0}, WorldPoint{8, 8}, WorldPoint{1, 1}};
    const auto path = drape(PathPoints(std::span<const WorldPoint>(points)), m, 0.8);
    ASSERT_GT(path.size(), 100u);
    float step = 0, arc = 0;
    for (const DrapedVertex& v : path) {
        if (v.step == path_gap) continue;
        const WorldPoint w = m.world({static_cast<double>(v.x), static_cast<double>(v.y), 0});
        const auto h = m.height_at({std::clamp(w.x, -2.0, 2.0), std::clamp(w.y, -2.0, 2.0)});
        ASSERT_TRUE(h);
        EXPECT_NEAR(static_cast<double>(v.z), *h * 0.8, 2e-3);
        EXPECT_GE(v.step, step);
        EXPECT_GE(v.arc, arc);
        step = v.step, arc = v.arc;
    }
    EXPECT_FLOAT_EQ(step, 4);
    EXPECT_EQ(path.front().step, path_gap);
    EXPECT_EQ(path.back().step, path_gap);
}

TEST(Drape, EndlessPathsStayBounded) {
    const SurfaceMesh m = mesh_of(bowl, {-2, 2, -2, 2}, HeightScale::linear, 0.0);
    std::vector<WorldPoint> points;
    for (int i = 0; i < 100'000; ++i) points.push_back({1.9 * std::sin(i * 1.7), 1.9 * std::cos(i * 2.3)});
    points.push_back({std::numeric_limits<double>::infinity(), 1e200});
    EXPECT_LT(drape(PathPoints(std::span<const WorldPoint>(points)), m, 0.8).size(), 250'000u);
}

TEST(Drape, ToAndFroForEverIsDrawnOnce) {
    const SurfaceMesh m = mesh_of(bowl, {-2, 2, -2, 2}, HeightScale::linear, 0.0);
    std::vector<WorldPoint> points;
    for (int i = 0; i < 10'000; ++i) points.push_back(i % 2 == 0 ? WorldPoint{-1.8, -1.2 + 1e-6 * i} : WorldPoint{1.7, 1.3});
    const auto path = drape(PathPoints(std::span<const WorldPoint>(points)), m, 0.8);
    EXPECT_LT(path.size(), 5'000u);
    // Yet all of it is there, from end to end.
    const auto away = [&](double x, double y) {
        double nearest = 1e9;
        for (std::size_t i = 1; i < path.size(); ++i) {
            if (path[i - 1].step == path_gap || path[i].step == path_gap) continue;
            const WorldPoint a = m.world({static_cast<double>(path[i - 1].x), static_cast<double>(path[i - 1].y), 0}), b = m.world({static_cast<double>(path[i].x), static_cast<double>(path[i].y), 0});
            const double dx = b.x - a.x, dy = b.y - a.y, t = std::clamp(((x - a.x) * dx + (y - a.y) * dy) / std::max(dx * dx + dy * dy, 1e-12), 0.0, 1.0);
            nearest = std::min(nearest, std::hypot(a.x + t * dx - x, a.y + t * dy - y));
        }
        return nearest;
    };
    for (double along = 0.01; along < 1; along += 0.02) EXPECT_LT(away(-1.8 + 3.5 * along, (1 - along) * -1.195 + along * 1.3), 0.01) << along;
}

}  // namespace
}  // namespace thalweg::test
