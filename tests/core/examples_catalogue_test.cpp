// Data sets for networks: what holds for all of them, and the geometry of each without noise.
#include <algorithm>
#include <numbers>
#include <set>

#include "core/networks/examples/choice.hpp"
#include "core/networks/examples/spec.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

Examples drawn(std::string_view id, int count, double noise, std::initializer_list<std::pair<std::string_view, double>> values = {}, std::uint64_t seed = 3) {
    const ExamplesSpec* spec = find_examples(id);
    EXPECT_NE(spec, nullptr) << id;
    std::vector<double> parameters = default_parameters(*spec);
    for (const auto& [key, value] : values) parameters[static_cast<std::size_t>(index_of(spec->parameters, key))] = value;
    return draw_examples(*spec, parameters, count, noise, seed);
}

int of_class(const Examples& e, int label) { return static_cast<int>(std::count(e.labels.begin(), e.labels.end(), label)); }

class EveryDataSet : public testing::TestWithParam<std::string> {
protected:
    const ExamplesSpec& spec = *find_examples(GetParam());
    std::vector<double> values = default_parameters(spec);
    Examples drawn(int count, double noise, std::uint64_t seed) const { return draw_examples(spec, values, count, noise, seed); }
};
INSTANTIATE_TEST_SUITE_P(Catalogue, EveryDataSet, testing::ValuesIn(test::ids(examples_catalogue())), [](const auto& entry) { return entry.param; });

TEST_P(EveryDataSet, HasTheShapeThatItsFactsSay) {
    const Examples e = drawn(57, spec.noise, 1);
    EXPECT_EQ(shape_of(spec, values), spec.shape) << "the shape of the defaults";
    EXPECT_EQ(e.size(), 57);
    EXPECT_EQ(e.features(), spec.shape.features * spec.shape.time_steps);
    EXPECT_EQ(e.classes, spec.shape.classes);
    EXPECT_EQ(e.time_steps, spec.shape.time_steps);
    EXPECT_EQ(e.targets.cols(), 57);
    EXPECT_EQ(e.targets.rows(), e.classes > 2 ? 0 : 1);
    EXPECT_EQ(e.labels.size(), e.classes > 0 ? 57U : 0U);
    EXPECT_TRUE(e.inputs.allFinite() && e.targets.allFinite());
    EXPECT_FALSE(spec.shows.empty());
    EXPECT_TRUE(complaint(default_examples(spec)).empty()) << complaint(default_examples(spec));
}

TEST_P(EveryDataSet, IsTheSameForTheSameSeedAndOtherwiseForAnother) {
    EXPECT_EQ(drawn(40, 0.2, 5), drawn(40, 0.2, 5));
    EXPECT_NE(drawn(40, 0.2, 5).inputs, drawn(40, 0.2, 6).inputs);
}

TEST_P(EveryDataSet, KeepsTheFirstExamplesWhenMoreAreAskedFor) {
    const Examples few = drawn(20, 0.2, 5), many = drawn(50, 0.2, 5);
    EXPECT_EQ(few.inputs, many.inputs.leftCols(20));
    EXPECT_EQ(few.targets, many.targets.leftCols(20));
}

TEST_P(EveryDataSet, IsBalanced) {
    const Examples e = drawn(103, spec.noise, 2);
    for (int label = 0; label < e.classes; ++label) {
        EXPECT_GE(of_class(e, label), 103 / e.classes);
        EXPECT_LE(of_class(e, label), 103 / e.classes + 1);
    }
    for (int i = 0; e.classes == 2 && i < e.size(); ++i) EXPECT_EQ(e.targets(0, i), e.labels[static_cast<std::size_t>(i)]);
}

TEST_P(EveryDataSet, LiesInItsDomainWithoutNoise) {
    if (!spec.domain) return;
    const Box& box = *spec.domain;
    const Examples e = drawn(1000, 0, 4);
    const bool normal = spec.id == "gauss" || spec.id == "random_points";  // a few of a thousand reach beyond any box
    int outside = 0;
    for (int i = 0; i < e.size(); ++i) {
        const double x = e.inputs(0, i), y = e.features() > 1 ? e.inputs(1, i) : e.targets(0, i);
        outside += x < box.x_min || x > box.x_max || y < box.y_min || y > box.y_max;
    }
    EXPECT_LE(outside, normal ? 10 : 0);
}

// σ·ξ is added to the inputs or targets themselves, the same ξ whatever σ.
TEST_P(EveryDataSet, MovesAlongLinesAsNoiseGrows) {
    if (spec.noise_on == NoiseOn::itself) return;
    const Examples none = drawn(2000, 0, 7), some = drawn(2000, 0.5, 7), more = drawn(2000, 1, 7);
    const bool inputs = spec.noise_on == NoiseOn::inputs;
    const Eigen::MatrixXd half = inputs ? some.inputs - none.inputs : some.targets - none.targets, whole = inputs ? more.inputs - none.inputs : more.targets - none.targets;
    EXPECT_LT((2 * half - whole).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_NEAR(std::sqrt(whole.array().square().mean()), 1, 0.05);
    EXPECT_EQ(inputs ? none.targets : none.inputs, inputs ? more.targets : more.inputs) << "the other half stays";
}

TEST_P(EveryDataSet, TakesAnyParameters) {
    test::Numbers numbers(11);
    for (int round = 0; round < 20; ++round) {
        std::vector<double> any;
        for (const Parameter& p : spec.parameters) any.push_back(p.scale == Scale::choice ? std::floor(numbers.between(0, p.range.max + 1)) : test::any_value(p, numbers));
        const Examples e = draw_examples(spec, any, 30, spec.noise, 1);
        const ExamplesShape shape = shape_of(spec, any);
        EXPECT_EQ(e.features(), shape.features * shape.time_steps);
        EXPECT_EQ(e.classes, shape.classes);
        EXPECT_TRUE(e.inputs.allFinite() && e.targets.allFinite());
        for (const int label : e.labels) EXPECT_LT(label, shape.classes);
    }
}

TEST_P(EveryDataSet, HasParametersWhoseKeysMeanNothingElse) {
    const std::set<std::string_view> others{"kind", "file", "labels", "classes", "test_file", "test_labels", "count", "noise", "test_share", "standardise", "seed"};
    for (const Parameter& p : spec.parameters) {
        EXPECT_EQ(others.count(p.id), 0U) << p.id;
        EXPECT_TRUE(complaint(p, p.default_value).empty());
    }
}

TEST(CircleExamples, LieWithinAndAroundTheGap) {
    const Examples e = drawn("circle", 1000, 0, {{"gap", 2}});
    for (int i = 0; i < e.size(); ++i) {
        const double r = e.inputs.col(i).norm();
        EXPECT_TRUE(e.labels[static_cast<std::size_t>(i)] == 1 ? r <= 2 : r >= 4 - 1e-12 && r <= 5 + 1e-12) << r;
    }
}

TEST(ExclusiveOrExamples, HaveEqualSignsInClassOneAndKeepTheGap) {
    const Examples e = drawn("xor", 1000, 0, {{"gap", 1}});
    std::set<std::pair<bool, bool>> quadrants;
    for (int i = 0; i < e.size(); ++i) {
        const double x = e.inputs(0, i), y = e.inputs(1, i);
        EXPECT_EQ(x * y > 0, e.labels[static_cast<std::size_t>(i)] == 1);
        EXPECT_GE(std::min(std::abs(x), std::abs(y)), 0.5);
        quadrants.emplace(x > 0, y > 0);
    }
    EXPECT_EQ(quadrants.size(), 4U);
}

TEST(GaussExamples, OfTwoCloudsSitAtPlusAndMinusTwo) {
    const Examples e = drawn("gauss", 100, 0, {{"spread", 0}});
    for (int i = 0; i < e.size(); ++i)
        for (int k = 0; k < 2; ++k) EXPECT_NEAR(e.inputs(k, i), e.labels[static_cast<std::size_t>(i)] == 1 ? 2 : -2, 1e-12);
}

TEST(SpiralExamples, LieOnTheirArms) {
    for (const int arms : {2, 3, 5}) {
        const Examples e = drawn("spiral", 600, 0, {{"arms", arms}, {"turns", 1.5}});
        EXPECT_EQ(e.classes, arms);
        EXPECT_EQ(e.targets.rows(), arms == 2 ? 1 : 0);
        for (int i = 0; i < e.size(); ++i) {
            const double t = e.inputs.col(i).norm() / 5, turn = std::atan2(e.inputs(0, i), e.inputs(1, i)) / (2 * std::numbers::pi);
            const double off = turn - 1.5 * t - static_cast<double>(e.labels[static_cast<std::size_t>(i)]) / arms;
            EXPECT_NEAR(off, std::round(off), 1e-9);
        }
    }
}

TEST(MoonExamples, LieOnHalfCirclesThatReachIntoEachOther) {
    const Examples e = drawn("moons", 600, 0);
    double lowest_upper = 10, highest_lower = -10;
    for (int i = 0; i < e.size(); ++i) {
        const bool lower = e.labels[static_cast<std::size_t>(i)] == 1;
        const Point centre = lower ? Point(1.5, 0.75) : Point(-1.5, -0.75);
        EXPECT_NEAR((e.inputs.col(i) - centre).norm(), 3, 1e-12);
        if (lower) highest_lower = std::max(highest_lower, e.inputs(1, i));
        else lowest_upper = std::min(lowest_upper, e.inputs(1, i));
    }
    EXPECT_LT(lowest_upper, highest_lower);
}

TEST(CheckerboardExamples, FillTheSquaresInTurn) {
    for (const int squares : {2, 3, 4, 7}) {
        const Examples e = drawn("checkerboard", 4000, 0, {{"squares", squares}});
        std::set<int> seen;
        for (int i = 0; i < e.size(); ++i) {
            const int column = static_cast<int>((e.inputs(0, i) + 5) * squares / 10), row = static_cast<int>((e.inputs(1, i) + 5) * squares / 10);
            EXPECT_EQ((row + column) % 2, e.labels[static_cast<std::size_t>(i)]);
            seen.insert(row * squares + column);
        }
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(squares * squares)) << "no square is empty";
    }
}

TEST(RingExamples, LieOnRingsInTurn) {
    const Examples e = drawn("rings", 2000, 0, {{"rings", 4}});
    std::vector<int> per_ring(5);
    for (int i = 0; i < e.size(); ++i) {
        const double ring = e.inputs.col(i).norm() / 5 * 4;
        EXPECT_NEAR(ring, std::round(ring), 1e-9);
        const int k = static_cast<int>(std::round(ring));
        EXPECT_EQ((4 - k) % 2, e.labels[static_cast<std::size_t>(i)]);
        ++per_ring[static_cast<std::size_t>(k)];
    }
    EXPECT_NEAR(per_ring[4] / 1000.0, 4.0 / 6, 0.06) << "as dense as ring 2 of the same class";
    EXPECT_NEAR(per_ring[1] / 1000.0, 1.0 / 4, 0.06);
}

TEST(CurveExamples, LieOnTheCurveAndTheirCousinsAboveOrBelow) {
    const std::vector<double (*)(double)> curves{[](double x) { return std::sin(2 * x); }, [](double x) { return std::sin(std::numbers::pi * x) / (std::numbers::pi * x); },
                                                 [](double x) { return (x * x * x - 5 * x) / 6; }, [](double x) { return std::abs(x) - 1.5; }, [](double x) { return x < 0 ? -1.0 : 1.0; }};
    for (std::size_t shape = 0; shape < curves.size(); ++shape) {
        const Examples on = drawn("curve", 200, 0, {{"shape", static_cast<double>(shape)}});
        for (int i = 0; i < on.size(); ++i) EXPECT_NEAR(on.targets(0, i), curves[shape](on.inputs(0, i)), 1e-12);
        const Examples beside = drawn("above_curve", 200, 0, {{"shape", static_cast<double>(shape)}, {"gap", 0.4}});
        for (int i = 0; i < beside.size(); ++i) {
            const double above = beside.inputs(1, i) - curves[shape](beside.inputs(0, i));
            EXPECT_EQ(above > 0, beside.labels[static_cast<std::size_t>(i)] == 1);
            EXPECT_GE(std::abs(above), 0.2 - 1e-12);
        }
    }
}

TEST(LineExamples, LieOnTheLine) {
    const Examples e = drawn("line", 100, 0);
    for (int i = 0; i < e.size(); ++i) EXPECT_NEAR(e.targets(0, i), 3 * e.inputs(0, i) + 2, 1e-12);
}

TEST(RandomPoints, FollowTheirRule) {
    const Examples sum = drawn("random_points", 500, 0), product = drawn("random_points", 500, 0, {{"rule", 1}}), coin = drawn("random_points", 500, 0, {{"rule", 2}});
    int as_sum = 0;
    for (int i = 0; i < 500; ++i) {
        const bool one = i % 2 == 1;
        EXPECT_EQ(sum.inputs(0, i) + sum.inputs(1, i) > 0, one);
        EXPECT_EQ(product.inputs(0, i) * product.inputs(1, i) > 0, one);
        as_sum += (coin.inputs(0, i) + coin.inputs(1, i) > 0) == one;
    }
    EXPECT_NEAR(as_sum, 250, 60) << "a coin follows no rule";
    EXPECT_NEAR(std::sqrt(sum.inputs.array().square().mean()), 1, 0.1) << "still normal";
}

TEST(DelayedRecall, AsksForTheCueAfterTheDelay) {
    const Examples binary = drawn("delayed_recall", 50, 0.3, {{"delay", 7}}), real = drawn("delayed_recall", 50, 0, {{"delay", 7}, {"cue", 1}});
    EXPECT_EQ(binary.time_steps, 8);
    EXPECT_EQ(binary.classes, 2);
    EXPECT_EQ(real.classes, 0);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(binary.inputs(0, i), binary.labels[static_cast<std::size_t>(i)] == 1 ? 1 : -1) << "noise leaves the cue alone";
        EXPECT_EQ(real.inputs(0, i), real.targets(0, i));
    }
    EXPECT_TRUE((real.inputs.bottomRows(7).array() == 0).all());
    EXPECT_NEAR(std::sqrt(binary.inputs.bottomRows(7).array().square().mean()), 0.3, 0.05);
}

TEST(Digits, AreInkOnPaper) {
    const Examples e = drawn("digits", 200, 0);
    EXPECT_GE(e.inputs.minCoeff(), 0);
    EXPECT_LE(e.inputs.maxCoeff(), 1);
    for (int i = 0; i < e.size(); ++i) {
        const double ink = e.inputs.col(i).mean();
        EXPECT_TRUE(ink > 0.03 && ink < 0.35) << "example " << i << ": " << ink;
        const int grey = static_cast<int>(((e.inputs.col(i).array() > 0) && (e.inputs.col(i).array() < 1)).count());
        EXPECT_GT(grey, 20) << "smooth edges";
    }
    const auto border = e.inputs.reshaped(28, 28 * e.size()).row(0).maxCoeff();
    EXPECT_LT(border, 0.5) << "the left column stays paper";
}

TEST(Digits, WithoutJitterAreAllAlikeWithinAClassAndNotAcross) {
    const Examples e = drawn("digits", 20, 0, {{"jitter", 0}});
    for (int a = 0; a < 10; ++a) {
        EXPECT_EQ(e.inputs.col(a), e.inputs.col(a + 10));
        for (int b = 0; b < a; ++b) EXPECT_GT((e.inputs.col(a) - e.inputs.col(b)).norm(), 3) << a << " and " << b;
    }
}

TEST(Digits, AreTaughtByTheirMeansFarBetterThanByChance) {
    const Examples e = drawn("digits", 1500, 0.1);
    Eigen::MatrixXd means = Eigen::MatrixXd::Zero(e.features(), 10);
    for (int i = 0; i < 1000; ++i) means.col(i % 10) += e.inputs.col(i) / 100;
    int right = 0;
    for (int i = 1000; i < 1500; ++i) {
        Eigen::Index nearest = 0;
        (means.colwise() - e.inputs.col(i)).colwise().squaredNorm().minCoeff(&nearest);
        right += nearest == e.labels[static_cast<std::size_t>(i)];
    }
    EXPECT_GT(right, 375) << "of 500; chance is 50";
    EXPECT_LT(right, 500) << "not so easy that there is nothing left to learn";
}

}  // namespace
}  // namespace thalweg
