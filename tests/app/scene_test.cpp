// View rectangles, levels and height fields, without GL.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>

#include "app/scene/height_field_job.hpp"
#include "app/scene/isoline_labels.hpp"
#include "app/scene/levels.hpp"
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/scenario.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::app {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
constexpr PixelSize size{640, 400};

// --- view

TEST(View, PixelsAndPointsAgree) {
    const ViewRect view{-2, 3, -1, 4};
    for (const PixelPoint p : {PixelPoint{0, 0}, PixelPoint{640, 400}, PixelPoint{123.5, 77}}) {
        const PixelPoint again = view.to_pixel(view.from_pixel(p, size), size);
        EXPECT_NEAR(again.x, p.x, 1e-9);
        EXPECT_NEAR(again.y, p.y, 1e-9);
    }
    EXPECT_EQ(view.from_pixel({0, 0}, size), (WorldPoint{-2, 4}));  // y up
}

TEST(View, ZoomKeepsThePointUnderTheCursor) {
    std::mt19937_64 random(1);
    ViewRect view{-2, 3, -1, 4};
    for (int i = 0; i < 500; ++i) {
        const PixelPoint at{static_cast<double>(random() % 640), static_cast<double>(random() % 400)};
        const WorldPoint before = view.from_pixel(at, size);
        const ViewRect next = zoomed(view, i % 7 < 4 ? 1.2 : 1 / 1.2, at, size);
        if (next == view) continue;
        const PixelPoint after = next.to_pixel(before, size);
        EXPECT_NEAR(after.x, at.x, 1e-3);
        EXPECT_NEAR(after.y, at.y, 1e-3);
        view = next;
    }
}

TEST(View, PanFollowsTheHand) {
    const ViewRect view{-2, 3, -1, 4}, moved = panned(view, {30, -20}, size);
    const PixelPoint before = view.to_pixel({0.5, 0.5}, size), after = moved.to_pixel({0.5, 0.5}, size);
    EXPECT_NEAR(after.x - before.x, 30, 1e-9);
    EXPECT_NEAR(after.y - before.y, -20, 1e-9);
}

TEST(View, LimitsHoldWhateverTheWheelDoes) {
    for (const double factor : {1.5, 1 / 1.5}) {
        ViewRect view{-2, 3, -1, 4};
        for (int i = 0; i < 2000; ++i) view = zoomed(view, factor, {100, 300}, size);
        EXPECT_TRUE(std::isfinite(view.width()) && view.width() > 0);
        EXPECT_EQ(limited(view), view);
        // Neighbouring pixels are different numbers.
        EXPECT_NE(view.from_pixel({100, 100}, size).x, view.from_pixel({101, 100}, size).x);
        const ViewRect stuck = zoomed(view, factor, {600, 50}, size);
        EXPECT_NEAR((stuck.x_lo + stuck.x_hi) / 2, (view.x_lo + view.x_hi) / 2, 1e-6 * view.width()) << "the limit turned the wheel into a pan";
    }
    for (const ViewRect& bad : {ViewRect{nan, nan, 0, 1}, ViewRect{0, 0, 0, 0}, ViewRect{inf, -inf, 0, 1}, ViewRect{1, -1, 1, -1}, ViewRect{-1e308, 1e308, 0, 1}}) {
        const ViewRect ok = limited(bad);
        EXPECT_TRUE(std::isfinite(ok.width()) && ok.width() > 0 && std::isfinite(ok.height()) && ok.height() > 0);
    }
    const ViewRect view{-2, 3, -1, 4};
    for (const double factor : {0.0, -1.0, nan, inf}) EXPECT_EQ(zoomed(view, factor, {1, 1}, size), view);
    EXPECT_EQ(zoomed(view, 2, {1, 1}, {0, 0}), view);
}

TEST(View, FitShowsTheWholeDomainWithEqualUnits) {
    for (const PixelSize picture : {PixelSize{640, 400}, PixelSize{300, 900}, PixelSize{1000, 1000}}) {
        const ViewRect domain{-2, 2, -1, 3}, view = fit(domain, AspectPolicy::equal, picture);
        EXPECT_LE(view.x_lo, domain.x_lo);
        EXPECT_GE(view.x_hi, domain.x_hi);
        EXPECT_LE(view.y_lo, domain.y_lo);
        EXPECT_GE(view.y_hi, domain.y_hi);
        EXPECT_NEAR(view.width() / picture.width, view.height() / picture.height, 1e-12);
        EXPECT_EQ(fit(domain, AspectPolicy::stretch, picture), domain);
    }
}

// --- heights

RowSampler surface(const std::function<double(double, double)>& f) {
    return [f](std::span<const double> x, double y, double* out) {
        for (std::size_t i = 0; i < x.size(); ++i) out[i] = f(x[i], y);
    };
}

TEST(Heights, HoldTheFunctionAtEveryCell) {
    const auto f = [](double x, double y) { return x * x - 3 * y + 0.1 * x * y; };
    for (const auto& [width, height] : {std::pair(33, 17), std::pair(4, 4), std::pair(1, 1), std::pair(61, 40)}) {
        const HeightField field = sample_height_field({surface(f), {-2, 3, -1, 4}, width, height, std::nullopt});
        ASSERT_EQ(field.width, width);
        for (int j = -HeightField::apron; j < height + HeightField::apron; ++j)
            for (int i = -HeightField::apron; i < width + HeightField::apron; ++i) {
                const double x = -2 + (i + 0.5) * field.dx(), y = -1 + (j + 0.5) * field.dy();
                EXPECT_NEAR(static_cast<double>(field.at(i, j)) + field.base, f(x, y), 1e-5 * (1 + std::abs(f(x, y))));
            }
        EXPECT_FALSE(field.has_holes);
        EXPECT_LE(field.min, field.max);
    }
}

TEST(Heights, DoNotDependOnTheNumberOfThreads) {
    const auto f = surface([](double x, double y) { return std::sin(5 * x) * std::exp(y) + (x > 2.5 ? nan : 0); });
    const HeightField one = sample_height_field({f, {-2, 3, -1, 4}, 211, 133, std::nullopt}, 1);
    for (const int threads : {2, 3, 8}) {
        const HeightField more = sample_height_field({f, {-2, 3, -1, 4}, 211, 133, std::nullopt}, threads);
        EXPECT_EQ(more.values, one.values);
        EXPECT_EQ(more.min, one.min);
        EXPECT_EQ(more.max, one.max);
        EXPECT_EQ(more.has_holes, one.has_holes);
        EXPECT_NE(more.revision, one.revision);
    }
}

TEST(Heights, MarkHolesAndKeepFiniteExtremes) {
    const HeightField field = sample_height_field({surface([](double x, double y) { return x < 0 ? nan : y < 0 ? inf : x > 2 ? -1e300 : x > 1 ? 1e300 : x + y; }), {-1, 3, -1, 1}, 40, 20, std::nullopt});
    EXPECT_TRUE(field.has_holes);
    EXPECT_EQ(field.min, -1e300);
    EXPECT_EQ(field.max, 1e300);
    for (const float v : field.values) EXPECT_TRUE(v == no_value || std::abs(v) <= largest_height);
    const HeightField none = sample_height_field({surface([](double, double) { return nan; }), {0, 1, 0, 1}, 8, 8, std::nullopt});
    EXPECT_GT(none.min, none.max);
    EXPECT_TRUE(make_mapping(none, HeightScale::log) == HeightMapping{});
}

// Every surface's fast rows say what its formula says.
TEST(Heights, LanesEqualScalars) {
    for (const SurfaceSpec& spec : surface_catalogue()) {
        const auto problem = build_problem(default_problem(spec));
        const Box box = problem->domain;
        for (const std::size_t n : {1u, 3u, 8u, 29u}) {
            std::vector<double> row(n);
            const double dx = (box.x_max - box.x_min) / 31, y = box.y_min + 0.37 * (box.y_max - box.y_min);
            std::vector<double> x;
            for (std::size_t i = 0; i < n; ++i) x.push_back(box.x_min + static_cast<double>(i) * dx);
            problem->objective->heights(x, y, row);
            for (std::size_t i = 0; i < n; ++i) {
                const Point at(x[i], y);
                Point gradient;
                double loss = 0;
                problem->objective->evaluate({&at, 1}, {&gradient, 1}, {&loss, 1});
                EXPECT_NEAR(row[i], loss, 1e-9 * std::max(1.0, std::abs(loss))) << spec.id << " at " << at.transpose();
            }
        }
    }
}

// A sampler that a test can hold back.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    std::atomic<int> rows{0};
    void let_go() {
        const std::lock_guard lock(mutex);
        open = true;
        changed.notify_all();
    }
    RowSampler sampler(double value) {
        return [this, value](std::span<const double> x, double, double* out) {
            ++rows;
            std::unique_lock lock(mutex);
            changed.wait(lock, [this] { return open; });
            std::fill_n(out, x.size(), value);
        };
    }
};

TEST(HeightJob, TheLatestRequestWins) {
    HeightFieldJob job({}, 2);
    Gate gate;
    job.request({gate.sampler(1), {0, 1, 0, 1}, 64, 64, 0.0});
    ASSERT_TRUE(test::eventually(test::Seconds(20), [&] { return gate.rows > 0; }));
    for (int k = 2; k <= 9; ++k) job.request({surface([k](double, double) { return k; }), {0, 1, 0, 1}, 64, 64, 0.0});
    EXPECT_TRUE(job.busy());
    gate.let_go();
    std::shared_ptr<const HeightField> field;
    ASSERT_TRUE(test::eventually(test::Seconds(20), [&] {
        if (auto next = job.take()) field = next;
        return !job.busy();
    }));
    if (auto next = job.take()) field = next;
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->at(3, 3), 9);
    EXPECT_FALSE(field->preview);
    EXPECT_EQ(job.take(), nullptr);
}

TEST(HeightJob, CancelStopsAndDropsEverything) {
    Gate gate;
    HeightFieldJob job({}, 1);
    job.request({gate.sampler(1), {0, 1, 0, 1}, 400, 400, 0.0});
    ASSERT_TRUE(test::eventually(test::Seconds(20), [&] { return gate.rows > 0; }));
    std::jthread opener([&] { gate.let_go(); });
    job.cancel();
    EXPECT_FALSE(job.busy());
    EXPECT_EQ(job.take(), nullptr);
    const int rows = gate.rows;
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    EXPECT_EQ(gate.rows, rows) << "a sampler runs on";
    EXPECT_LT(rows, 404);
}

TEST(HeightJob, ASlowOneShowsAPreviewFirstAndWakesForBoth) {
    std::atomic<int> woken{0};
    HeightFieldJob job([&] { ++woken; }, 1);
    job.request({surface([](double x, double y) {
                     double sum = 0;
                     for (int k = 0; k < 400; ++k) sum += std::sin(x + k) * std::cos(y - k);
                     return sum;
                 }), {0, 1, 0, 1}, 200, 200, 0.0});
    std::vector<bool> previews;
    ASSERT_TRUE(test::eventually(test::Seconds(60), [&] {
        if (auto field = job.take()) previews.push_back(field->preview);
        return !previews.empty() && !previews.back();
    }, test::Seconds(0.001)));
    EXPECT_EQ(previews, (std::vector<bool>{true, false}));
    EXPECT_EQ(woken, 2);
}

TEST(HeightJob, ManyRequestsAndAnEarlyEndAreFine) {
    for (int round = 0; round < 30; ++round) {
        HeightFieldJob job({}, 3);
        for (int i = 0; i < 20; ++i) job.request({surface([](double x, double y) { return x * y; }), {0, 1, 0, 1}, 100 + i, 100, 0.0});
        if (round % 2) job.take(std::chrono::milliseconds(1));
    }
}

// --- levels

TEST(Levels, MapThereAndBackAndColoursRise) {
    for (const SurfaceSpec& spec : surface_catalogue()) {
        const auto problem = build_problem(default_problem(spec));
        const Box b = problem->domain;
        const HeightField field = sample_height_field({[&](std::span<const double> x, double y, double* out) { problem->objective->heights(x, y, {out, x.size()}); },
                                                       {b.x_min, b.x_max, b.y_min, b.y_max}, 96, 96, problem->minimum});
        for (const HeightScale scale : {HeightScale::linear, HeightScale::log}) {
            const HeightMapping m = make_mapping(field, scale, problem->minimum);
            EXPECT_LT(m.lo, m.hi) << spec.id;
            double last = -1;
            for (int i = 0; i <= 100; ++i) {
                const double f = field.min + (field.max - field.min) * i / 100;
                EXPECT_GE(m.colour_at(f), last) << spec.id;
                last = m.colour_at(f);
                EXPECT_NEAR(m.unmap(m.map(f)), f, 1e-6 * (std::abs(field.max) + std::abs(field.min)) + 1e-9) << spec.id;
            }
            // A readable number of levels, labelled bars, one label each.
            const double levels = (m.hi - std::max(m.lo, m.origin)) / m.spacing;
            EXPECT_GT(levels, 3) << spec.id;
            EXPECT_LT(levels, 80) << spec.id;
            std::vector<std::string> labels;
            const auto ticks = colour_bar_ticks(m);
            EXPECT_GE(ticks.size(), 1u) << spec.id;
            EXPECT_LE(ticks.size(), 12u) << spec.id;
            for (const LevelTick& t : ticks) {
                EXPECT_GE(t.fraction, -1e-9) << spec.id;
                EXPECT_LE(t.fraction, 1 + 1e-9) << spec.id;
                EXPECT_EQ(std::count(labels.begin(), labels.end(), t.label), 0) << spec.id << " " << t.label;
                labels.push_back(t.label);
            }
            for (const IsolineLabel& label : isoline_labels(field, m, field.rect, {480, 480})) {
                EXPECT_FALSE(label.text.empty());
                EXPECT_GE(label.centre.x, 0);
                EXPECT_LE(label.centre.x, 480);
                EXPECT_LE(std::abs(label.angle), 1.5708);
            }
        }
    }
}

TEST(Levels, APlaneOfOneHeightStillHasARange) {
    for (const double height : {0.0, 5.0, -1e9, 1e-30}) {
        const HeightField field = sample_height_field({surface([height](double, double) { return height; }), {0, 1, 0, 1}, 16, 16, std::nullopt});
        for (const HeightScale scale : {HeightScale::linear, HeightScale::log}) {
            const HeightMapping m = make_mapping(field, scale);
            EXPECT_LT(m.lo, m.hi);
            EXPECT_GT(m.spacing, 0);
            EXPECT_TRUE(std::isfinite(m.colour_at(height)));
            EXPECT_LE(colour_bar_ticks(m).size(), 20u);
        }
    }
}

TEST(Levels, FollowWhatIsInView) {
    const auto rosenbrock = surface([](double x, double y) { return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x); });
    const auto rolling = surface([](double x, double y) { return 50 + 20 * std::sin(x) + 3 * y; });
    struct Case { RowSampler sampler; HeightScale scale; std::optional<double> minimum; Point centre; };
    for (const Case& c : {Case{rosenbrock, HeightScale::log, 0.0, {1, 1}}, Case{rosenbrock, HeightScale::log, 0.0, {-1, 2}}, Case{rolling, HeightScale::linear, std::nullopt, {0.7, 0.2}}}) {
        const ViewRect whole{-2, 2, -1, 3};
        const HeightField home = sample_height_field({c.sampler, whole, 200, 200, c.minimum});
        const HeightMapping m = make_mapping(home, c.scale, c.minimum);
        EXPECT_EQ(with_levels_in(m, home), m) << "the whole has levels enough";
        for (const double half : {0.5, 0.1, 0.02, 0.003, 3e-4}) {
            SCOPED_TRACE(half);
            const HeightField view = sample_height_field({c.sampler, {c.centre.x() - half, c.centre.x() + half, c.centre.y() - half, c.centre.y() + half}, 200, 200, c.minimum});
            const HeightMapping near = with_levels_in(m, view);
            EXPECT_EQ(near.lo, m.lo);
            EXPECT_EQ(near.hi, m.hi);
            for (double f = m.unmap(m.lo + 0.1 * (m.hi - m.lo)); f < m.unmap(m.hi); f += 0.07 * (m.unmap(m.hi) - m.unmap(m.lo))) EXPECT_NEAR(near.colour_at(f), m.colour_at(f), 1e-3) << "a colour keeps its meaning";
            std::set<int> seen;
            for (int j = 0; j < 200; ++j)
                for (int i = 0; i < 200; ++i) seen.insert(static_cast<int>(std::floor((near.map(view.base + static_cast<double>(view.at(i, j))) - near.origin) / near.spacing)));
            EXPECT_GE(seen.size(), 6u);
            EXPECT_LE(seen.size(), 90u);
            std::set<std::string> labels;
            int majors = 0;
            for (const int k : seen)
                if (k > 0 && near.is_major(k)) ++majors, labels.insert(level_label(near, k));
            EXPECT_GE(majors, 1);
            EXPECT_EQ(labels.size(), static_cast<std::size_t>(majors)) << "two levels with one label";
        }
    }
}

TEST(Levels, RosenbrockIsLogarithmicAndAPlaneLinear) {
    const HeightField valley = sample_height_field({surface([](double x, double y) { return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x); }), {-2, 2, -1, 3}, 128, 128, 0.0});
    EXPECT_EQ(suggested_scale(valley, 0.0), HeightScale::log);
    const HeightField plane = sample_height_field({surface([](double x, double y) { return x + y; }), {-2, 2, -1, 3}, 128, 128, std::nullopt});
    EXPECT_EQ(suggested_scale(plane), HeightScale::linear);
}

}  // namespace
}  // namespace thalweg::app
