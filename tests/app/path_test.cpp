// Trajectories as thin polylines: as exact as the picture shows, and no larger.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "app/scene/path_geometry.hpp"

namespace thalweg::app {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
constexpr PixelSize size{640, 400};

PathGeometry path_of(const std::vector<WorldPoint>& points, const PathOptions& options = {}) { return build_path(PathPoints(std::span(points)), {0, 640, 0, 400}, size, options); }

// At the step of every point the line is where the point is.
void expect_within_a_fifth(const std::vector<WorldPoint>& points, const PathGeometry& path) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double step = static_cast<double>(i);
        bool found = false;
        for (std::size_t k = 0; k + 1 < path.vertices.size() && !found; ++k) {
            const PathVertex &a = path.vertices[k], &b = path.vertices[k + 1];
            if (a.step < 0 || b.step < 0 || static_cast<double>(a.step) > step || static_cast<double>(b.step) < step) continue;
            const double t = b.step > a.step ? (step - static_cast<double>(a.step)) / static_cast<double>(b.step - a.step) : 0;
            EXPECT_NEAR(static_cast<double>(a.x) + t * static_cast<double>(b.x - a.x), points[i].x, 0.25) << i;
            EXPECT_NEAR(static_cast<double>(a.y) + t * static_cast<double>(b.y - a.y), 400 - points[i].y, 0.25) << i;
            found = true;
        }
        EXPECT_TRUE(found) << "step " << i << " is nowhere";
    }
}

TEST(Path, ThinningStaysWithinAFifthOfAPixelOfEveryStep) {
    std::vector<WorldPoint> points;
    for (int i = 0; i < 1000; ++i) points.push_back({320 + 250 * std::sin(i * 0.01), 200 + 150 * std::cos(i * 0.013) + (i % 50 == 0 ? 9.0 : 0.0)});
    const PathGeometry path = path_of(points);
    EXPECT_LT(path.vertices.size(), points.size());
    expect_within_a_fifth(points, path);
}

TEST(Path, SlowStretchesAreAsExactAndFarSmaller) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> jitter(-0.05, 0.05);
    std::vector<WorldPoint> points;  // from fast to at rest, with a detour of a pixel on the way
    for (int i = 0; i < 3000; ++i) points.push_back({320 + 200 * std::exp(-i * 0.004) + jitter(random), 200 - 90 * std::exp(-i * 0.01) + jitter(random) + (i == 1507 ? 1.0 : 0.0)});
    const PathGeometry path = path_of(points);
    EXPECT_LT(path.vertices.size(), points.size() / 8);
    expect_within_a_fifth(points, path);
}

TEST(Path, AStraightSteadyRunIsTwoVertices) {
    std::vector<WorldPoint> points;
    for (int i = 0; i < 1000; ++i) points.push_back({10 + 0.5 * i, 20 + 0.3 * i});
    EXPECT_EQ(path_of(points).vertices.size(), 4u);  // and a separator at both ends
}

TEST(Path, KeepsASingleSpike) {
    for (const std::size_t at : {1u, 500u, 998u}) {
        std::vector<WorldPoint> points(1000, {100, 100});
        points[at] = {100, 300};
        float top = 1e9f;
        for (const PathVertex& v : path_of(points).vertices) top = std::min(top, v.y);
        EXPECT_NEAR(top, 100, 0.5) << at;
    }
}

TEST(Path, BearsAnything) {
    std::mt19937_64 random(3);
    const std::vector<double> odd{nan, inf, -inf, 1e300, -1e300, 1e12, 0, 1e-300, 320, 200, 639};
    for (int round = 0; round < 300; ++round) {
        std::vector<WorldPoint> points;
        for (int i = 0; i < 60; ++i) points.push_back({odd[random() % odd.size()], odd[random() % odd.size()]});
        const PathGeometry path = path_of(points, {.dash_period = 14});
        float last = -1;
        for (const PathVertex& v : path.vertices) {
            EXPECT_TRUE(std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.arc) && std::isfinite(v.step));
            EXPECT_LE(std::abs(v.x), 2000);
            EXPECT_LE(std::abs(v.y), 2000);
            if (v.step < 0) continue;
            EXPECT_GE(v.step, last);
            last = v.step;
        }
        for (const PathVertex& v : path.dots) EXPECT_TRUE(std::isfinite(v.x) && std::isfinite(v.y));
        if (!path.vertices.empty()) {
            EXPECT_EQ(path.vertices.front().step, path_gap);
            EXPECT_EQ(path.vertices.back().step, path_gap);
        }
    }
    EXPECT_TRUE(path_of({}).empty());
    EXPECT_TRUE(path_of({{1, 1}}).empty());
    EXPECT_TRUE(build_path({}, {0, 1, 0, 1}, {0, 0}).empty());
}

TEST(Path, ALongCycleStaysSmall) {
    std::vector<WorldPoint> points;
    for (int i = 0; i < 500'000; ++i) points.push_back({320 + 100 * std::cos(i * 2.4), 200 + 100 * std::sin(i * 2.4)});
    EXPECT_LT(path_of(points).vertices.size(), 120'000u);
}

// How far a point is from the nearest piece of the line, in pixels.
double distance_to_line(const WorldPoint& point, const PathGeometry& path) {
    const double px = point.x, py = 400 - point.y;
    double nearest = inf;
    for (std::size_t k = 0; k + 1 < path.vertices.size(); ++k) {
        const PathVertex &a = path.vertices[k], &b = path.vertices[k + 1];
        if (a.step < 0 || b.step < 0) continue;
        const double ax = static_cast<double>(a.x), ay = static_cast<double>(a.y), dx = static_cast<double>(b.x) - ax, dy = static_cast<double>(b.y) - ay;
        const double along = std::clamp(((px - ax) * dx + (py - ay) * dy) / std::max(dx * dx + dy * dy, 1e-12), 0.0, 1.0);
        nearest = std::min(nearest, std::hypot(px - ax - along * dx, py - ay - along * dy));
    }
    return nearest;
}

// To and fro over `width` pixels, while the middle drifts along the valley.
std::vector<WorldPoint> swing(double width, int steps) {
    std::vector<WorldPoint> points;
    for (int i = 0; i < steps; ++i) points.push_back({100 + 0.004 * i + (i % 2 == 0 ? 0.5 : -0.5) * width, 200 + 20 * std::sin(i * 2e-4) + 0.1 * std::cos(i * 0.7)});
    return points;
}

TEST(Path, ASwingIsDrawnOncePerPlaceAndHidesNothing) {
    for (const double width : {0.8, 1.5, 8.0, 40.0}) {
        const std::vector<WorldPoint> points = swing(width, 20'000);
        const PathGeometry path = path_of(points, {.dash_period = 14});
        EXPECT_LT(path.vertices.size(), points.size() / 6) << width;
        double worst_point = 0, worst_middle = 0;
        for (std::size_t i = 1; i < points.size(); i += 7) {
            worst_point = std::max(worst_point, distance_to_line(points[i], path));
            worst_middle = std::max(worst_middle, distance_to_line({0.5 * (points[i - 1].x + points[i].x), 0.5 * (points[i - 1].y + points[i].y)}, path));
        }
        EXPECT_LT(worst_point, 1.25) << width;  // half of what the line is wide
        EXPECT_LT(worst_middle, 1.25) << width;
    }
}

TEST(Path, EveryFarSwingKeepsADotWhereItTurns) {
    const std::vector<WorldPoint> points = swing(30, 6000);
    const PathGeometry path = path_of(points);
    EXPECT_LT(path.dots.size(), points.size() / 2);
    for (std::size_t i = 0; i < points.size(); i += 5) {
        double nearest = inf;
        for (const PathVertex& dot : path.dots) nearest = std::min(nearest, std::hypot(static_cast<double>(dot.x) - points[i].x, static_cast<double>(dot.y) - (400 - points[i].y)));
        EXPECT_LT(nearest, 2) << i;
    }
}

TEST(Path, MovesFarOutOfThePictureAreNotTakenForEachOther) {
    std::vector<WorldPoint> points = swing(8, 3000);  // long enough for repeated moves to be left out
    const auto there_and_back = [&](WorldPoint far) {
        points.push_back({320, 200});
        points.push_back(far);
    };
    for (int round = 0; round < 3; ++round) there_and_back({1e12, 2e12}), there_and_back({1e12, -2e12}), there_and_back({-3e12, 1e11});
    const PathGeometry path = path_of(points);
    for (const WorldPoint seen : {WorldPoint{370, 300}, WorldPoint{370, 100}, WorldPoint{20, 210}}) EXPECT_LT(distance_to_line(seen, path), 0.5) << seen.x << ' ' << seen.y;
}

TEST(Path, GoesOnFromASwingWithoutAGap) {
    std::vector<WorldPoint> points = swing(8, 4000);
    const WorldPoint from = points.back();
    for (int i = 1; i <= 400; ++i) points.push_back({from.x + 0.5 * i, from.y + 0.25 * i});
    const PathGeometry path = path_of(points);
    for (std::size_t i = 4000; i < points.size(); ++i) EXPECT_LT(distance_to_line(points[i], path), 0.25) << i;
}

TEST(Path, StepsLookedAtTogetherAndOneByOneAreTheSameLine) {
    std::mt19937_64 random(8);
    std::normal_distribution<double> noise;
    std::vector<double> apart;  // x, y and something else: looked at one by one
    std::vector<WorldPoint> points;
    for (int i = 0; i < 4000; ++i) {
        points.push_back({320 + 200 * std::exp(-i * 2e-3) * std::cos(i * 0.02) + 0.02 * noise(random), 200 + 150 * std::exp(-i * 2e-3) * std::sin(i * 0.02) + 0.02 * noise(random)});
        apart.insert(apart.end(), {points.back().x, points.back().y, 0});
    }
    const PathGeometry together = path_of(points), one_by_one = build_path({apart.data(), apart.data() + 1, 3, points.size()}, {0, 640, 0, 400}, size);
    expect_within_a_fifth(points, together);
    expect_within_a_fifth(points, one_by_one);
    EXPECT_LT(together.vertices.size(), one_by_one.vertices.size() * 5 / 4 + 8);
}

TEST(Path, DashesGoOnAlikeBehindASwingLookedAtTogetherAndOneByOne) {
    std::vector<WorldPoint> points;  // drifts slowly enough to make the same move for hundreds of steps
    for (int i = 0; i < 6000; ++i) points.push_back({100 + 0.004 * i + (i % 2 == 0 ? 4 : -4), 200.3 + 2e-4 * i + (i % 2 == 0 ? 3 : 0)});
    const WorldPoint from = points.back();
    for (int i = 1; i <= 400; ++i) points.push_back({from.x + 0.5 * i, from.y + 0.25 * i});
    std::vector<double> apart;
    for (const WorldPoint& p : points) apart.insert(apart.end(), {p.x, p.y, 0});
    const PathGeometry together = path_of(points, {.dash_period = 14}), one_by_one = build_path({apart.data(), apart.data() + 1, 3, points.size()}, {0, 640, 0, 400}, size, {.dash_period = 14});
    EXPECT_NEAR(static_cast<double>(together.vertices.rbegin()[1].arc), static_cast<double>(one_by_one.vertices.rbegin()[1].arc), 0.01);
    EXPECT_LT(together.vertices.size(), one_by_one.vertices.size() * 5 / 4 + 8);
    EXPECT_LT(together.vertices.size(), points.size() / 4);
}

TEST(Path, DashesBehindASwingStandStillWhileThePictureIsPanned) {
    std::vector<WorldPoint> points = swing(8, 4000);
    const WorldPoint from = points.back();
    for (int i = 1; i <= 400; ++i) points.push_back({from.x + 0.5 * i, from.y + 0.25 * i});
    const auto arc_at_end = [&](double pan) { return static_cast<double>(build_path(PathPoints(std::span(points)), {pan, 640 + pan, 0, 400}, size, {.dash_period = 14}).vertices.rbegin()[1].arc); };
    const double still = arc_at_end(0);
    for (const double pan : {0.13, 0.3, 0.77}) EXPECT_NEAR(std::remainder(arc_at_end(pan) - still, 14), 0, 2) << pan;
}

TEST(Path, APaleMoveDoesNotHideAStrongOne) {
    std::vector<WorldPoint> points = swing(8, 3000);
    std::vector<double> strengths(points.size(), 0.1);
    for (std::size_t i = 0; i < 3000; ++i) points.push_back(points[i]), strengths.push_back(1.0);
    PathPoints all{std::span(points)};
    all.strengths = strengths.data();
    const PathGeometry path = build_path(all, {0, 640, 0, 400}, size);
    const auto strong = std::count_if(path.vertices.begin(), path.vertices.end(), [](const PathVertex& v) { return v.step >= 3000 && v.strength > 0.9f; });
    EXPECT_GT(strong, 0);
}

}  // namespace
}  // namespace thalweg::app
