// The ensemble in the window: the job behind it, the band's geometry, what is drawn, the slider.
#include <gtest/gtest.h>


#include <atomic>
#include <cmath>

#include "app/scene/ensemble_band.hpp"
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario noisy_race(int members, int steps = 200) {
    Scenario scenario = on_surface("himmelblau", {"adam", "momentum"}, steps);
    scenario.noise = {Noise::Kind::gaussian, 2};
    scenario.ensemble = members;
    return scenario;
}

bool settled(Session& session) {
    return eventually(Seconds(60), [&] {
        session.advance(0);
        return !session.ensemble_busy();
    }, Seconds(0.001));
}

TEST(EnsembleJob, GivesWhatWasAskedForLast) {
    const auto problem = build_problem(noisy_race(0).problem);
    const Scenario scenario = noisy_race(0);
    EnsembleJob job;
    for (int members = 2; members <= 40; ++members) job.request({{problem, 5, 300, scenario.noise}, build_setups(scenario), {0, 1}, members});
    std::shared_ptr<const EnsembleResult> result;
    ASSERT_TRUE(eventually(Seconds(60), [&] {
        if (auto next = job.take()) result = std::move(next);
        return !job.busy();
    }, Seconds(0.001)));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->ensemble.members(), 40);
    Ensemble direct;
    direct.arrange({problem, 5, 300, scenario.noise}, build_setups(scenario), 40);
    direct.advance();
    EXPECT_EQ(result->ensemble.rows(1).back().mean, direct.rows(1).back().mean);
}

TEST(EnsembleJob, ForgetsWhatIsNotWantedAnyMore) {
    const Scenario scenario = noisy_race(0);
    EnsembleJob job;
    job.request({{build_problem(scenario.problem), 5, 20'000, scenario.noise}, build_setups(scenario), {0, 1}, 200});
    job.cancel();
    ASSERT_TRUE(eventually(Seconds(60), [&] { return !job.busy(); }, Seconds(0.001)));
    EXPECT_FALSE(job.take());
}

TEST(Session, HasAnEnsembleOnlyWhereChanceHasAPart) {
    Session session(noisy_race(32));
    ASSERT_TRUE(settled(session));
    for (std::size_t i = 0; i < 2; ++i) {
        const auto found = session.ensemble_of(i);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->ensemble.members(), 32);
        EXPECT_EQ(found->ensemble.setup(found->index), session.race().setup(i));
    }
    EXPECT_FALSE(session.ensemble_of(2));
    session.apply(SetEnsemble{0});
    EXPECT_FALSE(session.ensemble_of(0));
    session.apply(Undo{});
    ASSERT_TRUE(settled(session));
    EXPECT_TRUE(session.ensemble_of(0)) << "undo brings it back";
    Scenario calm = noisy_race(32);
    calm.noise = {};
    session.apply(ReplaceScenario{calm});
    EXPECT_FALSE(session.ensemble_of(0)) << "no randomness, no ensemble";
}

TEST(Session, EnsembleFollowsItsRacers) {
    Session session(noisy_race(32));
    ASSERT_TRUE(settled(session));
    session.apply(MoveRacer{0, 1});
    EXPECT_EQ(session.ensemble_of(0)->ensemble.setup(session.ensemble_of(0)->index).optimizer->id, "momentum") << "even before the next one is there";
    for (const double lr : {0.01, 0.02, 0.05}) session.apply(SetHyperparameter{0, "lr", lr});
    ASSERT_TRUE(settled(session));
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(session.ensemble_of(i)->ensemble.setup(session.ensemble_of(i)->index), session.race().setup(i));
    session.apply(SetProblem{default_problem(*find_surface("booth"))});
    EXPECT_FALSE(session.ensemble_of(0)) << "bands of another surface";
    ASSERT_TRUE(settled(session));
    EXPECT_EQ(session.ensemble_of(0)->ensemble.arena(), session.race().arena());
}

TEST(EnsembleJob, WhatNobodyTookGoesWithItsSurface) {
    std::atomic<int> woken{0};
    EnsembleJob job([&] { ++woken; });
    const auto request = [&](const Scenario& scenario) { job.request({build_arena(scenario), build_setups(scenario), {0, 1}, 32}); };
    Scenario scenario = noisy_race(32);
    request(scenario);
    ASSERT_TRUE(eventually(Seconds(20), [&] { return woken > 0; }));
    scenario.problem = default_problem(*find_surface("booth"));
    request(scenario);
    const auto ready = job.take();
    EXPECT_TRUE(!ready || ready->ensemble.arena().problem->name == find_surface("booth")->name);
}

TEST(EnsembleSlider, SetsTheSeedsInOneEntryOfUndo) {
    Desk desk(noisy_race(0), {.height = 1500});
    EXPECT_FALSE(desk.find_containing("seeds: mean")) << "off";
    const SliderPlace seeds = desk.slider("seeds");
    desk.drag(static_cast<double>(seeds.at(0.6f)), static_cast<double>(seeds.centre_y), static_cast<double>(seeds.at(0.4f)), static_cast<double>(seeds.centre_y));
    EXPECT_GT(desk.scenario().ensemble, 64);
    EXPECT_LT(desk.scenario().ensemble, 320);
    desk.settle();
    EXPECT_TRUE(desk.find(std::to_string(desk.scenario().ensemble) + " seeds: mean, 1σ"));
    EXPECT_TRUE(desk.session().ensemble_of(0));
    desk.session().apply(Undo{});
    EXPECT_EQ(desk.scenario().ensemble, 0);
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(EnsembleSlider, IsThereOnlyWhereChanceHasAPart) {
    Scenario calm = noisy_race(64);
    calm.noise = {};
    {
        Desk desk(calm, {.height = 1500});
        EXPECT_FALSE(desk.find("seeds"));
        EXPECT_FALSE(desk.find_containing("seeds: mean"));
    }
    Desk batches(on_data("noisy_line", 10), {.height = 1500});
    EXPECT_TRUE(batches.find("seeds"));
}

int vertices_of(const Scenario& scenario) { return Desk(scenario).vertices(); }

TEST(EnsembleView, DrawsMembersEllipseAndBand) {
    Scenario off = noisy_race(0), on = noisy_race(64);
    // 64 members of two racers are a quadrilateral each; the ellipse and the loss band come on top.
    EXPECT_GT(vertices_of(on), vertices_of(off) + 2 * 64 * 4);
    for (Scenario* scenario : {&off, &on})
        for (RacerChoice& racer : scenario->racers) racer.hidden = true;
    EXPECT_LT(vertices_of(on), vertices_of(off) + 400) << "nothing but the note";
}

// How much more there is to draw with an ensemble than without, the loss plot showing what one of its buttons says.
int more_with_ensemble(std::string_view measure) {
    const auto count = [&](int members) {
        Desk desk(noisy_race(members), {.width = 1920, .height = 1080});  // room for a button for each
        const TextLogEntry* word = desk.find(measure);
        if (!word) return 0;
        desk.click(static_cast<double>(word->rect.centre_x()), static_cast<double>(word->rect.centre_y()));
        desk.settle();
        return desk.vertices();
    };
    return count(64) - count(0);
}

TEST(EnsembleView, HasABandForEveryMeasureOfTheLoss) {
    const int excess = more_with_ensemble("f − f*");
    EXPECT_GT(excess, 2 * 64 * 4 + 1000);
    for (const char* measure : {"f", "distance"}) EXPECT_NEAR(more_with_ensemble(measure), excess, 0.15 * excess) << measure;
}

TEST(EnsembleView, SaysHowManyHaveDiverged) {
    Scenario scenario = diverging();
    scenario.noise = {Noise::Kind::gaussian, 1};
    scenario.ensemble = 16;
    Desk desk(scenario);
    EXPECT_TRUE(desk.find("16 seeds: mean, 1σ · 16 diverged"));
}

EnsembleRow row_at(double x, double y, double xx, double xy, double yy) {
    EnsembleRow row;
    row.members = 10;
    row.mean = {x, y};
    row.xx = xx, row.xy = xy, row.yy = yy;
    return row;
}

bool within(const BandVertex* t, double x, double y) {
    const auto side = [&](const BandVertex& a, const BandVertex& b) {
        return (static_cast<double>(b.x) - static_cast<double>(a.x)) * (y - static_cast<double>(a.y)) - (static_cast<double>(b.y) - static_cast<double>(a.y)) * (x - static_cast<double>(a.x));
    };
    const double u = side(t[0], t[1]), v = side(t[1], t[2]), w = side(t[2], t[0]);
    return (u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0);
}

bool covers(const std::vector<BandVertex>& band, double x, double y) {
    for (std::size_t i = 0; i + 2 < band.size(); i += 3)
        if (within(&band[i], x, y)) return true;
    return false;
}

TEST(EnsembleBand, IsTheUnionOfTheEllipsesAndWhatLiesBetween) {
    const ViewRect view{0, 100, 0, 100};  // a pixel per unit
    const PixelSize size{100, 100};
    const std::vector<EnsembleRow> rows{row_at(20, 50, 100, 0, 25), row_at(80, 50, 25, 0, 100)};
    const auto band = build_band(rows, view, size);
    ASSERT_EQ(band.size() % 3, 0u);
    EXPECT_TRUE(covers(band, 11, 50)) << "the first ellipse, ten to the left";
    EXPECT_FALSE(covers(band, 9, 50));
    EXPECT_TRUE(covers(band, 80, 40.5)) << "the second, ten up";
    EXPECT_FALSE(covers(band, 80, 39.5));
    EXPECT_TRUE(covers(band, 50, 43)) << "half way: 7.5 up";
    EXPECT_FALSE(covers(band, 50, 42));
    EXPECT_FALSE(covers(band, 86, 50));
}

TEST(EnsembleBand, EllipseHasTheCovarianceOfThePixels) {
    const ViewRect view{-2, 2, -1, 3};
    const PixelSize size{800, 400};  // y is squeezed and points down
    const auto e = spread_ellipse(row_at(0, 1, 0.09, 0.03, 0.04), view, size);
    ASSERT_TRUE(e);
    const Eigen::Matrix2d c = e->root * e->root.transpose();
    EXPECT_NEAR(c(0, 0), 0.09 * 200 * 200, 1e-9);
    EXPECT_NEAR(c(0, 1), -0.03 * 200 * 100, 1e-9);
    EXPECT_NEAR(c(1, 1), 0.04 * 100 * 100, 1e-9);
    EXPECT_NEAR(e->mean.x, 400, 1);
    EXPECT_NEAR(e->mean.y, 200, 1);
}

TEST(EnsembleBand, LeavesOutWhatSaysNothing) {
    const ViewRect view{0, 100, 0, 100};
    const PixelSize size{100, 100};
    EnsembleRow single = row_at(50, 50, 0, 0, 0);
    single.members = 1;
    EXPECT_FALSE(spread_ellipse(single, view, size));
    EXPECT_FALSE(spread_ellipse(row_at(50, 50, 1e12, 0, 1e12), view, size)) << "wider than the picture";
    EXPECT_FALSE(spread_ellipse(row_at(1e11, 50, 1, 0, 1), view, size));
    EXPECT_TRUE(build_band(std::vector{row_at(500, 500, 4, 0, 4), row_at(600, 500, 4, 0, 4)}, view, size).empty()) << "outside of the picture";
    // A thousand rows on the same spot are one ellipse, or two.
    const std::vector<EnsembleRow> still(1000, row_at(50, 50, 9, 1, 9));
    EXPECT_LE(build_band(still, view, size).size(), 2 * 20 * 3u);
    // Members on a line have an ellipse without area; rounding may put its determinant below zero.
    const auto flat = spread_ellipse(row_at(50, 50, 1, 2, 4 - 1e-15), view, size);
    ASSERT_TRUE(flat);
    EXPECT_TRUE(flat->root.allFinite());
}

}  // namespace
}  // namespace thalweg::test
