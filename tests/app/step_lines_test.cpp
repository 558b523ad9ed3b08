// Lines of plots over steps: a few points per pixel column that show all that the values show.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "app/views/step_lines.hpp"

namespace thalweg::app {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const ImVec2 size{300, 100};

Axis steps_of(std::size_t count) { return {.lo = 0, .hi = static_cast<double>(count - 1)}; }

// The height of every row, in pixels from above.
double height_of(double value, const Axis& y) { return (1 - std::clamp(y.to_unit(value), -1.0, 2.0)) * static_cast<double>(size.y); }

// Every value has a point of the line in its height and within a pixel of its step, and no point is anywhere else.
void expect_shows(const std::vector<double>& values, const Axis& y, const StepLines& lines) {
    const double scale = static_cast<double>(size.x) / static_cast<double>(values.size() - 1);
    constexpr double sideways = 1.01 + 1e-3, up = 0.15;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        const double x = static_cast<double>(i) * scale, at = height_of(values[i], y);
        bool found = false;
        for (const auto& line : lines)
            for (std::size_t k = 0; k < line.size() && !found; ++k) {
                const ImVec2 a = line[k], b = line[std::min(k + 1, line.size() - 1)];
                if (static_cast<double>(b.x) < x - sideways || static_cast<double>(a.x) > x + sideways) continue;
                // The part of the piece that lies within a pixel of the step.
                const double width = static_cast<double>(b.x - a.x), ay = static_cast<double>(a.y), by = static_cast<double>(b.y);
                const auto y_at = [&](double at_x) { return width > 0 ? ay + (by - ay) * std::clamp((at_x - static_cast<double>(a.x)) / width, 0.0, 1.0) : ay; };
                const double from = width > 0 ? y_at(x - sideways) : ay, to = width > 0 ? y_at(x + sideways) : by;
                found = std::min(from, to) - up <= at && at <= std::max(from, to) + up;
            }
        EXPECT_TRUE(found) << "row " << i << " of value " << values[i];
    }
    for (const auto& line : lines)
        for (const ImVec2& p : line) {
            const auto row = static_cast<std::size_t>(std::lround(static_cast<double>(p.x) / scale));
            EXPECT_NEAR(static_cast<double>(p.x), static_cast<double>(row) * scale, 1e-3);
            EXPECT_NEAR(static_cast<double>(p.y), height_of(values.at(row), y), 1e-3) << "a point that no row has";
        }
}

std::size_t points_of(const StepLines& lines) {
    std::size_t count = 0;
    for (const auto& line : lines) count += line.size();
    return count;
}

TEST(Trace, ShowsEveryValueOfASwingInFewPoints) {
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> noise(-1, 1);
    std::vector<double> values;
    for (int i = 0; i < 5000; ++i) values.push_back(std::exp(-i * 1e-3) * (2 + noise(random)));
    for (const AxisScale scale : {AxisScale::linear, AxisScale::log, AxisScale::asinh}) {
        const Axis y{.lo = 1e-3, .hi = 4, .scale = scale, .linear_width = 0.1};
        const StepLines lines = trace(values, steps_of(values.size()), y, size);
        ASSERT_EQ(lines.size(), 1u);
        EXPECT_LE(points_of(lines), 4u * 301);
        expect_shows(values, y, lines);
    }
}

TEST(Trace, ASmoothCurveIsFarFewerPointsThanPixels) {
    std::vector<double> values;
    for (int i = 0; i < 10'000; ++i) values.push_back(std::exp(-i * 1e-3));
    const Axis y{.lo = 1e-5, .hi = 1, .scale = AxisScale::log};
    const StepLines lines = trace(values, steps_of(values.size()), y, size);
    EXPECT_LT(points_of(lines), 12u);  // a straight line on this axis
    expect_shows(values, y, lines);
}

TEST(Trace, KeepsASpikeWhereverItStandsInItsColumn) {
    const Axis y{.lo = 0, .hi = 10};
    for (std::size_t at = 1000; at < 1040; ++at) {
        std::vector<double> values(3000, 1);
        values[at] = 9;
        expect_shows(values, y, trace(values, steps_of(values.size()), y, size));
        std::vector<double> down(3000, 9);
        down[at] = 1;
        expect_shows(down, y, trace(down, steps_of(down.size()), y, size));
    }
}

TEST(Trace, BreaksAtGapsAndShowsALoneValue) {
    std::vector<double> values(3000, 2);
    for (const std::size_t gap : {0u, 700u, 701u, 703u, 1500u, 2999u}) values[gap] = nan;
    const Axis y{.lo = 0, .hi = 10};
    const StepLines lines = trace(values, steps_of(values.size()), y, size);
    ASSERT_EQ(lines.size(), 4u);  // 1–699, 702 alone, 704–1499, 1501–2998
    EXPECT_EQ(lines[1].size(), 1u);
    expect_shows(values, y, lines);
    EXPECT_TRUE(trace(std::vector<double>(100, nan), steps_of(100), y, size).empty());
    EXPECT_TRUE(trace({}, steps_of(100), y, size).empty());
}

TEST(Trace, InfinityRunsOffThePictureAndWhatTheScaleCannotShowIsAGap) {
    std::vector<double> values(2000, 1);
    values[1000] = std::numeric_limits<double>::infinity();
    const Axis linear{.lo = 0, .hi = 10};
    const StepLines lines = trace(values, steps_of(values.size()), linear, size);
    ASSERT_EQ(lines.size(), 1u);
    float highest = 1e9f;
    for (const ImVec2& p : lines[0]) highest = std::min(highest, p.y);
    EXPECT_FLOAT_EQ(highest, -100);  // as far outside as the picture is high
    values[1000] = -1;
    const Axis log{.lo = 0.1, .hi = 10, .scale = AxisScale::log};
    EXPECT_EQ(trace(values, steps_of(values.size()), log, size).size(), 2u);
    EXPECT_EQ(trace(values, steps_of(values.size()), log, size, true).size(), 1u);  // of magnitudes
    std::fill(values.begin() + 1500, values.end(), -1);
    ASSERT_EQ(trace(values, steps_of(values.size()), log, size).back().back().x, trace(std::span(values).first(1500), steps_of(values.size()), log, size).back().back().x);
    const StepLines magnitudes = trace(values, steps_of(values.size()), log, size, true);
    ASSERT_EQ(magnitudes.size(), 1u);
    EXPECT_FLOAT_EQ(magnitudes[0].back().x, trace(std::vector<double>(2000, 1), steps_of(values.size()), log, size).back().back().x);
}

TEST(Trace, GoesUprightWhereStepsCostNothingAndStraightWhereTheyCostMuch) {
    const Axis y{.lo = 0, .hi = 10};
    const std::vector<double> values{10, 5, 1, 0, 0}, x{0, 1, 2, 302, 303};
    const StepLines lines = trace(values, {.lo = 0, .hi = 3000}, y, size, false, x);
    ASSERT_EQ(lines.size(), 1u);
    ASSERT_GE(lines[0].size(), 3u);
    EXPECT_NEAR(static_cast<double>(lines[0][1].x), 0.2, 1e-4);  // down at once
    EXPECT_NEAR(static_cast<double>(lines[0][1].y), 90, 1e-3);
    std::vector<double> tied, at;  // several values at one place: an upright line that reaches all of them
    for (int i = 0; i < 600; ++i) tied.push_back(i % 3 == 0 ? 2 : i % 3 == 1 ? 8 : 5), at.push_back(i / 3);
    const StepLines upright = trace(tied, {.lo = 0, .hi = 199}, y, size, false, at);
    ASSERT_EQ(upright.size(), 1u);
    for (int place = 0; place < 200; ++place) {
        float top = 1e9f, bottom = -1e9f;
        for (const ImVec2& p : upright[0])
            if (std::abs(static_cast<double>(p.x) - place * 300.0 / 199) < 1e-3) top = std::min(top, p.y), bottom = std::max(bottom, p.y);
        EXPECT_NEAR(static_cast<double>(top), 20, 1e-3) << place;
        EXPECT_NEAR(static_cast<double>(bottom), 80, 1e-3) << place;
    }
    EXPECT_TRUE(trace(values, steps_of(5), y, {0, 100}).empty());
}

TEST(VisibleValues, SeeBothSidesOfWhatAlternates) {
    for (std::size_t rows = 900; rows < 5000; rows += 37) {
        std::vector<double> values;
        for (std::size_t i = 0; i < rows; ++i) values.push_back(i % 2 == 0 ? 1 : -1);
        VisibleValues seen;
        seen.add(values, steps_of(rows));
        const Axis axis = seen.axis(AxisScale::linear);
        EXPECT_LT(axis.lo, -1) << rows;
        EXPECT_GT(axis.hi, 1) << rows;
    }
}

TEST(AxisMap, MapsManyValuesAsItMapsOne) {
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> odd{0, 1, -1, 1e-310, 1e300, -1e300, 1e160, 0.1, 7, -inf, inf, nan, 3e-9};
    for (const Axis& axis : {Axis{-3, 7}, Axis{1e-9, 1e4, AxisScale::log}, Axis{-1e6, 1e3, AxisScale::asinh, 0.1}})
        for (std::size_t count = 1; count <= odd.size(); ++count) {
            std::vector<double> mapped(odd.end() - static_cast<std::ptrdiff_t>(count), odd.end());
            const std::vector<double> before = mapped;
            AxisMap(axis).apply(mapped);
            for (std::size_t i = 0; i < count; ++i) {
                const double one = AxisMap(axis)(before[i]), seen = std::clamp(one, -9.0, 9.0);  // beyond, both are off the picture
                if (std::isnan(one)) EXPECT_TRUE(std::isnan(mapped[i])) << before[i];
                else EXPECT_NEAR(std::clamp(mapped[i], -9.0, 9.0), seen, 1e-12) << before[i];
            }
        }
}

TEST(Trace, GoesOnToTheLastRow) {
    const StepLines lines = trace(std::vector<double>(10'000, 3), steps_of(10'000), {.lo = 0, .hi = 10}, size);
    ASSERT_EQ(lines.size(), 1u);
    ASSERT_EQ(lines[0].size(), 2u);
    EXPECT_FLOAT_EQ(lines[0].back().x, size.x);
}

TEST(Trace, WithPlacesOfItsOwnAndZoomedIn) {
    std::vector<double> values, x;
    for (int i = 0; i < 2000; ++i) values.push_back(std::sin(i * 0.05) + 2), x.push_back(2 * i);
    const Axis y{.lo = 0, .hi = 4};
    const StepLines all = trace(values, {.lo = 0, .hi = 3998}, y, size, false, x);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_NEAR(static_cast<double>(all[0].front().x), 0, 1e-3);
    EXPECT_NEAR(static_cast<double>(all[0].back().x), 300, 1e-3);
    expect_shows(values, y, all);
    const StepLines part = trace(values, {.lo = 100, .hi = 110}, y, size, false, x);  // steps 50 to 55 are there, and one more on either side
    ASSERT_EQ(part.size(), 1u);
    EXPECT_LE(static_cast<double>(part[0].front().x), 0);
    EXPECT_GE(static_cast<double>(part[0].back().x), 300);
    for (const ImVec2& p : part[0]) {
        const double row = (100 + static_cast<double>(p.x) / 30) / 2;
        EXPECT_NEAR(row, std::round(row), 1e-4);
        EXPECT_NEAR(static_cast<double>(p.y), height_of(values[static_cast<std::size_t>(std::round(row))], y), 1e-3);
    }
}

}  // namespace
}  // namespace thalweg::app
