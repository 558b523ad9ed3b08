// Schedules over a run: they fit it whatever its length, and what is drawn of them is what the race uses.
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "tests/core/support.hpp"

#include "core/scenario/toml.hpp"

namespace thalweg::test {
namespace {

Scenario scheduled(std::string_view optimizer, std::string_view kind, int steps) {
    Scenario scenario;
    scenario.problem = default_problem(*find_surface("rosenbrock"));
    scenario.steps = steps;
    scenario.racers = {default_racer(*find_optimizer(optimizer), {})};
    EXPECT_EQ(set_racer_key(scenario.racers[0], "schedule.kind", std::string(kind), steps), "");
    return scenario;
}

class EverySchedule : public testing::TestWithParam<std::string> {};

TEST_P(EverySchedule, FitsARunOfAnyLength) {
    for (const int steps : {1, 2, 3, 10, 77, 1000, max_steps}) EXPECT_EQ(complaint(scheduled("adam", GetParam(), steps)), "") << steps;
}

TEST_P(EverySchedule, ShortenedFitsTheShorterRunAndIsTheSameForALongerOne) {
    Scenario scenario = scheduled("adam", GetParam(), 300);
    ScheduleSetup& schedule = scenario.racers[0].schedule;
    schedule.warmup = 250;
    EXPECT_EQ(shortened(schedule, 300), schedule);
    EXPECT_EQ(shortened(schedule, 5000), schedule);
    for (const int steps : {299, 120, 7, 1}) {
        Scenario shorter = scenario;
        shorter.steps = steps;
        shorter.racers[0].schedule = shortened(schedule, steps);
        EXPECT_EQ(complaint(shorter), "") << steps;
    }
}

TEST_P(EverySchedule, IsDrawnAsTheRaceUsesIt) {
    Scenario scenario = scheduled("adam", GetParam(), 60);
    RacerChoice& racer = scenario.racers[0];
    racer.schedule.warmup = 5;
    ASSERT_EQ(set_racer_key(racer, "momentum_schedule.kind", "curve", scenario.steps), "");
    ASSERT_EQ(complaint(scenario), "");
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    const auto rows = scheduled_rows(race.setup(0), scenario.steps, race.history(0).losses(), 1000);
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(scenario.steps));
    const auto beta1 = static_cast<std::size_t>(scheduled_momentum(*race.setup(0).optimizer));
    race.details(0, 0, scenario.steps, [&](const StepDetail& d) {
        const ScheduledRow& row = rows[static_cast<std::size_t>(d.step)];
        EXPECT_EQ(row.k, d.step);
        EXPECT_TRUE(same_bits(row.lr, d.hyper[0])) << d.step;
        EXPECT_TRUE(same_bits(row.momentum, d.hyper[beta1])) << d.step;
    });
    // Fewer rows are some of the same ones, the first and the last among them.
    const auto few = scheduled_rows(race.setup(0), scenario.steps, race.history(0).losses(), 7);
    EXPECT_LT(few.size(), 12u);
    EXPECT_EQ(few.front().k, 0);
    EXPECT_EQ(few.back().k, scenario.steps - 1);
    for (const ScheduledRow& row : few) EXPECT_TRUE(same_bits(row.lr, rows[static_cast<std::size_t>(row.k)].lr)) << row.k;
}

INSTANTIATE_TEST_SUITE_P(All, EverySchedule, testing::ValuesIn(ids(schedule_catalogue())), [](const auto& p) { return p.param; });

TEST(Schedules, ACurveThatIsCutKeepsItsSlope) {
    ScheduleSetup curve{.spec = find_schedule("curve"), .knots = {{0, 1}, {100, 0}, {200, 1}}};
    ScheduleMemory memory{};
    const ScheduleSetup cut = shortened(curve, 150);
    EXPECT_EQ(cut.knots.back(), Point(150, 0.5));
    for (int k = 0; k <= 150; ++k) EXPECT_NEAR(cut.value(2, k, 0, memory), curve.value(2, k, 0, memory), 1e-15) << k;
}

TEST(Schedules, LongerThanTheRunAreRefusedNamingRacerAndKey) {
    const auto wrong = [](std::string_view kind, std::string_view key, const KeyValue& value) {
        Scenario scenario = scheduled("sgd", kind, 100);
        EXPECT_EQ(set_racer_key(scenario.racers[0], key, value, 100), "");
        return complaint(scenario);
    };
    const std::string run = " is longer than the run of 100 steps", racer = "racer 1 (" + std::string(find_optimizer("sgd")->name) + "): ";
    EXPECT_EQ(wrong("cosine", "schedule.t_max", 101.0), racer + "schedule.t_max = 101" + run);
    EXPECT_EQ(wrong("multi_step", "schedule.milestones", std::vector<Point>{{30, 0}, {140, 0}}), racer + "schedule.milestones = 140" + run);
    EXPECT_EQ(wrong("constant", "schedule.warmup", 200.0), racer + "schedule.warmup = 200" + run);
    EXPECT_EQ(wrong("one_cycle", "schedule.total_steps", 100.0), "");
}

TEST(Schedules, OfWarmUpAloneReadBack) {
    Scenario scenario = scheduled("sgd", "constant", 100);
    scenario.racers[0].schedule = {.warmup = 12};
    const ScenarioOrError read = parse_scenario(format_scenario(scenario), "x.toml");
    ASSERT_TRUE(std::holds_alternative<Scenario>(read)) << std::get<std::string>(read);
    EXPECT_EQ(std::get<Scenario>(read), scenario);
}

}  // namespace
}  // namespace thalweg::test
