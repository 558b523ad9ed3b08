// Least squares: the loss, its exact minimum, and minibatches that pass through all points.
#include <set>

#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;

std::shared_ptr<const Dataset> random_points(int features, std::size_t rows, std::uint64_t seed) {
    Dataset data{.name = "random", .features = features};
    Numbers numbers(seed);
    for (std::size_t i = 0; i < rows * static_cast<std::size_t>(features + 1); ++i) data.values.push_back(numbers.between(-3, 3));
    return std::make_shared<const Dataset>(std::move(data));
}

std::vector<std::shared_ptr<const Dataset>> all_data() {
    std::vector<std::shared_ptr<const Dataset>> all;
    for (const ShippedDataset& entry : dataset_catalogue()) all.push_back(find_dataset(entry.id));
    for (const int features : {1, 2})
        for (const std::size_t rows : {2U, 3U, 17U, 400U}) all.push_back(random_points(features, rows, rows));
    return all;
}

// What the definition says, point by point.
struct Naive {
    long double loss = 0, gx = 0, gy = 0;
    Naive(const Dataset& data, const Point& w) {
        const auto n = static_cast<long double>(data.size());
        for (std::size_t i = 0; i < data.size(); ++i) {
            const auto row = data.row(i);
            const long double a = row[0], b = data.features == 1 ? 1 : row[1], error = a * w.x() + b * w.y() - row.back();
            loss += error * error / n;
            gx += 2 * error * a / n;
            gy += 2 * error * b / n;
        }
    }
};

double loss_at(const Problem& problem, const Point& at) { return problem.objective->derivatives(at).loss; }

TEST(Regression, LossIsTheMeanOfSquares) {
    for (const auto& data : all_data()) {
        const auto problem = regression_problem(data, 0);
        Numbers numbers(1);
        for (int i = 0; i < 50; ++i) {
            const Point w(numbers.between(-5, 5), numbers.between(-5, 5));
            const Naive naive(*data, w);
            const Derivatives d = problem.objective->derivatives(w);
            // The factorisation rounds relative to the squared data, the loss at the origin.
            const double scale = std::max(1.0, static_cast<double>(Naive(*data, {5, 5}).loss));
            EXPECT_NEAR(d.loss, static_cast<double>(naive.loss), 1e-14 * scale) << data->name << ' ' << data->size();
            EXPECT_NEAR(d.gradient.x(), static_cast<double>(naive.gx), 1e-14 * scale);
            EXPECT_NEAR(d.gradient.y(), static_cast<double>(naive.gy), 1e-14 * scale);
        }
    }
}

TEST(Regression, MinimumEqualsTheNormalEquations) {
    for (const auto& data : all_data()) {
        long double aa = 0, ab = 0, bb = 0, ay = 0, by = 0;
        for (std::size_t i = 0; i < data->size(); ++i) {
            const auto row = data->row(i);
            const long double a = row[0], b = data->features == 1 ? 1 : row[1], y = row.back();
            aa += a * a, ab += a * b, bb += b * b, ay += a * y, by += b * y;
        }
        const long double determinant = aa * bb - ab * ab;
        const Point closed(static_cast<double>((ay * bb - by * ab) / determinant), static_cast<double>((by * aa - ay * ab) / determinant));
        const Problem problem = regression_problem(data, 0);
        ASSERT_EQ(problem.minima.size(), 1U) << data->name;
        const double condition = static_cast<double>((aa + bb) * (aa + bb) / determinant);
        EXPECT_LE((problem.minima[0] - closed).norm(), 1e-15 * condition * (1 + closed.norm())) << data->name << ' ' << data->size();
        EXPECT_NEAR(*problem.minimum, static_cast<double>(Naive(*data, closed).loss), 1e-14 * (1 + static_cast<double>(Naive(*data, {0, 0}).loss)));
    }
}

TEST(Regression, FourPointsLieOnTheLineThroughOneAndOne) {
    const auto problem = test::problem_on_data("four_points");
    ASSERT_EQ(problem->minima.size(), 1U);
    EXPECT_LE((problem->minima[0] - Point(1, 1)).norm(), 1e-14);
    EXPECT_NEAR(*problem->minimum, 0, 1e-28);
    EXPECT_NEAR(loss_at(*problem, {1, 1}), 0, 1e-28);
    EXPECT_DOUBLE_EQ(loss_at(*problem, {0, 0}), (4 + 9 + 16 + 25) / 4.0);
}

TEST(Regression, TwoFeaturesHaveNoIntercept) {
    const auto problem = test::problem_on_data("two_features");
    EXPECT_LE((problem->minima[0] - Point(1, 2)).norm(), 0.5) << "y = x₁ + 2x₂ and a little noise";
    EXPECT_EQ(problem->axes[0], "w₁");
}

TEST(Regression, HasNoSingleMinimumWhereColumnsAreProportional) {
    const auto vertical = std::make_shared<const Dataset>(Dataset{.name = "all x equal", .features = 1, .values = {2, 1, 2, 3, 2, 4}});
    const auto twins = std::make_shared<const Dataset>(Dataset{.name = "x2 = 2 x1", .features = 2, .values = {1, 2, 3, 2, 4, 5, 3, 6, 8}});
    const auto nothing = std::make_shared<const Dataset>(Dataset{.name = "zeros", .features = 2, .values = {0, 0, 0, 0, 0, 0}});
    for (const auto& data : {vertical, twins, nothing}) {
        const Problem problem = regression_problem(data, 0);
        EXPECT_TRUE(problem.minima.empty()) << data->name;
        EXPECT_LT(problem.domain.x_min, problem.domain.x_max);
        EXPECT_NEAR(loss_at(problem, {0.5, -1}), static_cast<double>(Naive(*data, {0.5, -1}).loss), 1e-13) << data->name;
    }
}

TEST(Regression, ShowsItsStartAndItsMinimum) {
    for (const auto& data : all_data()) {
        const Problem problem = regression_problem(data, 0);
        std::vector<Point> shown = problem.minima;
        shown.push_back(problem.start);
        for (const Point& p : shown) EXPECT_TRUE(p.x() > problem.domain.x_min && p.x() < problem.domain.x_max && p.y() > problem.domain.y_min && p.y() < problem.domain.y_max) << data->name;
    }
}

TEST(Minibatch, GradientsAverageOverAnEpochToTheFullGradient) {
    for (const auto& data : all_data())
        for (int batch = 1; batch < static_cast<int>(std::min<std::size_t>(data->size(), 30)); ++batch) {
            const Problem problem = regression_problem(data, batch);
            ASSERT_TRUE(problem.objective->stochastic());
            const int n = static_cast<int>(data->size()), per_epoch = (n + batch - 1) / batch;
            const Point w(0.3, -0.7);
            for (int epoch = 0; epoch < 2; ++epoch) {
                Point sum = Point::Zero();
                for (int k = 0; k < per_epoch; ++k) {
                    Point g;
                    problem.objective->sample_gradients({&w, 1}, 5, epoch * per_epoch + k + 1, {&g, 1});
                    sum += g * std::min(batch, n - k * batch);  // the last batch of an epoch may be smaller
                }
                const Naive naive(*data, w);
                ASSERT_NEAR(sum.x() / n, static_cast<double>(naive.gx), 1e-12) << n << " points, batches of " << batch;
                ASSERT_NEAR(sum.y() / n, static_cast<double>(naive.gy), 1e-12);
            }
        }
}

// Forty points whose gradients are powers of two, so that a sum of them tells which points it holds.
class Decoded : public testing::Test {
protected:
    static constexpr int n = 40, batch = 4, per_epoch = n / batch;
    static Problem problem() {
        Dataset data{.name = "powers of two", .features = 1};
        for (int i = 0; i < n; ++i) data.values.insert(data.values.end(), {0.0, std::exp2(i)});
        return regression_problem(std::make_shared<const Dataset>(std::move(data)), batch);
    }
    static std::uint64_t members(const Problem& p, std::uint64_t seed, int step) {
        const Point origin(0, 0);
        Point g;
        p.objective->sample_gradients({&origin, 1}, seed, step, {&g, 1});
        return static_cast<std::uint64_t>(g.y() * batch / -2);
    }
};

TEST_F(Decoded, EveryIndexOfAnEpochIsUsedOnce) {
    const Problem p = problem();
    for (int epoch = 0; epoch < 20; ++epoch) {
        std::uint64_t used = 0;
        for (int k = 1; k <= per_epoch; ++k) {
            const std::uint64_t now = members(p, 3, epoch * per_epoch + k);
            EXPECT_EQ(std::popcount(now), batch);
            EXPECT_EQ(used & now, 0U);
            used |= now;
        }
        EXPECT_EQ(used, (std::uint64_t{1} << n) - 1);
    }
}

TEST_F(Decoded, EpochsAndSeedsDrawAnew) {
    const Problem p = problem();
    std::set<std::uint64_t> first_batches;
    for (int epoch = 0; epoch < 10; ++epoch)
        for (std::uint64_t seed = 0; seed < 10; ++seed) first_batches.insert(members(p, seed, epoch * per_epoch + 1));
    EXPECT_GE(first_batches.size(), 98U);  // of the 91,390 sets of four, two equal ones among a hundred are rare
    EXPECT_EQ(members(p, 3, 17), members(p, 3, 17));
}

TEST(Minibatch, IsTheSameForAllRacers) {
    const auto problem = test::problem_on_data("noisy_line", 8);
    Race race;
    std::vector<RacerSetup> all = test::everybody(problem->start);
    for (RacerSetup& setup : all) setup.hyper[0] = 0;  // all stay where they are, so equal samples are equal gradients
    std::erase_if(all, [](const RacerSetup& s) { return s.optimizer->id == "rprop"; });  // its shortest step is not 0
    race.arrange({problem, 6, 60}, all);
    race.advance();
    std::vector<Point> seen;
    race.details(0, 0, 60, [&](const StepDetail& d) { seen.push_back(d.g); });
    EXPECT_FALSE(test::same_bits(seen[0], seen[1]));
    for (std::size_t r = 1; r < all.size(); ++r)
        race.details(r, 0, 60, [&](const StepDetail& d) { ASSERT_TRUE(test::same_bits(d.g, seen[static_cast<std::size_t>(d.step)])) << all[r].optimizer->id; });
}

TEST(Minibatch, OfAllPointsIsNoSample) {
    for (const int batch : {0, 4}) EXPECT_FALSE(test::problem_on_data("four_points", batch)->objective->stochastic());
    EXPECT_TRUE(test::problem_on_data("four_points", 3)->objective->stochastic());
}

TEST(Minibatch, LeavesTheShownLossExact) {
    const auto sampled = test::problem_on_data("noisy_line", 5), whole = test::problem_on_data("noisy_line", 0);
    const Point w(0.1, 0.2);
    EXPECT_EQ(loss_at(*sampled, w), loss_at(*whole, w));
    EXPECT_EQ(sampled->objective->derivatives(w).gradient, whole->objective->derivatives(w).gradient);
}

TEST(DatasetCatalogue, HasUniqueIdsAndWholeRows) {
    std::set<std::string_view> ids;
    for (const ShippedDataset& entry : dataset_catalogue()) {
        EXPECT_TRUE(ids.insert(entry.id).second);
        EXPECT_FALSE(entry.description.empty());
        const auto data = find_dataset(entry.id);
        ASSERT_NE(data, nullptr);
        EXPECT_GE(data->size(), 2U);
        EXPECT_EQ(data->values.size() % static_cast<std::size_t>(data->features + 1), 0U);
        EXPECT_EQ(*find_dataset(entry.id), *data) << "the same numbers each time";
    }
    EXPECT_EQ(find_dataset("five_points"), nullptr);
}

}  // namespace
}  // namespace thalweg
