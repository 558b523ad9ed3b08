// Numbers, sliders, axes and thinned plots: what they promise, without a window.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "app/widgets/axis.hpp"
#include "app/widgets/decimate.hpp"
#include "app/widgets/number.hpp"
#include "app/widgets/slider_map.hpp"
#include "core/optimizers/optimizer.hpp"

namespace thalweg::app {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

// --- numbers

TEST(Number, ReadsAsPeopleWriteIt) {
    const std::vector<std::pair<double, std::string>> table{{0, "0"}, {0.06, "0.0600"}, {0.9, "0.900"}, {0.999, "0.999"}, {0.9995, "0.9995"}, {250, "250"}, {1e-8, "1e-8"}, {1.5e-5, "1.5e-5"},
                                                            {-1.2, "-1.20"}, {nan, "nan"}, {inf, "∞"}, {-inf, "-∞"}, {1e5, "1e+5"}, {34000, "34000"}};
    for (const auto& [value, text] : table) EXPECT_EQ(format_number(value), text);
}

TEST(Number, NeverRoundsADecayToOne) {
    for (int digits = 1; digits <= 8; ++digits) EXPECT_FALSE(format_number(1 - std::pow(10.0, -digits)).starts_with("1")) << digits;
}

TEST(Number, ShownTextIsWithinHalfAPercentAndShort) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        const double value = std::pow(10.0, std::uniform_real_distribution(-300.0, 300.0)(random)) * (i % 2 ? 1 : -1);
        const std::string text = format_number(value);
        const auto read = parse_number(text);
        ASSERT_TRUE(read) << text;
        EXPECT_NEAR(*read / value, 1, 0.006) << text;
        EXPECT_LE(text.size(), 12u) << text;
    }
}

TEST(Number, ExactTextGivesTheSameDoubleBack) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 20'000; ++i) {
        const double value = std::bit_cast<double>(random());
        if (!std::isfinite(value)) continue;
        const auto read = parse_number(format_exact(value));
        ASSERT_TRUE(read) << format_exact(value);
        EXPECT_EQ(*read, value);
    }
    EXPECT_EQ(format_exact(0.1), "0.1");
    EXPECT_EQ(format_exact(1e-8), "1e-8");
}

TEST(Number, FixedColumnsDoNotDance) {
    std::set<std::size_t> lengths;
    for (int e = -9; e <= 9; ++e) lengths.insert(format_fixed(2.694 * std::pow(10.0, e)).size());
    EXPECT_EQ(lengths.size(), 1u);
    EXPECT_EQ(format_fixed(2.694), "2.69e+0");
    EXPECT_EQ(format_fixed(-0.0012), "-1.20e-3");
}

TEST(Number, TellOnePixelFromTheNext) {
    for (const double value : {0.0, 1.0, -1.2, 31.4159, 512.0})
        for (double resolution = 0.5; resolution > 1e-12; resolution /= 7)
            EXPECT_NE(format_resolved(value, resolution), format_resolved(value + 1.01 * resolution, resolution)) << value << ' ' << resolution;
    EXPECT_EQ(format_resolved(0.412345678, 0.00625), "0.412");
    EXPECT_EQ(format_resolved(1, 2e-6), "1.000000");
    EXPECT_EQ(format_resolved(2e9, 1), format_number(2e9));
}

TEST(Number, ParsesWhatPeopleTypeAndNothingElse) {
    for (const auto& [text, value] : std::vector<std::pair<std::string, double>>{{"1e-6", 1e-6}, {" 2.5 ", 2.5}, {"+3", 3}, {"−4", -4}, {"1e−3", 1e-3}, {".5", 0.5}, {"5.", 5}, {"-0", 0}})
        EXPECT_EQ(parse_number(text), value) << text;
    for (const char* text : {"", " ", "1e", "e5", "1.2.3", "1,5", "--1", "+-1", "0x10", "nan", "inf", "1e999", "1 2", "abc", "1e-6x", "−", "+", "."}) EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Number, RoundsToDigitsWithoutDirt) {
    EXPECT_EQ(round_to_digits(0.1 + 0.2, 3), 0.3);
    EXPECT_EQ(round_to_digits(123456, 2), 120000);
    EXPECT_EQ(round_to_digits(-9.96, 2), -10);
    EXPECT_EQ(round_to_digits(0, 2), 0);
    EXPECT_TRUE(std::isinf(round_to_digits(inf, 2)));
    EXPECT_EQ(power_of_ten_label(-12), "10⁻¹²");
}

// --- sliders

TEST(SliderMap, DecaysAreEvenlySpread) {
    const SliderRange decay{0, 0.9999, SliderScale::one_minus_log};
    const double a = decay.to_unit(0.9), b = decay.to_unit(0.99), c = decay.to_unit(0.999), d = decay.to_unit(0.9999);
    EXPECT_NEAR(b - a, c - b, 1e-9);
    EXPECT_NEAR(c - b, d - c, 1e-9);
    EXPECT_EQ(decay.to_unit(0), 0);
    EXPECT_EQ(d, 1);
    const SliderRange rate{1e-6, 10, SliderScale::log};
    EXPECT_NEAR(rate.to_unit(1e-3) - rate.to_unit(1e-4), 1.0 / 7, 1e-9);
}

TEST(SliderMap, ALogScaleFromZeroReachesZero) {
    const SliderRange clip{0, 1000, SliderScale::log};
    EXPECT_EQ(clip.from_unit(0), 0);
    EXPECT_EQ(clip.to_unit(0), 0);
    EXPECT_GT(clip.to_unit(1e-3), 0.03);
    EXPECT_EQ(clip.from_unit(1), 1000);
    const SliderRange one{0, 1, SliderScale::one_minus_log};
    EXPECT_EQ(one.from_unit(1), 1);
    EXPECT_EQ(one.from_unit(0), 0);
}

std::vector<SliderRange> every_range() {
    std::vector<SliderRange> all{{0, 1000, SliderScale::log}, {0, 1, SliderScale::one_minus_log}, {-5, 5, SliderScale::linear}, {0, 100, SliderScale::integer}, {1, 1e6, SliderScale::log}};
    for (const OptimizerSpec& o : optimizer_catalogue())
        for (const Parameter& p : o.hyperparameters) {
            if (p.scale == Scale::toggle) continue;
            const Range r = p.slider_range();
            all.push_back({r.min, r.max, p.scale == Scale::log ? SliderScale::log : p.scale == Scale::one_minus_log ? SliderScale::one_minus_log : p.scale == Scale::count ? SliderScale::integer : SliderScale::linear});
        }
    return all;
}

TEST(SliderMap, GoesThereAndBack) {
    for (const SliderRange& r : every_range()) {
        double last = -inf;
        for (int i = 0; i <= 200; ++i) {
            const double unit = i / 200.0, value = r.from_unit(unit);
            EXPECT_GE(value, r.min);
            EXPECT_LE(value, r.max);
            EXPECT_GE(value, last);
            last = value;
            const double again = r.from_unit(r.to_unit(value));
            EXPECT_NEAR(again, value, 1e-9 * std::max(std::abs(value), r.max * 1e-9)) << r.min << " … " << r.max << " at " << unit;
            const double snapped = r.snapped(value);
            EXPECT_EQ(r.snapped(snapped), snapped);
            EXPECT_GE(snapped, r.min);
            EXPECT_LE(snapped, r.max);
        }
        EXPECT_EQ(r.from_unit(0), r.min);
        EXPECT_EQ(r.from_unit(1), r.max);
        EXPECT_EQ(r.from_unit(-3), r.min);
        EXPECT_EQ(r.from_unit(3), r.max);
    }
}

TEST(SliderMap, ArrowKeysGoFromOneEndToTheOther) {
    for (const SliderRange& r : every_range()) {
        for (const int direction : {1, -1}) {
            double value = direction > 0 ? r.min : r.max;
            int steps = 0;
            while (value != (direction > 0 ? r.max : r.min) && steps < 20'000) {
                const double next = r.neighbour(value, direction);
                ASSERT_GT((next - value) * direction, 0) << "stuck at " << value << " of " << r.min << " … " << r.max << ", direction " << direction;
                value = next;
                ++steps;
            }
            EXPECT_LT(steps, 20'000) << r.min << " … " << r.max;
        }
    }
}

TEST(SliderMap, BearsNonsense) {
    const SliderRange empty{3, 3, SliderScale::linear};
    EXPECT_EQ(empty.to_unit(3), 0);
    EXPECT_EQ(empty.clamp(99), 3);
    const SliderRange rate{1e-6, 10, SliderScale::log};
    EXPECT_EQ(rate.to_unit(-1), 0);
    EXPECT_EQ(rate.to_unit(1e9), 1);
}

// --- axes

TEST(Axis, MapsThereAndBackOnEveryScale) {
    for (const Axis& axis : {Axis{-3, 7}, Axis{1e-9, 1e4, AxisScale::log}, Axis{-1e6, 1e3, AxisScale::asinh, 0.1}})
        for (int i = 0; i <= 50; ++i) {
            const double unit = i / 50.0;
            EXPECT_NEAR(axis.to_unit(axis.from_unit(unit)), unit, 1e-9);
        }
    const Axis log{1e-3, 1, AxisScale::log};
    EXPECT_TRUE(std::isnan(log.to_unit(-1)));
    EXPECT_EQ(log.to_unit(0), -inf);
}

TEST(Axis, TicksAreFewRoundAndInside) {
    std::mt19937_64 random(3);
    const auto uniform = [&](double a, double b) { return std::uniform_real_distribution(a, b)(random); };
    for (int i = 0; i < 3000; ++i) {
        Axis axis;
        axis.scale = static_cast<AxisScale>(i % 3);
        const double size = std::pow(10.0, uniform(-12, 12));
        if (axis.scale == AxisScale::log) axis.lo = size, axis.hi = size * std::pow(10.0, uniform(0.3, 30));
        else axis.lo = uniform(-1, 1) * size, axis.hi = axis.lo + size * uniform(0.1, 3);
        axis.linear_width = size * 1e-2;
        const int wanted = 2 + i % 9;
        const std::vector<Tick> ticks = nice_ticks(axis, wanted);
        std::set<std::string> labels;
        double last = -1;
        int labelled = 0;
        for (const Tick& tick : ticks) {
            ASSERT_GE(tick.unit, 0) << axis.lo << " … " << axis.hi;
            ASSERT_LE(tick.unit, 1);
            ASSERT_GE(tick.unit, last);
            last = tick.unit;
            if (!tick.major) continue;
            ++labelled;
            EXPECT_FALSE(tick.label.empty());
            EXPECT_TRUE(labels.insert(tick.label).second) << tick.label << " twice on " << axis.lo << " … " << axis.hi;
        }
        EXPECT_GE(labelled, 1) << axis.lo << " … " << axis.hi << " scale " << i % 3;
        EXPECT_LE(labelled, 2 * wanted + 3) << axis.lo << " … " << axis.hi;
    }
}

TEST(Axis, WholeStepsHaveWholeTicks) {
    for (const double steps : {1.0, 2.0, 3.0, 7.0, 400.0, 1e6}) {
        Axis axis{0, steps};
        axis.integer = true;
        for (const Tick& tick : nice_ticks(axis, 6)) EXPECT_EQ(tick.value, std::round(tick.value));
    }
}

TEST(Axis, BrokenOnesHaveNoTicks) {
    for (const Axis& axis : {Axis{1, 1}, Axis{2, 1}, Axis{nan, 1}, Axis{0, inf}, Axis{0, 1, AxisScale::log}, Axis{-1e308, 1e308}}) EXPECT_TRUE(nice_ticks(axis, 5).empty());
}

TEST(Axis, ZoomKeepsItsCentreAndPanItsLength) {
    for (Axis axis : {Axis{-3, 7}, Axis{1e-9, 1e4, AxisScale::log}, Axis{-100, 1000, AxisScale::asinh, 0.1}}) {
        const double held = axis.from_unit(0.3);
        zoom(axis, 0.3, 0.5);
        EXPECT_NEAR(axis.to_unit(held), 0.3, 1e-9);
        const double shifted = axis.from_unit(0.5);
        pan(axis, 0.25);
        EXPECT_NEAR(axis.to_unit(shifted), 0.25, 1e-9);
        for (int i = 0; i < 3000; ++i) zoom(axis, 0.3, 0.5);
        EXPECT_TRUE(axis.valid());
        for (int i = 0; i < 3000; ++i) zoom(axis, 0.3, 2);
        EXPECT_TRUE(axis.valid());
    }
    const Axis limits{0, 100};
    for (Axis axis : {Axis{-20, 30}, Axis{90, 120}, Axis{-50, 500}}) {
        keep_inside(axis, limits);
        EXPECT_GE(axis.lo, 0);
        EXPECT_LE(axis.hi, 100);
        EXPECT_TRUE(axis.valid());
    }
}

TEST(Axis, FitsAnyData) {
    for (const AxisScale scale : {AxisScale::linear, AxisScale::log, AxisScale::asinh})
        for (const auto& [lo, hi] : std::vector<std::pair<double, double>>{{0, 0}, {1, 1}, {-5, 5}, {1e-300, 1e300}, {-1e300, 1e300}, {inf, -inf}, {nan, nan}, {0, 1e-320}, {5, 3}, {-3, -1}})
            EXPECT_TRUE(fitted(lo, hi, scale).valid()) << lo << " … " << hi << " scale " << static_cast<int>(scale);
}

// --- thinned plots

std::vector<PixelRun> thinned(const std::vector<double>& y, double width = 300) {
    const double step = width / static_cast<double>(std::max<std::size_t>(1, y.size() - 1));
    return decimate(SeriesData(y, 0, step), [](double x) { return x; }, [](double v) { return 100 - v; }, 0, width, 0, 200);
}

TEST(Decimate, KeepsEveryPeak) {
    std::mt19937_64 random(4);
    for (int round = 0; round < 50; ++round) {
        std::vector<double> y(100'000, 0.0);
        const std::size_t peak = random() % y.size(), pit = random() % y.size();
        y[peak] = 77;
        if (pit != peak) y[pit] = -66;
        const auto runs = thinned(y);
        ASSERT_EQ(runs.size(), 1u);
        EXPECT_LE(runs[0].size(), 4u * 302);
        float top = 1e9f, bottom = -1e9f;
        for (const PlotPoint& p : runs[0]) top = std::min(top, p.y), bottom = std::max(bottom, p.y);
        EXPECT_EQ(top, 23);
        EXPECT_EQ(bottom, pit != peak ? 166 : 100);
        EXPECT_TRUE(std::is_sorted(runs[0].begin(), runs[0].end(), [](const PlotPoint& a, const PlotPoint& b) { return a.x < b.x; }));
    }
}

TEST(Decimate, EachColumnKeepsItsExtremes) {
    std::mt19937_64 random(5);
    std::vector<double> y(5000);
    for (double& v : y) v = std::uniform_real_distribution(-90.0, 90.0)(random);
    const double width = 100, step = width / static_cast<double>(y.size() - 1);
    const auto runs = thinned(y, width);
    ASSERT_EQ(runs.size(), 1u);
    for (int column = 0; column < 100; ++column) {
        double lo = inf, hi = -inf;
        for (std::size_t i = 0; i < y.size(); ++i)
            if (static_cast<int>(std::floor(static_cast<double>(i) * step)) == column) lo = std::min(lo, y[i]), hi = std::max(hi, y[i]);
        double kept_lo = inf, kept_hi = -inf;
        for (const PlotPoint& p : runs[0])
            if (static_cast<int>(std::floor(p.x)) == column) kept_lo = std::min(kept_lo, 100 - static_cast<double>(p.y)), kept_hi = std::max(kept_hi, 100 - static_cast<double>(p.y));
        EXPECT_NEAR(kept_lo, lo, 1e-4) << column;
        EXPECT_NEAR(kept_hi, hi, 1e-4) << column;
    }
}

TEST(Decimate, BreaksAtGapsAndBearsAnything) {
    const auto runs = thinned({1, 2, nan, 3, nan, nan, 4, 5});
    ASSERT_EQ(runs.size(), 3u);
    EXPECT_EQ(runs[0].size(), 2u);
    EXPECT_EQ(runs[1].size(), 1u);
    for (const auto& series : std::vector<std::vector<double>>{{}, {nan}, {nan, nan}, {inf, -inf, 1e300, -1e300}, {0}})
        for (const PixelRun& run : thinned(series))
            for (const PlotPoint& p : run) EXPECT_TRUE(std::isfinite(p.x) && std::isfinite(p.y));
}

}  // namespace
}  // namespace thalweg::app
