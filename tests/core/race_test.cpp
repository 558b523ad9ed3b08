// A race is a pure function of its scenario, and fair: a racer's path depends on nothing but its own setup.
#include "core/race/race.hpp"

#include <limits>
#include <set>
#include <thread>

#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::problem_on;
using test::problem_on_data;
using test::racer_with;
using test::same_bits;
using test::same_path;

// Arithmetic alone, lanes of transcendental functions, kinks, minibatches, all points.
std::vector<std::pair<const char*, std::shared_ptr<const Problem>>> arenas() {
    return {{"rosenbrock", problem_on("rosenbrock")}, {"rastrigin", problem_on("rastrigin")}, {"bukin_n6", problem_on("bukin_n6")},
            {"noisy_line, batch 7", problem_on_data("noisy_line", 7)}, {"two_features", problem_on_data("two_features")}};
}

void expect_same_detail(const StepDetail& a, const StepDetail& b) {
    ASSERT_EQ(a.step, b.step);
    ASSERT_EQ(a.evaluations, b.evaluations);
    ASSERT_TRUE(same_bits(a.theta, b.theta)) << "theta of row " << a.step;
    ASSERT_TRUE(same_bits(a.loss, b.loss)) << "loss of row " << a.step;
    ASSERT_TRUE(same_bits(a.gradient, b.gradient)) << "gradient of row " << a.step;
    ASSERT_TRUE(same_bits(a.g, b.g)) << "g of row " << a.step;
    ASSERT_TRUE(same_bits(a.move, b.move)) << "move of row " << a.step;
    ASSERT_TRUE(same_bits(a.lr, b.lr)) << "lr of row " << a.step;
    ASSERT_TRUE(same_bits(a.slots, b.slots)) << "slots of row " << a.step;
    ASSERT_TRUE(same_bits(a.derived, b.derived)) << "derived of row " << a.step;
}

TEST(Race, GivesARacerTheSamePathWithAndWithoutRivals) {
    for (const auto& [name, problem] : arenas()) {
        const Arena arena{problem, 5, 300};
        std::vector<RacerSetup> all = test::everybody(problem->start);
        for (std::size_t r = 0; r < all.size(); ++r) {  // each with its own clipping, some without
            all[r].clipping.norm = static_cast<double>(r % 3);
            all[r].clipping.value = static_cast<double>(r % 4) / 2;
        }
        Race together;
        together.arrange(arena, all);
        together.advance();
        for (std::size_t r = 0; r < all.size(); ++r) {
            Race alone;
            alone.arrange(arena, {all[r]});
            alone.advance();
            ASSERT_TRUE(same_path(together.history(r), alone.history(0))) << all[r].optimizer->id << " on " << name;
            ASSERT_EQ(together.ending(r), alone.ending(0));
        }
    }
}

TEST(Race, GivesTheSameBitsTwice) {
    for (const auto& [name, problem] : arenas()) {
        Race first, second;
        for (Race* race : {&first, &second}) {
            race->arrange({problem, 9, 1200}, test::everybody(problem->start));
            race->advance();
        }
        for (std::size_t r = 0; r < first.size(); ++r) EXPECT_TRUE(same_path(first.history(r), second.history(r))) << name;
    }
}

TEST(Race, GivesTheSameBitsOnAnotherThread) {
    Race here, there;
    const auto problem = problem_on("ackley");
    here.arrange({problem, 0, 800}, test::everybody(problem->start));
    there.arrange({problem, 0, 800}, test::everybody(problem->start));
    here.advance();
    std::jthread([&] { there.advance(); }).join();
    for (std::size_t r = 0; r < here.size(); ++r) EXPECT_TRUE(same_path(here.history(r), there.history(r)));
}

TEST(Race, DoesNotDependOnHowDeadlinesSliceIt) {
    for (const auto& [name, problem] : arenas()) {
        const Arena arena{problem, 3, 3000};
        Race whole, sliced;
        whole.arrange(arena, test::everybody(problem->start));
        sliced.arrange(arena, test::everybody(problem->start));
        whole.advance();
        int slices = 1;
        while (!sliced.advance(Race::Clock::now() + std::chrono::microseconds(slices % 7 * 10))) ++slices;
        EXPECT_GT(slices, 3) << name;
        EXPECT_TRUE(sliced.done());
        for (std::size_t r = 0; r < whole.size(); ++r) {
            EXPECT_TRUE(same_path(whole.history(r), sliced.history(r))) << name;
            whole.details(r, 511, 515, [&](const StepDetail& a) { sliced.details(r, a.step, a.step + 1, [&](const StepDetail& b) { expect_same_detail(a, b); }); });
        }
    }
}

TEST(Race, StopsWhenAskedAndGoesOnLater) {
    Race race;
    race.arrange({problem_on("rosenbrock"), 0, 1000}, {racer_with("adam")});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(race.advance(Race::Clock::time_point::max(), stop.get_token()));
    EXPECT_FALSE(race.done());
    EXPECT_EQ(race.history(0).rows(), 0);
    EXPECT_FALSE(race.advance(Race::Clock::now() - std::chrono::seconds(1)));
    EXPECT_TRUE(race.advance());
    EXPECT_EQ(race.history(0).rows(), 1001);
    EXPECT_TRUE(race.advance()) << "nothing left to do";
}

TEST(Race, WithoutRacersIsDone) {
    Race race;
    race.arrange({problem_on("rosenbrock"), 0, 10}, {});
    EXPECT_TRUE(race.done());
    EXPECT_TRUE(race.advance());
}

TEST(Race, HasRowZeroAtTheStartAndOneRowPerUpdate) {
    for (const int steps : {1, 2, 511, 512, 513, 1024}) {
        Race race;
        race.arrange({problem_on("booth"), 0, steps}, {racer_with("sgd", {{"lr", 0.01}}, {-8, -8})});
        race.advance();
        ASSERT_EQ(race.history(0).rows(), steps + 1);
        EXPECT_EQ(race.history(0).theta(0), Point(-8, -8));
        EXPECT_EQ(race.history(0).path().size(), static_cast<std::size_t>(steps + 1));
    }
}

TEST(Race, RunsOnlyThoseAgainThatAChangeTouches) {
    const Arena arena{problem_on("himmelblau"), 0, 700};
    const Point start{0, 0};
    const RacerSetup a = racer_with("adam", {{"lr", 0.1}}, start), b = racer_with("momentum", {}, start), c = racer_with("nadam", {}, start);
    RacerSetup b2 = b;
    b2.hyper[0] = 2e-3;
    Race race;
    race.arrange(arena, {a, b, c});
    race.advance();
    const auto revision_a = race.revision(0), revision_b = race.revision(1), revision_c = race.revision(2);

    race.arrange(arena, {c, b2, a});
    EXPECT_EQ(race.revision(0), revision_c);
    EXPECT_EQ(race.revision(2), revision_a);
    EXPECT_GT(race.revision(1), std::max({revision_a, revision_b, revision_c}));
    EXPECT_EQ(race.history(0).rows(), 701) << "a racer that stays the same keeps its rows";
    EXPECT_EQ(race.history(1).rows(), 0);
    race.advance();

    Race fresh;
    fresh.arrange(arena, {c, b2, a});
    fresh.advance();
    for (std::size_t r = 0; r < 3; ++r) EXPECT_TRUE(same_path(race.history(r), fresh.history(r))) << r;
}

TEST(Race, GivesTheSamePathsWhenRacersJoinAndLeaveHalfway) {
    const auto problem = problem_on("rastrigin");
    const Arena arena{problem, 0, 60'000};
    const std::vector<RacerSetup> all = test::everybody(problem->start);
    Race race;
    race.arrange(arena, {all.begin(), all.begin() + 8});
    race.advance(Race::Clock::now() + std::chrono::microseconds(300));
    EXPECT_FALSE(race.done());
    race.arrange(arena, {all.begin() + 4, all.begin() + 12});  // four leave, four join, four go on from where they stand
    race.advance(Race::Clock::now() + std::chrono::microseconds(300));
    std::vector<RacerSetup> last(all.begin() + 2, all.begin() + 10);
    std::swap(last[0], last[7]);
    race.arrange(arena, last);
    race.advance();
    Race fresh;
    fresh.arrange(arena, last);
    fresh.advance();
    for (std::size_t r = 0; r < last.size(); ++r) EXPECT_TRUE(same_path(race.history(r), fresh.history(r))) << last[r].optimizer->id;
}

TEST(Race, StartsOverOnAnotherArena) {
    const auto problem = problem_on_data("noisy_line", 10);
    const RacerSetup adam = racer_with("adam", {{"lr", 0.1}}, problem->start);
    Race race;
    race.arrange({problem, 1, 100}, {adam});
    race.advance();
    const Point end = race.history(0).theta(100);
    race.arrange({problem, 2, 100}, {adam});  // another seed
    EXPECT_EQ(race.history(0).rows(), 0);
    race.advance();
    EXPECT_NE(race.history(0).theta(100), end);
    race.arrange({problem, 1, 600}, {adam});  // more steps
    race.advance();
    EXPECT_EQ(race.history(0).theta(100), end) << "the first steps do not depend on how many follow";
}

TEST(Race, RunsIdenticalRacersSideBySide) {
    Race race;
    const RacerSetup adam = racer_with("adam");
    race.arrange({problem_on("rosenbrock"), 0, 100}, std::vector<RacerSetup>(max_racers, adam));
    race.advance();
    for (std::size_t r = 1; r < race.size(); ++r) ASSERT_TRUE(same_path(race.history(0), race.history(r)));
    race.arrange(race.arena(), {adam, adam});
    EXPECT_EQ(race.history(1).rows(), 101);
}

TEST(Race, HasDetailsThatEqualItsHistoryFromAnyRowOn) {
    for (const auto& [name, problem] : arenas())
        for (const double clipped : {0.0, 3.0}) {
            Race race;
            const int steps = 1300;  // beyond two keyframes
            std::vector<RacerSetup> all = test::everybody(problem->start);
            for (RacerSetup& setup : all) setup.clipping.norm = clipped;
            race.arrange({problem, 4, steps}, all);
            race.advance();
            for (std::size_t r = 0; r < all.size(); ++r) {
                SCOPED_TRACE(std::string(all[r].optimizer->id) + " on " + name);
                const int rows = race.history(r).rows();
                std::vector<StepDetail> from_start;
                race.details(r, 0, rows + 10, [&](const StepDetail& d) { from_start.push_back(d); });
                ASSERT_EQ(static_cast<int>(from_start.size()), rows);
                for (const StepDetail& d : from_start) {
                    ASSERT_TRUE(same_bits(d.theta, race.history(r).theta(d.step)));
                    ASSERT_TRUE(same_bits(d.loss, race.history(r).loss(d.step)));
                        if (d.step % 50 == 0) {
                            double loss = 0;
                            Point gradient;
                            problem->objective->evaluate({&d.theta, 1}, {&gradient, 1}, {&loss, 1});
                            ASSERT_TRUE(same_bits(loss, d.loss));
                            ASSERT_TRUE(same_bits(gradient, d.gradient));
                        }
                    if (d.step + 1 < rows) { ASSERT_TRUE(same_bits(d.move, race.history(r).theta(d.step + 1) - d.theta)); }
                }
                for (const int first : {1, 2, 510, 511, 512, 513, 700, 1023, 1024, 1025, 1299, 1300}) {
                    int seen = first;
                    race.details(r, first, first + 20, [&](const StepDetail& d) { expect_same_detail(d, from_start[static_cast<std::size_t>(seen++)]); });
                    ASSERT_EQ(seen, std::max(first, std::min(first + 20, rows)));
                }
                race.details(r, rows, rows + 5, [&](const StepDetail&) { FAIL() << "there are no such rows"; });
            }
        }
}

TEST(Race, SaysInTheLastRowThatNothingFollows) {
    Race race;
    race.arrange({problem_on("rosenbrock"), 0, 20}, {racer_with("adam", {{"lr", 0.25}})});
    race.advance();
    race.details(0, 0, 21, [&](const StepDetail& d) {
        EXPECT_EQ(d.evaluations, d.step);
        EXPECT_EQ(d.move.hasNaN(), d.step == 20);
        if (d.step < 20) EXPECT_EQ(d.lr, 0.25);
        else EXPECT_TRUE(std::isnan(d.lr));
        for (const Point& q : d.derived) EXPECT_EQ(q.hasNaN(), d.step == 0) << "derived quantities begin with update 1";
    });
}

TEST(Divergence, EndsItsOwnHistoryAndLeavesTheOthers) {
    const Arena arena{problem_on("rosenbrock"), 0, 900};
    const RacerSetup wild = racer_with("sgd", {{"lr", 1}}), adam = racer_with("adam", {{"lr", 0.05}}), calm = racer_with("sgd", {{"lr", 1e-3}});
    Race race, alone;
    race.arrange(arena, {wild, adam, wild, calm});
    EXPECT_TRUE(race.advance());
    for (const std::size_t r : {0U, 2U}) {
        EXPECT_EQ(race.ending(r), Ending::diverged);
        ASSERT_GE(race.history(r).rows(), 2);
        EXPECT_LT(race.history(r).rows(), 20);
        for (const Point& theta : race.history(r).path()) EXPECT_LE(theta.cwiseAbs().maxCoeff(), escape_distance);
        int rows = 0;
        race.details(r, 0, 900, [&](const StepDetail& d) { rows += d.theta.allFinite(); });
        EXPECT_EQ(rows, race.history(r).rows());
    }
    alone.arrange(arena, {adam, calm});
    alone.advance();
    EXPECT_EQ(race.ending(1), Ending::open);
    EXPECT_TRUE(same_path(race.history(1), alone.history(0)));
    EXPECT_TRUE(same_path(race.history(3), alone.history(1)));
}

TEST(Divergence, EndsEveryRacerAtItsOwnRow) {
    std::vector<RacerSetup> setups;
    for (const double lr : {0.2, 0.12, 0.115, 0.1125, 0.1118, 0.1}) setups.push_back(racer_with("sgd", {{"lr", lr}}));  // booth bears up to 1/9
    const Arena arena{problem_on("booth"), 0, 3000};
    Race together;
    together.arrange(arena, setups);
    while (!together.advance(Race::Clock::now() + std::chrono::microseconds(20))) {}
    std::set<int> ends;
    for (std::size_t r = 0; r < setups.size(); ++r) {
        Race alone;
        alone.arrange(arena, {setups[r]});
        alone.advance();
        EXPECT_EQ(together.ending(r), alone.ending(0)) << r;
        EXPECT_TRUE(same_path(together.history(r), alone.history(0))) << r;
        for (const Point& theta : together.history(r).path()) ASSERT_FALSE(escaped(theta)) << r;
        ends.insert(together.history(r).rows());
    }
    EXPECT_EQ(ends.size(), setups.size());
    EXPECT_EQ(*ends.rbegin(), 3001);
}

TEST(Divergence, IsNoticedInTheVeryLastUpdate) {
    const RacerSetup wild = racer_with("sgd", {{"lr", 1}}), calm = racer_with("sgd", {{"lr", 1e-3}});
    for (const auto& setups : {std::vector{wild}, std::vector{wild, calm}}) {
        Race race;
        race.arrange({problem_on("rosenbrock"), 0, 900}, setups);
        race.advance();
        const int rows = race.history(0).rows();
        race.arrange({problem_on("rosenbrock"), 0, rows}, setups);  // the update that escapes is the last one
        EXPECT_TRUE(race.advance());
        EXPECT_EQ(race.history(0).rows(), rows);
        EXPECT_EQ(race.ending(0), Ending::diverged);
    }
}

TEST(Divergence, IsAlsoANumberThatIsNone) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(escaped({nan, 0}));
    EXPECT_TRUE(escaped({0, nan}));
    EXPECT_TRUE(escaped({-inf, 0}));
    EXPECT_TRUE(escaped({0, std::nextafter(escape_distance, inf)}));
    EXPECT_FALSE(escaped({escape_distance, -escape_distance}));
}

TEST(Divergence, IsForgottenWhenTheRacerStartsOver) {
    Race race;
    race.arrange({problem_on("rosenbrock"), 0, 100}, {racer_with("sgd", {{"lr", 1}})});
    race.advance();
    race.arrange(race.arena(), {racer_with("sgd", {{"lr", 1e-4}})});
    EXPECT_EQ(race.ending(0), Ending::open);
    race.advance();
    EXPECT_EQ(race.history(0).rows(), 101);
}

TEST(Clipping, ShortensLongGradientsAndLeavesShortOnes) {
    RacerSetup by_norm, by_value, both;
    by_norm.clipping.norm = both.clipping.norm = 2;
    by_value.clipping.value = 0.5;
    both.clipping.value = 1;
    Point g(30, -40);
    g = by_norm.clipping(g);
    EXPECT_NEAR(g.norm(), 2, 1e-6);
    EXPECT_NEAR(g.x() / g.y(), -0.75, 1e-15) << "the direction stays";
    g = {0.3, -0.4};
    g = by_norm.clipping(g);
    EXPECT_EQ(g, Point(0.3, -0.4));
    g = {3, -0.25};
    g = by_value.clipping(g);
    EXPECT_EQ(g, Point(0.5, -0.25));
    g = {30, -40};
    g = both.clipping(g);
    EXPECT_NEAR(g.x(), 1, 1e-12) << "the norm first, then the components";
    EXPECT_NEAR(g.y(), -1, 1e-12);
    g = {30, -40};
    g = RacerSetup{}.clipping(g);
    EXPECT_EQ(g, Point(30, -40));
}

// Others may read the rows that are there while a race goes on.
TEST(History, CanBeReadWhileTheRaceGoesOn) {
    const auto problem = problem_on("rastrigin");
    Race race, reference;
    const std::vector<RacerSetup> setups{racer_with("adam", {{"lr", 0.01}}, problem->start), racer_with("rmsprop", {}, problem->start)};
    race.arrange({problem, 0, 200'000}, setups);
    reference.arrange({problem, 0, 200'000}, setups);
    reference.advance();
    std::jthread writer([&] { race.advance(); });
    for (int seen = 0; seen <= 200'000;) {
        const int rows = race.history(0).rows();
        for (; seen < rows; ++seen) ASSERT_TRUE(same_bits(race.history(0).theta(seen), reference.history(0).theta(seen)));
        std::this_thread::yield();
    }
}

TEST(Race, RowsCanBeReplayedWhileItGoesOn) {
    const auto problem = problem_on("rosenbrock");
    Race race, reference;
    const std::vector<RacerSetup> setups{racer_with("sgd", {{"lr", 1e-3}}, problem->start), racer_with("adam", {{"lr", 0.01}}, problem->start)};
    race.arrange({problem, 0, 300'000}, setups);
    reference.arrange({problem, 0, 300'000}, setups);
    reference.advance();
    std::jthread writer([&] { race.advance(); });
    for (bool done = false; !done;) {
        const int rows = race.history(0).rows();
        done = rows > 300'000;
        for (std::size_t r = 0; rows > 0 && r < setups.size(); ++r)  // from the newest row into those that appear meanwhile
            race.details(r, rows - 1, rows + 63, [&](const StepDetail& d) {
                double loss = 0;
                Point gradient;
                problem->objective->evaluate({&d.theta, 1}, {&gradient, 1}, {&loss, 1});
                ASSERT_TRUE(same_bits(d.gradient, gradient)) << d.step;
                if (d.step < 300'000) { ASSERT_TRUE(same_bits(d.to, reference.history(r).theta(d.step + 1))) << d.step; }
            });
    }
}

}  // namespace
}  // namespace thalweg
