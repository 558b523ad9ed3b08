// Lines of plots over steps: a few points per pixel column that show all that the values show.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

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
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const double value : values)
        if (!std::isnan(value)) lowest = std::min(lowest, value), highest = std::max(highest, value);
    for (const auto& line : lines)
        for (const ImVec2& p : line) {
            EXPECT_LE(static_cast<double>(p.y), height_of(lowest, y) + 1e-3);
            EXPECT_GE(static_cast<double>(p.y), height_of(highest, y) - 1e-3);
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
