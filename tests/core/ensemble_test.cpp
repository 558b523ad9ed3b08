// An ensemble is the races of its seeds, and its statistics are those of their rows.
#include "core/sweep/ensemble.hpp"

#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::problem_on;
using test::problem_on_data;
using test::racer_with;
using test::same_bits;

struct Case {
    const char* name;
    Arena arena;
};

std::vector<Case> arenas() {
    return {{"gaussian", {problem_on("rosenbrock"), 7, 150, {Noise::Kind::gaussian, 3}}},
            {"multiplicative", {problem_on("himmelblau"), 8, 150, {Noise::Kind::multiplicative, 0.5}}},
            {"heavy tails", {problem_on("ackley"), 9, 150, {Noise::Kind::student_t, 0.3, 1.5}}},
            {"minibatches", {problem_on_data("noisy_line", 7), 10, 150}},
            {"minibatches and noise", {problem_on_data("two_features", 16), 11, 150, {Noise::Kind::gaussian, 0.2}}}};
}

Ensemble finished(const Arena& arena, const std::vector<RacerSetup>& setups, int members, int threads = 1) {
    Ensemble ensemble;
    ensemble.arrange(arena, setups, members);
    EXPECT_TRUE(ensemble.advance(Ensemble::Clock::time_point::max(), {}, threads));
    return ensemble;
}

std::unique_ptr<Race> raced(Arena arena, const std::vector<RacerSetup>& setups, std::uint64_t by = 0) {
    arena.seed += by;
    auto race = std::make_unique<Race>();
    race->arrange(arena, setups);
    race->advance();
    return race;
}

bool same(const Quantiles& a, const Quantiles& b) { return same_bits(a.low, b.low) && same_bits(a.median, b.median) && same_bits(a.high, b.high); }
bool same(const EnsembleRow& a, const EnsembleRow& b) {
    return a.members == b.members && same_bits(a.mean, b.mean) && same_bits(a.xx, b.xx) && same_bits(a.xy, b.xy) && same_bits(a.yy, b.yy) && same(a.loss, b.loss) && same(a.distance, b.distance);
}

// 10, 50 and 90 % as NumPy has them.
Quantiles sorted_quantiles(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double part) {
        const double place = part * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place), above = std::min(below + 1, values.size() - 1);
        return values[below] + (place - std::floor(place)) * (values[above] - values[below]);
    };
    return {at(0.1), at(0.5), at(0.9)};
}
void expect_equal(const Quantiles& found, const Quantiles& expected) {
    EXPECT_DOUBLE_EQ(found.low, expected.low);
    EXPECT_DOUBLE_EQ(found.median, expected.median);
    EXPECT_DOUBLE_EQ(found.high, expected.high);
}

testing::AssertionResult same_rows(const Ensemble& a, std::size_t i, const Ensemble& b, std::size_t k) {
    if (a.rows(i).size() != b.rows(k).size()) return testing::AssertionFailure() << a.rows(i).size() << " rows against " << b.rows(k).size();
    for (std::size_t row = 0; row < a.rows(i).size(); ++row)
        if (!same(a.rows(i)[row], b.rows(k)[row])) return testing::AssertionFailure() << "row " << row;
    return testing::AssertionSuccess();
}

// Plain rules, clipped ones, and some whose update is more than the plain rule.
std::vector<RacerSetup> several(const Point& start) {
    std::vector<RacerSetup> all = test::everybody(start);
    for (std::size_t r = 0; r < all.size(); ++r) {
        if (r % 3 == 1) all[r].clipping.norm = 1;
        if (r % 4 == 2) all[r].lr_schedule.warmup = 20;
    }
    return all;
}

TEST(Ensemble, OfOneIsTheRaceItself) {
    for (const auto& [name, arena] : arenas()) {
        const std::vector<RacerSetup> setups = several(arena.problem->start);
        const Ensemble ensemble = finished(arena, setups, 1);
        const auto race = raced(arena, setups);
        for (std::size_t r = 0; r < setups.size(); ++r) {
            SCOPED_TRACE(std::string(name) + ", " + std::string(setups[r].optimizer->id));
            ASSERT_EQ(static_cast<int>(ensemble.rows(r).size()), race->history(r).rows());
            for (int row = 0; row < race->history(r).rows(); ++row) {
                const EnsembleRow& e = ensemble.rows(r)[static_cast<std::size_t>(row)];
                ASSERT_EQ(e.members, 1);
                ASSERT_TRUE(same_bits(e.mean, race->history(r).theta(row))) << "row " << row;
                ASSERT_TRUE(same_bits(e.loss.median, race->history(r).loss(row)) || std::isnan(race->history(r).loss(row))) << "row " << row;
                ASSERT_EQ(e.xx, 0);
            }
        }
    }
}

// Bit for bit, which the mean of one member shows; here at any place of a larger ensemble, through the loss and the positions.
TEST(Ensemble, MemberIsTheRaceOfItsSeed) {
    constexpr int members = 37;  // not a multiple of anything
    for (const auto& [name, arena] : arenas()) {
        const std::vector<RacerSetup> setups = several(arena.problem->start);
        const Ensemble ensemble = finished(arena, setups, members, 3);
        for (const int m : {0, 1, 31, 32, 36}) {
            const auto race = raced(arena, setups, static_cast<std::uint64_t>(m));
            Arena own = arena;
            own.seed += static_cast<std::uint64_t>(m);
            const Ensemble alone = finished(own, setups, 1);
            for (std::size_t r = 0; r < setups.size(); ++r) {
                SCOPED_TRACE(std::string(name) + ", " + std::string(setups[r].optimizer->id) + ", member " + std::to_string(m));
                const History& history = race->history(r);
                ASSERT_EQ(static_cast<int>(alone.rows(r).size()), history.rows());
                for (int row = 0; row < static_cast<int>(ensemble.rows(r).size()); ++row) {
                    const Ensemble::Position at = ensemble.positions(r, row)[static_cast<std::size_t>(m)];
                    ASSERT_EQ(at.hasNaN(), row >= history.rows()) << "row " << row;
                    if (row >= history.rows()) continue;
                    ASSERT_EQ(at, Ensemble::Position(history.theta(row).cast<float>())) << "row " << row;
                    ASSERT_TRUE(same_bits(alone.rows(r)[static_cast<std::size_t>(row)].mean, history.theta(row))) << "row " << row;
                }
            }
        }
    }
}

TEST(Ensemble, StatisticsAreThoseOfTheRaces) {
    constexpr int members = 50;
    for (const auto& [name, arena] : arenas()) {
        const std::vector<RacerSetup> setups{racer_with("adam", {{"lr", 0.05}}, arena.problem->start), racer_with("momentum", {}, arena.problem->start)};
        const Ensemble ensemble = finished(arena, setups, members);
        std::vector<std::unique_ptr<Race>> races;
        for (std::uint64_t m = 0; m < members; ++m) races.push_back(raced(arena, setups, m));
        for (std::size_t r = 0; r < setups.size(); ++r)
            for (const int row : {0, 1, 17, 149, 150}) {
                if (row >= static_cast<int>(ensemble.rows(r).size())) continue;
                SCOPED_TRACE(std::string(name) + ", racer " + std::to_string(r) + ", row " + std::to_string(row));
                std::vector<Point> points;
                std::vector<double> losses, distances;
                for (const auto& race : races) {
                    if (row >= race->history(r).rows()) continue;
                    points.push_back(race->history(r).theta(row));
                    losses.push_back(race->history(r).loss(row));
                    distances.push_back(distance_to_minimum(*arena.problem, points.back()));
                }
                const EnsembleRow& e = ensemble.rows(r)[static_cast<std::size_t>(row)];
                ASSERT_EQ(e.members, static_cast<int>(points.size()));
                const double n = static_cast<double>(points.size());
                Point mean = Point::Zero();
                for (const Point& p : points) mean += p / n;
                Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
                for (const Point& p : points) covariance += (p - mean) * (p - mean).transpose() / (n - 1);
                const double scale = std::max(1e-12, covariance.norm());
                EXPECT_NEAR((e.mean - mean).norm(), 0, 1e-12 * (1 + mean.norm()));
                EXPECT_NEAR(e.xx, covariance(0, 0), 1e-9 * scale);
                EXPECT_NEAR(e.xy, covariance(0, 1), 1e-9 * scale);
                EXPECT_NEAR(e.yy, covariance(1, 1), 1e-9 * scale);
                expect_equal(e.loss, sorted_quantiles(losses));
                ASSERT_FALSE(arena.problem->minima.empty());
                expect_equal(e.distance, sorted_quantiles(distances));
            }
        EXPECT_GT(ensemble.rows(0)[100].xx, 0) << "chance must have spread them";
    }
}

TEST(Ensemble, HasNoDistanceWhereNoMinimumIsListed) {
    const auto problem = problem_on("saddle");
    ASSERT_TRUE(problem->minima.empty());
    const Ensemble ensemble = finished({problem, 3, 20, {Noise::Kind::gaussian, 1}}, {racer_with("sgd", {}, problem->start)}, 10);
    for (const EnsembleRow& row : ensemble.rows(0)) EXPECT_EQ(row.distance.high, 0);
}

TEST(Ensemble, StartsWithoutSpread) {
    for (const auto& [name, arena] : arenas()) {
        const Ensemble ensemble = finished(arena, {racer_with("adam", {}, {0.1, 0.3})}, 100);
        const EnsembleRow& start = ensemble.rows(0)[0];
        EXPECT_TRUE(same_bits(start.mean, Point(0.1, 0.3))) << name;
        EXPECT_EQ(start.xx, 0) << name;
        EXPECT_EQ(start.xy, 0) << name;
        EXPECT_EQ(start.yy, 0) << name;
        EXPECT_EQ(start.loss.low, start.loss.high) << name;
    }
}

TEST(Ensemble, DoesNotDependOnThreadsNorSlices) {
    for (const auto& [name, arena] : arenas()) {
        const std::vector<RacerSetup> setups = several(arena.problem->start);
        const Ensemble one = finished(arena, setups, 70);
        for (const int threads : {2, 3, 8}) {
            const Ensemble many = finished(arena, setups, 70, threads);
            for (std::size_t r = 0; r < setups.size(); ++r) ASSERT_TRUE(same_rows(one, r, many, r)) << name << ", " << threads << " threads, racer " << r;
        }
        Ensemble sliced;
        sliced.arrange(arena, setups, 70);
        int slices = 1;
        while (!sliced.advance(Ensemble::Clock::now() + std::chrono::microseconds(1), {}, 1 + slices % 2)) {
            ++slices;
            ASSERT_TRUE(sliced.rows(0).empty()) << "rows appear when all is done";
        }
        EXPECT_GT(slices, 3) << name;
        for (std::size_t r = 0; r < setups.size(); ++r) ASSERT_TRUE(same_rows(one, r, sliced, r)) << name;
    }
}

TEST(Ensemble, StopsWhenAskedAndGoesOnLater) {
    const Arena arena{problem_on("rosenbrock"), 0, 500, {Noise::Kind::gaussian, 1}};
    Ensemble ensemble;
    ensemble.arrange(arena, {racer_with("adam")}, 40);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(ensemble.advance(Ensemble::Clock::time_point::max(), stop.get_token(), 2));
    EXPECT_EQ(ensemble.row(), 0);
    EXPECT_TRUE(ensemble.advance());
    EXPECT_TRUE(ensemble.done());
    EXPECT_EQ(ensemble.row(), 501);
    EXPECT_EQ(ensemble.rows(0).size(), 501u);
}

TEST(Ensemble, CountsTheDivergedInsteadOfAveragingThem) {
    // Noise that multiplies the gradient throws some members out of the bowl and spares others.
    const Arena arena{problem_on("rosenbrock"), 3, 400, {Noise::Kind::multiplicative, 2}};
    const std::vector<RacerSetup> setups{racer_with("sgd", {{"lr", 1e-3}})};
    const Ensemble ensemble = finished(arena, setups, 64, 2);
    std::vector<int> rows;
    for (std::uint64_t m = 0; m < 64; ++m) rows.push_back(raced(arena, setups, m)->history(0).rows());
    const int longest = *std::max_element(rows.begin(), rows.end());
    EXPECT_LT(*std::min_element(rows.begin(), rows.end()), longest) << "none diverges: the test shows nothing";
    ASSERT_EQ(static_cast<int>(ensemble.rows(0).size()), longest);
    for (int row = 0; row < longest; ++row) {
        const EnsembleRow& e = ensemble.rows(0)[static_cast<std::size_t>(row)];
        ASSERT_EQ(e.members, std::count_if(rows.begin(), rows.end(), [&](int r) { return row < r; })) << "row " << row;
        ASSERT_TRUE(e.mean.allFinite());
        ASSERT_LE(e.mean.cwiseAbs().maxCoeff(), escape_distance);
    }
}

TEST(Ensemble, EndsWhereTheLastMemberDiverges) {
    const Arena arena{problem_on("rosenbrock"), 3, 400, {Noise::Kind::gaussian, 1}};
    const Ensemble ensemble = finished(arena, {racer_with("sgd", {{"lr", 0.5}}), racer_with("adam")}, 20);
    EXPECT_LT(ensemble.rows(0).size(), 100u);
    EXPECT_GT(ensemble.rows(0).back().members, 0);
    EXPECT_EQ(ensemble.rows(1).size(), 401u);
}

TEST(Ensemble, TakesOverWhatDidNotChange) {
    const Arena arena{problem_on("himmelblau"), 5, 300, {Noise::Kind::gaussian, 2}};
    const RacerSetup a = racer_with("adam"), b = racer_with("momentum"), b2 = racer_with("momentum", {{"lr", 2e-3}});
    const Ensemble first = finished(arena, {a, b}, 30);
    Ensemble second;
    second.arrange(arena, {b2, a}, 30, &first);
    EXPECT_EQ(second.revision(1), first.revision(0));
    EXPECT_NE(second.revision(0), first.revision(1));
    ASSERT_TRUE(second.advance());
    const Ensemble fresh = finished(arena, {b2, a}, 30);
    for (std::size_t r = 0; r < 2; ++r) EXPECT_TRUE(same_rows(second, r, fresh, r));
    Ensemble third;
    third.arrange(arena, {a, b2}, 30, &second);
    EXPECT_TRUE(third.done()) << "nothing is left to do";
    EXPECT_TRUE(same_rows(third, 0, first, 0));
    third.arrange(arena, {a, b}, 31, &first);
    EXPECT_FALSE(third.done()) << "another number of members";
    Arena other = arena;
    other.seed = 6;
    third.arrange(other, {a, b}, 30, &first);
    EXPECT_FALSE(third.done()) << "other seeds";
}

TEST(Quantiles, AreNumPysDefault) {
    std::vector<double> values{9, 1, 8, 2, 7, 3, 6, 4, 5, 0, 10};
    const Quantiles q = quantiles(values);
    EXPECT_DOUBLE_EQ(q.low, 1);
    EXPECT_DOUBLE_EQ(q.median, 5);
    EXPECT_DOUBLE_EQ(q.high, 9);
    test::Numbers numbers(4);
    for (std::size_t n = 1; n < 40; ++n) {
        std::vector<double> sample(n);
        for (double& v : sample) v = numbers.coin() ? numbers.between(-1, 1) : 0.5;
        std::vector<double> sorted = sample;
        std::sort(sorted.begin(), sorted.end());
        const Quantiles found = quantiles(sample);
        for (const auto& [part, value] : {std::pair{0.1, found.low}, std::pair{0.5, found.median}, std::pair{0.9, found.high}}) {
            const double place = part * static_cast<double>(n - 1);
            const auto below = static_cast<std::size_t>(place);
            const double above = sorted[std::min(below + 1, n - 1)];
            EXPECT_NEAR(value, sorted[below] + (place - std::floor(place)) * (above - sorted[below]), 1e-15) << n << " values, " << part;
        }
    }
    std::vector<double> infinite(10, std::numeric_limits<double>::infinity());
    infinite[3] = 1;
    EXPECT_EQ(quantiles(infinite).median, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace thalweg
