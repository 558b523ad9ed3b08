// Elementary functions, packs, powers and random numbers.
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "core/numerics/denormals.hpp"
#include "core/numerics/elementary.hpp"
#include "core/numerics/power.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;
using test::same_bits;

// Distance in units of the last place of the exact result.
double ulps(double value, long double exact) {
    const double rounded = static_cast<double>(exact);
    const int exponent = std::max(std::ilogb(rounded), -1022);
    return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / std::scalbn(1.0L, exponent - 52));
}

struct Function {
    const char* name;
    double (*scalar)(double);
    Lanes (*lanes)(const Lanes&);
    long double (*exact)(long double);
    double low, high;
    double ulp;
};

const Function functions[] = {
    {"exp", [](double x) { return exp(x); }, [](const Lanes& x) { return exp(x); }, std::exp, -700, 709, 1.0},
    {"log", [](double x) { return log(x); }, [](const Lanes& x) { return log(x); }, std::log, 0, 1e6, 1.0},
    {"sin", [](double x) { return sin(x); }, [](const Lanes& x) { return sin(x); }, std::sin, -1e5, 1e5, 3.5},
    {"cos", [](double x) { return cos(x); }, [](const Lanes& x) { return cos(x); }, std::cos, -1e5, 1e5, 3.5},
    {"tanh", [](double x) { return tanh(x); }, [](const Lanes& x) { return tanh(x); }, std::tanh, -20, 20, 3.5},
    {"pow(x, 0.1)", [](double x) { return pow(x, 0.1); }, [](const Lanes& x) { return pow(x, 0.1); }, [](long double x) { return std::pow(x, static_cast<long double>(0.1)); }, 0, 1e12, 1.0},
    {"pow(x, 37)", [](double x) { return pow(x, 37); }, [](const Lanes& x) { return pow(x, 37); }, [](long double x) { return std::pow(x, 37.0L); }, 0, 2, 1.0},
};

TEST(Elementary, LanesEqualScalarsAndStayWithinTheirStatedUlp) {
    for (const Function& f : functions) {
        Numbers numbers(1);
        double worst = 0;
        for (int i = 0; i < 20'000; ++i) {
            // Half of the arguments over the whole range, half of them near 0, where relative precision is hard.
            const double reach = i % 2 ? 1 : std::exp2(numbers.between(-40, 0));
            std::array<double, native_lanes> x, y;
            for (double& v : x) v = numbers.between(f.low * reach, f.high * reach);
            f.lanes(Lanes::load(x.data())).store(y.data());
            for (std::size_t k = 0; k < x.size(); ++k) {
                const double alone = f.scalar(x[k]);
                ASSERT_TRUE(same_bits(alone, y[k])) << f.name << '(' << seventeen_digits(x[k]) << ')';
                if (std::abs(alone) >= std::numeric_limits<double>::min()) worst = std::max(worst, ulps(alone, f.exact(x[k])));
            }
        }
        EXPECT_LE(worst, f.ulp) << f.name;
        EXPECT_GT(worst, 0.3) << f.name << ": a comparison that finds no rounding at all compares nothing";
    }
}

TEST(Elementary, LanesEqualScalarsForUnusualArguments) {
    constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    for (const Function& f : functions)
        for (const double x : {0.0, -0.0, 1.0, -1.0, 5e-324, 1e-310, 1e300, -1e300, inf, -inf, nan}) {
            const Lanes y = f.lanes(Lanes(x));
            for (int k = 0; k < native_lanes; ++k) EXPECT_TRUE(same_bits(f.scalar(x), y[k])) << f.name << '(' << x << ')';
        }
}

TEST(Elementary, WholePowersAreRepeatedProducts) {
    EXPECT_EQ(power<1>(3.0), 3);
    EXPECT_EQ(power<7>(3.0), 2187);
    EXPECT_EQ(power<20>(-2.0), 1048576);
    EXPECT_EQ(square(-1.5), 2.25);
}

TEST(Pack, ComputesEveryLaneAsADoubleWould) {
    Numbers numbers(2);
    for (int i = 0; i < 2000; ++i) {
        const double a0 = numbers.between(-5, 5), a1 = numbers.between(-1e-5, 1e5), b0 = numbers.between(-3, 3), b1 = numbers.between(-1e3, 1);
        const Pair a(Pair::Vector{a0, a1}), b(Pair::Vector{b0, b1});
        ASSERT_TRUE(same_bits((a + b)[0], a0 + b0) && same_bits((a - b)[1], a1 - b1) && same_bits((a * b)[0], a0 * b0) && same_bits((a / b)[1], a1 / b1));
        ASSERT_TRUE(same_bits(sqrt(abs(a))[0], std::sqrt(std::abs(a0))) && same_bits(max(a, b)[1], max(a1, b1)) && same_bits(min(a, b)[0], min(a0, b0)));
        ASSERT_TRUE(same_bits(sign(a)[0], sign(a0)) && same_bits(select(a < b, a, b)[0], select(a0 < b0, a0, b0)));
    }
    EXPECT_EQ(sign(Pair(0.0))[0], 0);
    EXPECT_EQ(sign(-0.0), 0);
    EXPECT_TRUE(same_bits(Pair(-0.0)[1], -0.0)) << "a number is the pack of equal lanes, also -0";
}

TEST(Power, EqualsPow) {
    for (const double base : {0.0, 1e-3, 0.5, 0.9, 0.96, 0.99, 0.999, 0.9999, 0.999999}) {
        Power p;
        for (int t = 1; t <= 20'000; ++t) {
            const double value = p.at(base, t);
            const double exact = static_cast<double>(std::pow(static_cast<long double>(base), t));
            if (1 - exact == 1) ASSERT_LE(value, 0x1p-53) << base << '^' << t;
            else ASSERT_LE(std::abs(value - exact), (0.5 * t + 1) * std::numeric_limits<double>::epsilon() * exact) << base << '^' << t;  // half an ulp per product
        }
    }
}

TEST(Power, IsDividedOutOfAnAverage) {
    for (const double p : {0.9, 0.5, 1e-3, 1e-15, 0.0}) EXPECT_EQ(debiased(0.3, p), 0.3 / (1 - p)) << p;
}

TEST(Power, IsTheFirstPowerItself) {
    for (const double base : {0.5, 0.9, 0.99, 0.999, 0.9999}) EXPECT_EQ(Power{}.at(base, 1), base);
}

TEST(Power, FollowsAScheduleThatChangesTheBase) {
    Power p;
    for (int t = 1; t <= 10; ++t) p.at(0.9, t);
    EXPECT_NEAR(p.at(0.8, 11), std::pow(0.8, 11), 1e-17);
    EXPECT_NEAR(p.at(0.8, 12), std::pow(0.8, 12), 1e-17);
    EXPECT_NEAR(p.at(0.9, 13), std::pow(0.9, 13), 1e-16);
}

TEST(Pack, TellsWhetherAllLanesAgree) {
    const Lanes numbers(3.0);
    EXPECT_TRUE(Lanes::all(numbers > Lanes(2.0)));
    for (int lane = 0; lane < native_lanes; ++lane) {
        Lanes one_less = numbers;
        one_less.lanes[lane] = 2;
        EXPECT_FALSE(Lanes::all(one_less > Lanes(2.0))) << lane;
    }
}

TEST(Power, IsNeverDenormal) {
    for (const double base : {1e-300, 1e-3, 0.1, 0.5, 0.9}) {
        Power p;
        for (int t = 1; t <= 30'000; ++t) {
            const double value = p.at(base, t);
            ASSERT_TRUE(value == 0 || value > 1e-17) << base << '^' << t;
        }
        EXPECT_EQ(p.value, 0);
    }
}

TEST(Denormals, AreFlushedOnlyWhileTheGuardLives) {
#if defined(__SSE2__)
    volatile double tiny = std::numeric_limits<double>::min();
    {
        const DenormalsFlushed guard;
        EXPECT_EQ(tiny / 4, 0);
    }
    EXPECT_GT(tiny / 4, 0);
#endif
}

// Known answers: kat_vectors of Random123, philox4x32-10.
TEST(Philox, GivesTheKnownAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (RandomBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}), (RandomBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}), (RandomBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Draw, DiffersInEveryArgument) {
    const auto base = draw(1, Stream::minibatch, 2, 3);
    EXPECT_EQ(draw(1, Stream::minibatch, 2, 3), base);
    EXPECT_NE(draw(2, Stream::minibatch, 2, 3), base);
    EXPECT_NE(draw(1 + (std::uint64_t{1} << 32), Stream::minibatch, 2, 3), base) << "the upper half of the seed counts";
    EXPECT_NE(draw(1, Stream::dataset_noise, 2, 3), base);
    EXPECT_NE(draw(1, Stream::minibatch, 3, 3), base);
    EXPECT_NE(draw(1, Stream::minibatch, 2, 4), base);
}

TEST(Uniform, LiesInItsHalfOpenIntervalAndIsFlat) {
    EXPECT_EQ(uniform({0, 0, 0, 0}), 0);
    EXPECT_EQ(uniform({~0U, ~0U, ~0U, ~0U}), 1 - 0x1p-53);
    constexpr int n = 200'000;
    double mean = 0, square = 0;
    std::array<int, 16> bins{};
    for (std::uint32_t i = 0; i < n; ++i) {
        const double u = uniform(draw(3, Stream::dataset_inputs, 0, i));
        mean += u / n;
        square += u * u / n;
        ++bins[static_cast<std::size_t>(16 * u)];
    }
    EXPECT_NEAR(mean, 0.5, 5 * std::sqrt(1.0 / 12 / n));
    EXPECT_NEAR(square, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / n));
    for (const int count : bins) EXPECT_NEAR(count, n / 16, 5 * std::sqrt(n / 16.0));
}

// Within five standard errors of the moments of a standard normal: 0, 1, 0, 3.
TEST(Normal, HasTheMomentsOfANormalDistribution) {
    constexpr int n = 400'000;
    double m1 = 0, m2 = 0, m3 = 0, m4 = 0, pairs = 0, before = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        const double z = normal(draw(4, Stream::dataset_noise, 0, i));
        ASSERT_TRUE(std::isfinite(z));
        m1 += z / n;
        m2 += z * z / n;
        m3 += z * z * z / n;
        m4 += z * z * z * z / n;
        pairs += z * before / n;
        before = z;
    }
    const double unit = 5 / std::sqrt(static_cast<double>(n));
    EXPECT_NEAR(m1, 0, unit);
    EXPECT_NEAR(m2, 1, unit * std::sqrt(2.0));
    EXPECT_NEAR(m3, 0, unit * std::sqrt(15.0));
    EXPECT_NEAR(m4, 3, unit * std::sqrt(96.0));
    EXPECT_NEAR(pairs, 0, unit) << "neighbouring draws are independent";
}

TEST(Normal, IsFiniteForEveryBitPattern) {
    for (const std::uint32_t a : {0U, 1U, ~0U})
        for (const std::uint32_t b : {0U, 1U << 11, ~0U}) EXPECT_TRUE(std::isfinite(normal({a, a, b, b})));
}

TEST(Permuted, IsAPermutationInEveryEpoch) {
    for (std::uint32_t n = 1; n <= 130; ++n)
        for (std::uint32_t epoch = 0; epoch < 3; ++epoch) {
            std::set<std::uint32_t> seen;
            for (std::uint32_t i = 0; i < n; ++i) {
                const std::uint32_t place = permuted(i, n, 42, epoch);
                ASSERT_LT(place, n);
                seen.insert(place);
            }
            ASSERT_EQ(seen.size(), n);
        }
}

TEST(Permuted, PutsEveryIndexEverywhere) {
    constexpr std::uint32_t n = 5, epochs = 5000;
    int counts[n][n] = {};
    for (std::uint32_t epoch = 0; epoch < epochs; ++epoch)
        for (std::uint32_t i = 0; i < n; ++i) ++counts[i][permuted(i, n, 1, epoch)];
    for (const auto& row : counts)
        for (const int count : row) EXPECT_NEAR(count, epochs / n, 5 * std::sqrt(epochs * 0.2 * 0.8));
}

}  // namespace
}  // namespace thalweg
