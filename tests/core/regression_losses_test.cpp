// Logistic, absolute and Huber's loss, and the ridge penalty: values by their definitions, derivatives by differences, minima by
// what they must satisfy.
#include <Eigen/LU>

#include "tests/core/differences.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;

std::shared_ptr<const Dataset> points(int features, std::vector<double> values) {
    return std::make_shared<const Dataset>(Dataset{.name = "given", .features = features, .values = std::move(values)});
}
std::shared_ptr<const Dataset> random_points(int features, std::size_t rows, bool labels, std::uint64_t seed) {
    Numbers numbers(seed);
    std::vector<double> values;
    for (std::size_t i = 0; i < rows; ++i) {
        for (int k = 0; k < features; ++k) values.push_back(numbers.between(-3, 3));
        values.push_back(labels ? (numbers.coin() ? 1.0 : 0.0) : numbers.between(-3, 3));
    }
    return points(features, std::move(values));
}

struct Case {
    std::shared_ptr<const Dataset> data;
    RegressionLoss loss;
};
std::vector<Case> all_cases() {
    std::vector<Case> all;
    for (const Loss kind : {Loss::squared, Loss::logistic, Loss::l1, Loss::huber})
        for (const int features : {1, 2})
            for (const double ridge : {0.0, 0.3})
                for (const std::size_t rows : {5U, 41U}) all.push_back({random_points(features, rows, kind == Loss::logistic, rows + static_cast<std::size_t>(features)), {.kind = kind, .delta = 0.7, .ridge = ridge}});
    return all;
}

// What the definition says, point by point, without any of the tricks.
long double defined(const Case& c, const Point& w) {
    const Dataset& data = *c.data;
    long double sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const auto row = data.row(i);
        const long double z = static_cast<long double>(row[0]) * w.x() + (data.features == 1 ? 1.0L : static_cast<long double>(row[1])) * w.y(), y = row.back(), r = std::abs(z - y), delta = c.loss.delta;
        switch (c.loss.kind) {
            case Loss::squared: sum += r * r; break;
            case Loss::logistic: sum -= y == 1 ? std::log(1 / (1 + std::exp(-z))) : std::log(1 - 1 / (1 + std::exp(-z))); break;
            case Loss::l1: sum += r; break;
            case Loss::huber: sum += r <= delta ? r * r / 2 : delta * (r - delta / 2); break;
        }
    }
    const long double bias = data.features == 1 ? 0 : static_cast<long double>(w.y()) * w.y();
    return sum / static_cast<long double>(data.size()) + c.loss.ridge * (static_cast<long double>(w.x()) * w.x() + bias);
}

TEST(Losses, AreTheirDefinitions) {
    for (const Case& c : all_cases()) {
        const Problem problem = regression_problem(c.data, 0, c.loss);
        Numbers numbers(3);
        for (int i = 0; i < 40; ++i) {
            const Point w(numbers.between(-4, 4), numbers.between(-4, 4));
            const double value = static_cast<double>(defined(c, w));
            EXPECT_NEAR(problem.objective->derivatives(w).loss, value, 1e-13 * (1 + value)) << problem.formula;
        }
    }
}

TEST(Losses, GradientAndHessianAgreeWithDifferences) {
    for (const Case& c : all_cases()) {
        const Problem problem = regression_problem(c.data, 0, c.loss);
        Numbers numbers(5);
        for (int i = 0; i < 10; ++i) {
            const Point w(numbers.between(-4, 4), numbers.between(-4, 4));
            const Derivatives d = problem.objective->derivatives(w);
            for (int axis = 0; axis < 2; ++axis) {
                const Point unit = axis == 0 ? Point(1, 0) : Point(0, 1);
                // Steps short enough to stay between two kinks.
                const double h = c.loss.kind == Loss::l1 || c.loss.kind == Loss::huber ? 1e-4 : 1e-2;
                const auto value = test::slope([&](double t) { return problem.objective->derivatives(w + t * unit).loss; }, h);
                EXPECT_NEAR(d.gradient[axis], value.value, 100 * value.error + 1e-8) << problem.formula << " at " << w.transpose();
                for (int other = 0; other < 2; ++other) {
                    const auto bend = test::slope([&](double t) { return problem.objective->derivatives(w + t * unit).gradient[other]; }, h);
                    EXPECT_NEAR(d.hessian(axis, other), bend.value, 100 * bend.error + 1e-7) << problem.formula << " at " << w.transpose();
                }
            }
        }
    }
}

TEST(Losses, LanesRowsAndSinglePointsGiveTheSameBits) {
    for (const Case& c : all_cases()) {
        const auto objective = regression_problem(c.data, 0, c.loss).objective;
        std::vector<double> row(37), loss(37);
        objective->heights(test::evenly(-3, 0.17, row.size()), 0.6, row);
        std::vector<Point> theta, gradient(37);
        for (int i = 0; i < 37; ++i) theta.emplace_back(-3 + i * 0.17, 0.6);
        objective->evaluate(theta, gradient, loss);
        for (std::size_t i = 0; i < theta.size(); ++i) {
            ASSERT_TRUE(test::same_bits(row[i], loss[i]));
            double alone = 0;
            Point g;
            objective->gradient(Pair::load(theta[i].data()), alone).store(g.data());
            ASSERT_TRUE(test::same_bits(alone, loss[i]) && test::same_bits(g, gradient[i]));
            const Derivatives d = objective->derivatives(theta[i]);
            EXPECT_NEAR(d.loss, loss[i], 1e-14 * (1 + loss[i]));
            EXPECT_LE((d.gradient - gradient[i]).norm(), 1e-13 * (1 + gradient[i].norm()));
        }
    }
}

TEST(Losses, MinimaAreLowerThanEverythingAround) {
    int found = 0;
    for (const Case& c : all_cases()) {
        const Problem problem = regression_problem(c.data, 0, c.loss);
        if (problem.minima.empty()) continue;
        ++found;
        const Point at = problem.minima[0];
        const long double floor = defined(c, at);
        EXPECT_NEAR(*problem.minimum, static_cast<double>(floor), 1e-13 * (1 + static_cast<double>(floor)));
        for (int i = 0; i < 32; ++i)
            for (const double h : {1e-5, 1e-2, 1.0}) {
                const double angle = 0.196 * i;
                EXPECT_GT(defined(c, at + h * Point(std::cos(angle), std::sin(angle))), floor) << problem.formula << " a little beside " << at.transpose();
            }
        if (c.loss.kind == Loss::l1) continue;
        EXPECT_LE(problem.objective->derivatives(at).gradient.norm(), 1e-9) << problem.formula;
    }
    EXPECT_GE(found, 26) << "of 32; a few of l1 and Huber's may have a level floor";
}

// Without a slope the best constant of −y·log p − (1 − y)·log(1 − p) is the share of the ones, so b = log(k/(n − k)).
TEST(Logistic, OfConstantInputsIsTheLogitOfTheShare) {
    const auto data = points(1, {-1, 1, 1, 1, -1, 0, 1, 0, -1, 1, 1, 1});  // at each x two of three are ones
    const Problem problem = regression_problem(data, 0, {.kind = Loss::logistic});
    ASSERT_EQ(problem.minima.size(), 1U);
    EXPECT_LE((problem.minima[0] - Point(0, std::log(2.0))).norm(), 1e-12);
    EXPECT_NEAR(*problem.minimum, -(2 * std::log(2.0 / 3) + std::log(1.0 / 3)) / 3, 1e-14);
    EXPECT_NEAR(problem.objective->derivatives({0, 0}).loss, std::log(2.0), 1e-15);
}

TEST(Logistic, PassesThroughTheSharesOfTwoGroups) {
    // x = 0: one of four; x = 2: three of four. The fitted probabilities are those shares: b = −log 3, 2w + b = log 3.
    const auto data = points(1, {0, 1, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 0});
    const Problem problem = regression_problem(data, 0, {.kind = Loss::logistic});
    ASSERT_EQ(problem.minima.size(), 1U);
    EXPECT_LE((problem.minima[0] - Point(std::log(3.0), -std::log(3.0))).norm(), 1e-12);
}

TEST(Logistic, HasNoMinimumWhereALineSeparatesTheClasses) {
    const auto data = points(1, {-2, 0, -1, 0, 1, 1, 2, 1});
    const Problem problem = regression_problem(data, 0, {.kind = Loss::logistic});
    EXPECT_TRUE(problem.minima.empty());
    EXPECT_FALSE(problem.minimum.has_value());
    EXPECT_EQ(regression_problem(data, 0, {.kind = Loss::logistic, .ridge = 0.01}).minima.size(), 1U) << "the penalty holds the slope back";
}

TEST(Logistic, StaysFiniteAndKeepsItsDigitsFarOut) {
    const auto data = points(1, {1, 1, 1, 1});
    const auto objective = regression_problem(data, 0, {.kind = Loss::logistic}).objective;
    const Derivatives right = objective->derivatives({50, 0}), wrong = objective->derivatives({-2000, 0});
    EXPECT_NEAR(right.loss / std::exp(-50.0), 1, 1e-14);
    EXPECT_NEAR(right.gradient.x() / -std::exp(-50.0), 1, 1e-14);
    EXPECT_EQ(wrong.loss, 2000);
    EXPECT_EQ(wrong.gradient.x(), -1);
    EXPECT_EQ(wrong.hessian(0, 0), 0);
}

TEST(Huber, IsHalfTheSquareWhereDeltaIsWide) {
    const auto data = random_points(1, 30, false, 9);
    const auto wide = regression_problem(data, 0, {.kind = Loss::huber, .delta = 1e4}), squared = regression_problem(data, 0, {});
    for (const Point& w : {Point(0, 0), Point(2, -3), Point(-1, 0.5)}) {
        EXPECT_NEAR(wide.objective->derivatives(w).loss, 0.5 * squared.objective->derivatives(w).loss, 1e-12);
        EXPECT_LE((wide.objective->derivatives(w).hessian - 0.5 * squared.objective->derivatives(w).hessian).norm(), 1e-12);
    }
    EXPECT_LE((wide.minima.at(0) - squared.minima.at(0)).norm(), 1e-10);
}

TEST(Huber, IsDeltaTimesTheAbsoluteLossWhereDeltaIsNarrow) {
    const auto data = random_points(1, 31, false, 10);
    const double delta = 1e-3;
    const auto narrow = regression_problem(data, 0, {.kind = Loss::huber, .delta = delta}), absolute = regression_problem(data, 0, {.kind = Loss::l1});
    for (const Point& w : {Point(0, 0), Point(2, -3)}) EXPECT_NEAR(narrow.objective->derivatives(w).loss / delta, absolute.objective->derivatives(w).loss, delta);
    EXPECT_LE((narrow.minima.at(0) - absolute.minima.at(0)).norm(), 0.1);
}

TEST(AbsoluteLoss, OfAConstantIsTheMedian) {
    // A feature of the same number at every point leaves b alone: w₂·1, as a plane through the origin with x₁ = 0.
    const auto data = points(1, {-1, 7, 1, 7, 0, 1, -1, 2, 1, 2, 0, 2, -1, 3, 1, 3, 0, 400});
    const Problem problem = regression_problem(data, 0, {.kind = Loss::l1});
    ASSERT_EQ(problem.minima.size(), 1U);
    EXPECT_LE((problem.minima[0] - Point(0, 3)).norm(), 1e-12) << "the median of 1 2 2 2 3 3 7 7 400";
}

TEST(AbsoluteLoss, IgnoresOutliersThatPullLeastSquaresAway) {
    const auto data = find_dataset("outliers");
    const Point line(1, 1), best = regression_problem(data, 0, {.kind = Loss::l1}).minima.at(0), square = regression_problem(data, 0, {}).minima.at(0);
    EXPECT_LE((best - line).norm(), 0.2);
    EXPECT_GE((square - line).norm(), 0.8);
}

TEST(AbsoluteLoss, HasNoSingleMinimumOnALevelFloor) {
    const auto data = points(1, {0, 0, 0, 1, 1, 0, 1, 1});  // any line that passes between both pairs
    const Problem problem = regression_problem(data, 0, {.kind = Loss::l1});
    EXPECT_TRUE(problem.minima.empty());
    EXPECT_NEAR(*problem.minimum, 0.5, 1e-9);
}

TEST(Ridge, PullsTheWeightButNotTheIntercept) {
    const auto data = points(1, {-1, 9, 0, 10, 1, 11});  // y = x + 10; w and b are independent here
    const Problem problem = regression_problem(data, 0, {.ridge = 2.0 / 3});
    ASSERT_EQ(problem.minima.size(), 1U);  // ⅔(w − 1)² + ⅔w²
    EXPECT_LE((problem.minima[0] - Point(0.5, 10)).norm(), 1e-13);
    EXPECT_NEAR(*problem.minimum, 1.0 / 3, 1e-13);
}

TEST(Ridge, IsTheClosedFormForTwoFeatures) {
    const auto data = random_points(2, 12, false, 4);
    const double lambda = 0.4;
    Eigen::Matrix2d normal = Eigen::Matrix2d::Zero();
    Point right = Point::Zero();
    for (std::size_t i = 0; i < data->size(); ++i) {
        const auto row = data->row(i);
        const Point x(row[0], row[1]);
        normal += x * x.transpose();
        right += x * row[2];
    }
    normal += lambda * static_cast<double>(data->size()) * Eigen::Matrix2d::Identity();
    EXPECT_LE((regression_problem(data, 0, {.ridge = lambda}).minima.at(0) - normal.inverse() * right).norm(), 1e-12);
}

TEST(Ridge, IsTwiceAsStrongAsCoupledWeightDecay) {
    const auto problem = std::make_shared<const Problem>(regression_problem(find_dataset("two_features"), 0, {.ridge = 0.05}));
    const auto plain = test::problem_on_data("two_features");
    Race with_ridge, with_decay;
    with_ridge.arrange({problem, 0, 50}, {test::racer_with("sgd", {{"lr", 0.01}}, {-2, 2})});
    with_decay.arrange({plain, 0, 50}, {test::racer_with("sgd", {{"lr", 0.01}, {"weight_decay", 0.1}}, {-2, 2})});
    with_ridge.advance(), with_decay.advance();
    EXPECT_LE((with_ridge.history(0).theta(50) - with_decay.history(0).theta(50)).norm(), 1e-12);
}

TEST(Losses, MinibatchesAverageOverAnEpochToTheFullGradientAndLoss) {
    for (const Case& c : all_cases()) {
        const int n = static_cast<int>(c.data->size()), batch = 4, per_epoch = (n + batch - 1) / batch;
        const Problem problem = regression_problem(c.data, batch, c.loss);
        const Point w(0.3, -0.7);
        Point sum = Point::Zero();
        double loss = 0;
        for (int k = 0; k < per_epoch; ++k) {
            Point g;
            problem.objective->sample_gradients({&w, 1}, 5, k + 1, {&g, 1});
            const int size = std::min(batch, n - k * batch);
            sum += g * size;
            loss += problem.objective->sample_loss(w, 5, k + 1) * size;
        }
        const Derivatives whole = problem.objective->derivatives(w);
        EXPECT_LE((sum / n - whole.gradient).norm(), 1e-12) << problem.formula;
        EXPECT_NEAR(loss / n, whole.loss, 1e-12);
    }
}

TEST(Losses, ComplainInWordsThatHelp) {
    EXPECT_TRUE(test::contains(complaint(Loss::logistic, *find_dataset("four_points")), "needs the labels 0 and 1 in the last column; point 1 has 2"));
    EXPECT_EQ(complaint(Loss::logistic, *find_dataset("two_classes")), "");
    const Dataset many{.name = "many", .values = std::vector<double>(2 * (max_summed_rows + 1))};
    EXPECT_TRUE(test::contains(complaint(Loss::l1, many), "takes at most 20000 points, there are 20001"));
    EXPECT_EQ(complaint(Loss::squared, many), "");
}

TEST(Points, MoveAppearAndGoWithoutTouchingTheOriginal) {
    const auto data = find_dataset("four_points");
    const auto moved = with_point(*data, 2, {3.5, -1, 99}), more = with_new_point(*moved, {9, 8, 7}), fewer = without_point(*more, 0);
    EXPECT_EQ(data->values, find_dataset("four_points")->values);
    EXPECT_EQ(moved->values, (std::vector<double>{1, 2, 2, 3, 3.5, -1, 4, 5}));
    EXPECT_EQ(more->values, (std::vector<double>{1, 2, 2, 3, 3.5, -1, 4, 5, 9, 8}));
    EXPECT_EQ(fewer->values, (std::vector<double>{2, 3, 3.5, -1, 4, 5, 9, 8}));
    EXPECT_EQ(fewer->name, own_points_name);
}

TEST(Permutation, OfARunIsThatOfItsPlaces) {
    for (const std::uint32_t n : {1U, 2U, 3U, 17U, 64U, 100U, 1000U, 65'537U})
        for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1} << 40}) {
            const std::uint32_t count = std::min(n, 77U), first = (n - count) / 2;
            std::vector<std::uint32_t> run(count);
            permuted(first, run, n, seed, 5);
            for (std::uint32_t k = 0; k < count; ++k) ASSERT_EQ(run[k], permuted(first + k, n, seed, 5)) << n;
        }
}

}  // namespace
}  // namespace thalweg
