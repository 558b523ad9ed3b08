// The inside of a racer as columns.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "app/session/details.hpp"
#include "core/scenario/build.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using app::Details;

Race raced(const Scenario& scenario) {
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    return race;
}

bool same(double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; }

TEST(Details, AreWhatTheRaceTells) {
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        SCOPED_TRACE(spec.id);
        const Race race = raced(on_surface("rosenbrock", {spec.id}, 1300));
        Details details;
        ASSERT_TRUE(details.update(race, 0, std::chrono::seconds(60)));
        const auto& columns = details.columns();
        ASSERT_EQ(columns.size(), 2 + spec.slots.size() + spec.derived.size());
        EXPECT_EQ(columns.front().id, "g");
        EXPECT_EQ(columns.back().id, "step");
        EXPECT_EQ(details.rows(), race.history(0).rows());
        std::size_t row = 0;
        race.details(0, 0, race.history(0).rows(), [&](const StepDetail& d) {
            for (Eigen::Index axis = 0; axis < 2; ++axis) {
                const auto at = [&](std::size_t column) { return columns[column].values[static_cast<std::size_t>(axis)][row]; };
                std::size_t column = 0;
                ASSERT_TRUE(same(at(column++), d.g[axis]));
                for (const Point& slot : d.slots) ASSERT_TRUE(same(at(column++), slot[axis])) << "row " << row;
                for (const Point& derived : d.derived) ASSERT_TRUE(same(at(column++), derived[axis])) << "row " << row;
                ASSERT_TRUE(same(at(column), d.move[axis]));
            }
            ++row;
        });
        for (const auto& column : columns) EXPECT_EQ(column.values[0].size(), row);
    }
}

TEST(Details, AreFilledInSlices) {
    const Race race = raced(on_surface("ackley", {"adam", "sgd"}, 60'000));
    Details slices, whole;
    int calls = 0, before = 0;
    while (!slices.update(race, 0, std::chrono::microseconds(200))) {
        ASSERT_GT(slices.rows(), before);
        before = slices.rows();
        ASSERT_LT(++calls, 100'000);
    }
    EXPECT_GT(calls, 0);
    ASSERT_TRUE(whole.update(race, 0, std::chrono::seconds(60)));
    ASSERT_EQ(slices.rows(), whole.rows());
    for (std::size_t c = 0; c < whole.columns().size(); ++c)
        for (std::size_t axis = 0; axis < 2; ++axis)
            for (std::size_t row = 0; row < static_cast<std::size_t>(whole.rows()); ++row)
                ASSERT_TRUE(same(slices.columns()[c].values[axis][row], whole.columns()[c].values[axis][row])) << c << " row " << row;
    // Another racer, and back, and none.
    ASSERT_TRUE(slices.update(race, 1, std::chrono::seconds(60)));
    EXPECT_EQ(slices.revision(), race.revision(1));
    EXPECT_EQ(slices.columns().size(), 2 + race.setup(1).optimizer->slots.size() + race.setup(1).optimizer->derived.size());
    EXPECT_TRUE(slices.update(race, 2));
    EXPECT_EQ(slices.rows(), 0);
    EXPECT_TRUE(slices.columns().empty());
}

TEST(Details, AreWhatTheRaceTellsWhileItRuns) {
    for (const char* id : {"sgd", "nadam", "lbfgs"}) {
        SCOPED_TRACE(id);
        const Scenario scenario = on_surface("rosenbrock", {id}, 200'000);
        Race race;
        race.arrange(build_arena(scenario), build_setups(scenario));
        Details details;
        int looks = 0;
        while (!race.advance(Race::Clock::now() + std::chrono::microseconds(10))) {
            const int rows = race.history(0).rows();
            if (rows == 0 || ++looks % 7 != 0) continue;
            ASSERT_TRUE(details.update(race, 0, std::chrono::seconds(60)));
            ASSERT_EQ(details.columns().back().values[0].size(), static_cast<std::size_t>(rows));
            race.details(0, rows - 1, rows, [&](const StepDetail& d) {  // the last one so far, which has no successor yet
                ASSERT_TRUE(same(details.columns().front().values[0].back(), d.g.x()));
                ASSERT_TRUE(same(details.columns().back().values[1].back(), d.move.y()));
            });
        }
        EXPECT_GT(looks, 7);
    }
}

TEST(Details, EndWhereARacerIsLost) {
    const Race race = raced(diverging());
    Details details;
    ASSERT_TRUE(details.update(race, 0, std::chrono::seconds(10)));
    EXPECT_EQ(details.rows(), race.history(0).rows());
    EXPECT_LT(details.rows(), 200);
}

}  // namespace
}  // namespace thalweg::test
