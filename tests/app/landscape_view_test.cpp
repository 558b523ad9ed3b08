// The landscape of a network race in the window: what is computed when, and what a hand does to it.
#include <gtest/gtest.h>

#include <cmath>

#include "app/presets.hpp"
#include "app/views/landscape_3d_view.hpp"
#include "app/views/landscape_view.hpp"
#include "core/scenario/keys.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario small_network() {
    Scenario s = find_preset("two_spirals")->scenario;
    s.steps = 120;
    return s;
}

Settings with_landscapes() {
    Settings settings;
    settings.network_panes[0] = "(row 0.3 racers (row 0.5 landscape landscape_3d))";
    return settings;
}

// The view by itself, so that its state can be looked at.
class LandscapeView : public testing::Test {
protected:
    explicit LandscapeView(Scenario scenario = small_network()) : desk_(std::move(scenario), {.settings = with_landscapes()}) {
        desk_.settle();
        settle();
    }
    template <class Use>
    void frame(Use&& use) {
        Edits edits;
        SharedCursor cursor;
        desk_.gui().begin_frame({1280, 800}, 1.0 / 60);
        ImGui::Begin("alone", nullptr, ImGuiWindowFlags_NoDecoration);
        const ViewContext context{desk_.session(), desk_.gui().ui(), edits, cursor, desk_.pane("landscape")};
        draw_landscape_view(context, state_, options_);
        use(context);
        ImGui::End();
        desk_.gui().end_frame();
        for (const Edit& edit : edits) desk_.session().apply(edit);
    }
    void frame() {
        frame([](const ViewContext&) {});
    }
    void settle() {
        EXPECT_TRUE(eventually(Seconds(60), [&] {
            frame();
            return !landscape_busy(state_);
        }, Seconds(0.002)));
        frame();
    }
    const LandscapeResult& result() const { return state_.result; }
    const LandscapePlane& plane() const { return *state_.result.plane; }
    // Where a racer is upon the plane now.
    Point marker(std::size_t racer) {
        Point at;
        frame([&](const ViewContext& context) {
            racer_placer(context, state_, [&](const Point& p) { return at = p, PlacedPoint{}; })(racer, desk_.session().playhead());
        });
        return at;
    }

    Desk desk_;
    LandscapeState state_;
    ContourOptions options_;
};

TEST_F(LandscapeView, IsMadeCoarseToFineWithEveryPathUponIt) {
    EXPECT_EQ(result().side, finest_side);
    ASSERT_TRUE(state_.field);
    EXPECT_FALSE(state_.field->preview);
    EXPECT_EQ(result().examples, result().all_examples);
    EXPECT_GT(plane().share_u, plane().share_v);
    EXPECT_GT(plane().share_u + plane().share_v, 0.5);
    ASSERT_EQ(plane().paths.size(), 4u);
    for (const ProjectedPath& path : plane().paths) EXPECT_EQ(path.size(), 121u) << "a short run is replayed step by step";
    EXPECT_TRUE(landscape_note(state_).starts_with("axes explain")) << landscape_note(state_);
}

TEST_F(LandscapeView, TheMarkerSitsWhereTheNetworkIsAndScrubbingComputesNothing) {
    const auto before = state_.field;
    for (const int step : {0, 1, 37, 120}) {
        desk_.session().apply(SetPlayhead{static_cast<double>(step)});
        const Point at = marker(2);
        EXPECT_FALSE(landscape_busy(state_)) << "step " << step;
        const auto learner = desk_.session().network()->training.learner_at(2, step);
        const Projection exact = plane().projector(learner->theta());
        EXPECT_EQ(at.x(), exact.a);
        EXPECT_EQ(at.y(), exact.b);
    }
    EXPECT_EQ(state_.field, before);
}

TEST_F(LandscapeView, AnotherKindOfPlaneStopsTheOldOneAndIsComputed) {
    state_.kind = PlaneKind::random;
    frame();
    EXPECT_TRUE(landscape_busy(state_));
    state_.kind = PlaneKind::weights;  // before that one is done
    settle();
    EXPECT_EQ(plane().of.kind, PlaneKind::weights);
    EXPECT_EQ(result().side, finest_side);
    EXPECT_EQ(axis_names(state_)[0], "W1[0,0]");
    // The axes are the weights themselves.
    const auto learner = desk_.session().network()->training.learner_at(1, 120);
    const Point at = marker(1);
    EXPECT_DOUBLE_EQ(at.x(), learner->theta()[0]);
    EXPECT_DOUBLE_EQ(at.y(), learner->theta()[1]);
    state_.kind = PlaneKind::random;
    settle();
    EXPECT_EQ(plane().of.kind, PlaneKind::random);
    const ViewRect home = state_.view;
    const Vector<double> u = plane().projector.plane().u;
    ++state_.seed;
    settle();
    EXPECT_NE(plane().projector.plane().u, u);
    EXPECT_EQ(state_.view, home);
    // Its origin is the selected racer at the playhead, where that one is at full strength.
    EXPECT_EQ(marker(0), Point(0, 0));
}

TEST_F(LandscapeView, APlaneThroughTheSelectedRacerFollowsThePlayheadOnceItRests) {
    state_.kind = PlaneKind::random;
    settle();
    EXPECT_EQ(plane().of.row, 120);
    desk_.session().apply(SetPlayhead{0});
    desk_.session().apply(SetPlaying{true});
    desk_.session().advance(0.05);
    frame();
    EXPECT_FALSE(landscape_busy(state_));
    EXPECT_EQ(plane().of.row, 120);
    desk_.session().apply(SetPlaying{false});
    desk_.session().apply(SetPlayhead{40});
    settle();
    EXPECT_EQ(plane().of.row, 40);
}

TEST_F(LandscapeView, AnEditMakesItAnewAndAHiddenRacerLeavesIt) {
    const Vector<double> u = plane().projector.plane().u;
    desk_.session().apply(SetHyperparameter{0, "lr", 0.011});
    desk_.session().wait();
    settle();
    EXPECT_NE(plane().projector.plane().u, u);
    EXPECT_EQ(plane().of.runs[0].revision, desk_.session().revision(0));
    desk_.session().apply(HideRacer{1, true});
    settle();
    EXPECT_EQ(plane().paths[1].size(), 0u);
    EXPECT_EQ(plane().paths[2].size(), 121u);
}

TEST_F(LandscapeView, ARacerThatRunsOffLeavesTheOthersTheirScale) {
    const ViewRect before = plane().domain;
    desk_.session().apply(SetOptimizer{3, "sgd"});
    desk_.session().apply(SetHyperparameter{3, "lr", 10});
    desk_.session().apply(EndGesture{});
    desk_.session().wait();
    settle();
    EXPECT_LT(plane().domain.width(), 3 * before.width());
    EXPECT_TRUE(std::isfinite(state_.mapping.hi));
}

// Slow enough that a race which starts over has few rows when it is looked at.
Scenario drawn_digits() {
    Scenario s = find_preset("digits")->scenario;
    s.steps = 40;
    s.racers.resize(4);
    NetworkChoice few = *s.problem.network;
    few.examples.count = 100;
    s.problem.network = std::make_shared<const NetworkChoice>(std::move(few));
    return s;
}
class LandscapeOfASlowNetwork : public LandscapeView {
protected:
    LandscapeOfASlowNetwork() : LandscapeView(drawn_digits()) {}
};

TEST_F(LandscapeOfASlowNetwork, FollowsWhenRacersAreRemovedAndTheOthersStartOver) {
    ASSERT_EQ(plane().paths.size(), desk_.scenario().racers.size());
    for (int k = 0; k < 2; ++k) {
        desk_.session().apply(RemoveRacer{0});
        for (int i = 0; i < 5; ++i) frame();  // at once, while the new runs are young
    }
    desk_.session().wait();
    settle();
    EXPECT_EQ(plane().paths.size(), desk_.scenario().racers.size());
    for (const ProjectedPath& path : plane().paths) EXPECT_EQ(path.steps.back(), 40);
}

// A regression whose first racer explodes.
Scenario exploding() {
    Scenario s = find_preset("curve")->scenario;
    s.steps = 120;
    EXPECT_EQ(set_racer_key(s.racers[0], "lr", 9.0), "");
    return s;
}
class LandscapeOfADivergedRun : public LandscapeView {
protected:
    LandscapeOfADivergedRun() : LandscapeView(exploding()) {}
};

TEST_F(LandscapeOfADivergedRun, LeavesTheOthersTheirPlaneAndTheirScale) {
    ASSERT_EQ(desk_.session().ending(0), Ending::diverged);
    const ViewRect with = plane().domain;
    const Vector<double> u = plane().projector.plane().u;
    EXPECT_GT(plane().paths[0].size(), 0u);
    EXPECT_TRUE(std::isfinite(state_.mapping.hi));
    desk_.session().apply(HideRacer{0, true});
    settle();
    EXPECT_EQ(plane().domain, with);
    EXPECT_EQ(plane().projector.plane().u, u);
}

TEST(LandscapeWindow, PansZoomsAndGoesHome) {
    Desk desk(small_network(), {.settings = with_landscapes()});
    desk.settle();
    const Rect pane = desk.pane("landscape");
    const double x = static_cast<double>(pane.centre_x()), y = static_cast<double>(pane.centre_y());
    const auto labels = [&] {
        std::vector<std::string> all;
        for (const TextLogEntry& entry : desk.texts())
            if (pane.contains(entry.rect)) all.push_back(entry.string);
        return all;
    };
    EXPECT_TRUE(desk.find("LANDSCAPE"));
    EXPECT_TRUE(desk.find("LANDSCAPE IN 3D"));
    const auto home = labels();
    desk.drag(x, y, x + 60, y + 40);
    desk.settle();
    const auto panned = labels();
    EXPECT_NE(panned, home);
    desk.wheel(x, y, 4);
    desk.settle();
    EXPECT_NE(labels(), panned);
    EXPECT_EQ(desk.scenario(), small_network());
    desk.key('R');
    desk.move(2, 2);
    desk.settle();
    EXPECT_EQ(labels(), home);
}

TEST(LandscapeWindow, HoveringShowsTheLossThereAndItsHeadingChoosesThePlane) {
    Desk desk(small_network(), {.settings = with_landscapes()});
    desk.settle();
    const Rect pane = desk.pane("landscape");
    desk.move(static_cast<double>(pane.centre_x()), static_cast<double>(pane.centre_y()));
    EXPECT_TRUE(desk.find("loss"));
    EXPECT_TRUE(desk.find("a"));
    const TextLogEntry* kind = desk.find("PCA of all runs");
    ASSERT_TRUE(kind);
    desk.click(static_cast<double>(kind->rect.centre_x()), static_cast<double>(kind->rect.centre_y()));
    const TextLogEntry* weights = desk.find("Two weights");
    ASSERT_TRUE(weights);
    desk.click(static_cast<double>(weights->rect.centre_x()), static_cast<double>(weights->rect.centre_y()));
    desk.settle();
    EXPECT_TRUE(desk.find("W1[0,0]"));
    EXPECT_TRUE(desk.find_containing("through the selected racer at step 120"));
}

TEST(LandscapeWindow, AtRestAsksForNoFrames) {
    Desk desk(small_network(), {.settings = with_landscapes()});
    desk.settle();
    const int vertices = desk.vertices();
    for (int i = 0; i < 6; ++i) {
        desk.frame(i == 3 ? 30.0 : 1.0 / 60);
        EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));
        EXPECT_TRUE(desk.studio().settled());
    }
    EXPECT_EQ(desk.vertices(), vertices);
    const Rect surface = desk.pane("landscape_3d");
    desk.drag(static_cast<double>(surface.centre_x()), static_cast<double>(surface.centre_y()), static_cast<double>(surface.centre_x()) + 80, static_cast<double>(surface.centre_y()) - 30);
    desk.settle();
    EXPECT_NE(desk.vertices(), 0);
    EXPECT_EQ(desk.scenario(), small_network());
}

}  // namespace
}  // namespace thalweg::test
