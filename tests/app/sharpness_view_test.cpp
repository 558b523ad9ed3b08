// The edge of stability in the window: measured in the background while somebody looks, told in words, at rest when all is measured.
#include <gtest/gtest.h>

#include <cmath>

#include "app/presets.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario at_the_edge(int steps = 400) {
    Scenario s = find_preset("edge_of_stability")->scenario;
    s.steps = steps;
    return s;
}

DeskOptions with_panes(const char* panes) {
    DeskOptions options;
    options.settings.network_panes[0] = panes;
    return options;
}
constexpr const char* beside_training = "(row 0.25 racers (column 0.5 training sharpness))";

// Drives the job without a window, as the view does in every frame.
void follow_to_the_end(SharpnessJob& job, Session& session) {
    session.wait();
    EXPECT_TRUE(eventually(Seconds(60), [&] {
        job.follow(session);
        return !job.busy();
    }, Seconds(0.001)));
}

TEST(SharpnessSteps, SpanTheRunEvenly) {
    for (const int steps : {1, 5, 64, 65, 1000, 100'000}) {
        const std::vector<int> all = sharpness_steps(steps);
        EXPECT_EQ(all.front(), 0);
        EXPECT_EQ(all.back(), steps);
        EXPECT_LE(all.size(), 66u);
        for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1], all[i]) << steps;
    }
}

TEST(SharpnessJob, MeasuresEveryStepOnceAndRests) {
    Session session(at_the_edge());
    SharpnessJob job;
    follow_to_the_end(job, session);
    EXPECT_EQ(job.part(), 1);
    const std::vector<int> steps = sharpness_steps(400);
    for (std::size_t r = 0; r < session.scenario().racers.size(); ++r) {
        const auto curve = job.of(session.revision(r));
        ASSERT_EQ(curve.size(), steps.size());
        for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(curve[i].step, steps[i]);
        EXPECT_NEAR(curve[0].hessian, job.of(session.revision(0))[0].hessian, 1e-12) << "they begin at one point";
    }
    for (int i = 0; i < 5; ++i) job.follow(session);
    EXPECT_FALSE(job.busy()) << "nothing is left to do";
}

// Numbers do not depend on how far the training was when they were asked for.
TEST(SharpnessJob, GivesTheSameBitsWhileTrainingGoesOn) {
    Session early(at_the_edge(1500)), late(at_the_edge(1500));
    late.wait();
    SharpnessJob during, after;
    EXPECT_TRUE(eventually(Seconds(60), [&] {
        during.follow(early);
        early.advance(0.01);
        return !early.running() && !during.busy();
    }, Seconds(0.001)));
    follow_to_the_end(after, late);
    for (std::size_t r = 0; r < 4; ++r) {
        const auto a = during.of(early.revision(r)), b = after.of(late.revision(r));
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].hessian, b[i].hessian) << r << ", step " << a[i].step;
            EXPECT_TRUE(a[i].effective == b[i].effective || (std::isnan(a[i].effective) && std::isnan(b[i].effective)));
        }
    }
}

TEST(SharpnessJob, MeasuresOnlyTheRacerThatChangedAgainAndNoneThatIsHidden) {
    Session session(at_the_edge());
    session.apply(HideRacer{3, true});
    SharpnessJob job;
    follow_to_the_end(job, session);
    EXPECT_TRUE(job.of(session.revision(3)).empty());
    EXPECT_EQ(job.part(), 1);
    const std::size_t measured = job.measured();
    session.apply(SetHyperparameter{1, "lr", 0.06});
    session.wait();
    job.follow(session);
    EXPECT_LT(job.measured(), measured);
    EXPECT_FALSE(job.of(session.revision(0)).empty());
    follow_to_the_end(job, session);
    EXPECT_EQ(job.measured(), measured);
    EXPECT_NEAR(job.of(session.revision(1)).back().largest(), 2 / 0.06, 1e-9);
    session.apply(HideRacer{3, false});
    follow_to_the_end(job, session);
    EXPECT_EQ(job.of(session.revision(3)).size(), sharpness_steps(400).size());
}

TEST(SharpnessView, SaysWhereTheSelectedRacerStandsAgainstItsLimit) {
    Desk desk(at_the_edge(), with_panes(beside_training));
    desk.settle();
    EXPECT_TRUE(desk.find("SHARPNESS"));
    EXPECT_TRUE(desk.find_containing("limit 2/α = 40"));
    EXPECT_TRUE(desk.find_containing("step 400"));
    desk.session().apply(Select{2});
    desk.session().apply(SetPlayhead{0});
    desk.frames(2);
    EXPECT_TRUE(desk.find_containing("limit 2/α = 14.3"));
    EXPECT_TRUE(desk.find_containing("step 0"));
    desk.session().apply(Select{3});
    desk.frames(2);
    EXPECT_TRUE(desk.find_containing("preconditioned"));
}

TEST(SharpnessView, SaysWhereNoLimitIsKnown) {
    Scenario lion = at_the_edge(60);
    lion.racers[0].optimizer = "lion";
    lion.racers[0].hyper = default_hyperparameters(*find_optimizer("lion"));
    Desk other(lion, with_panes(beside_training));
    other.settle();
    EXPECT_TRUE(other.find_containing("no limit is known for Lion"));
}

TEST(SharpnessView, ClickingMovesThePlayheadAndTheMenuChoosesWhatIsPlotted) {
    Desk desk(at_the_edge(), with_panes(beside_training));
    desk.settle();
    const Rect pane = desk.pane("sharpness");
    desk.click(static_cast<double>(pane.centre_x()), static_cast<double>(pane.centre_y()));
    EXPECT_NEAR(desk.session().playhead(), 200, 40);
    const TextLogEntry* menu = desk.find("ratio to the limit");
    ASSERT_TRUE(menu);
    desk.click(static_cast<double>(menu->rect.centre_x()), static_cast<double>(menu->rect.centre_y()));
    const TextLogEntry* item = desk.find("λmax of H");
    ASSERT_TRUE(item);
    desk.click(static_cast<double>(item->rect.centre_x()), static_cast<double>(item->rect.centre_y()));
    EXPECT_TRUE(desk.find("λmax of H"));
    EXPECT_FALSE(desk.find("ratio to the limit"));
    EXPECT_FALSE(desk.session().modified());
}

TEST(SharpnessView, ComesToRestAndStaysThere) {
    Desk desk(at_the_edge(), with_panes(beside_training));
    desk.settle();
    const int vertices = desk.vertices();
    for (int i = 0; i < 10; ++i) {
        desk.frame();
        EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));
        EXPECT_TRUE(desk.studio().settled());
    }
    EXPECT_EQ(desk.vertices(), vertices);
    EXPECT_FALSE(desk.find_containing(" %")) << "progress is shown only while there is some";
}

TEST(SharpnessView, NobodyMeasuresWhatNobodySees) {
    Desk desk(at_the_edge(), with_panes("(row 0.25 racers (column 0.5 training ~sharpness))"));
    desk.settle();
    EXPECT_FALSE(desk.find_containing("limit 2/α"));
}

// The training plot keeps its lines until something has changed.
TEST(TrainingView, DrawsTheSameLinesAgainAndNewOnesWhereTheHistoryHasGrown) {
    Desk desk(at_the_edge(), with_panes("(row 0.25 racers training)"));
    desk.settle();
    const int vertices = desk.vertices();
    desk.frames(3);
    EXPECT_EQ(desk.vertices(), vertices);
    desk.session().apply(HideRacer{0, true});
    desk.settle();
    EXPECT_NE(desk.vertices(), vertices);
    desk.session().apply(HideRacer{0, false});
    desk.settle();
    EXPECT_EQ(desk.vertices(), vertices);
    desk.session().apply(SetSteps{700});
    desk.settle();
    EXPECT_TRUE(desk.find("700"));
}

}  // namespace
}  // namespace thalweg::test
