// Networks in the window, without a window: what a hand does to the laboratory, and what the pictures show.
#include <gtest/gtest.h>

#include <cmath>

#include "app/presets.hpp"
#include "app/scene/network_map.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario small_network() {
    Scenario s = find_preset("two_spirals")->scenario;
    s.steps = 60;
    return s;
}

double value_of(const Scenario& s, NetworkKey key) { return s.problem.network->at(key); }

TEST(Presets, AreReadAndRace) {
    EXPECT_GE(presets().size(), 10u);
    for (const Preset& preset : presets()) {
        EXPECT_EQ(complaint(preset.scenario), "") << preset.id;
        EXPECT_FALSE(preset.name.empty() || preset.shows.empty()) << preset.id;
        EXPECT_EQ(find_preset(preset.id), &preset);
        ASSERT_TRUE(preset.scenario.problem.network) << preset.id;
    }
}

TEST(NetworkWindow, TrainsToTheEndAndComesToRest) {
    Desk desk(small_network());
    desk.settle();
    for (std::size_t i = 0; i < desk.scenario().racers.size(); ++i) EXPECT_EQ(desk.session().rows(i), 61);
    EXPECT_EQ(desk.session().computed_part(), 1);
    EXPECT_TRUE(desk.studio().settled());
    EXPECT_TRUE(desk.find("LABORATORY"));
    EXPECT_TRUE(desk.find("GRADIENT FLOW"));
}

TEST(NetworkWindow, ASliderOfTheLaboratoryDrawsUpAnotherNetworkAsOneEntryOfUndo) {
    Desk desk(small_network());
    desk.settle();
    const auto before = desk.session().network();
    ASSERT_TRUE(before);
    const Eigen::Index parameters = before->built.problem->start.size();
    const SliderPlace depth = desk.slider("depth", 0, "laboratory", 60);
    const double at = static_cast<double>(depth.centre_y);
    desk.drag(static_cast<double>(depth.at(0.1f)), at, static_cast<double>(depth.at(0.5f)), at);
    desk.settle();
    EXPECT_GT(value_of(desk.scenario(), NetworkKey::depth), 10);
    EXPECT_GT(desk.session().network()->built.problem->start.size(), parameters);
    EXPECT_EQ(desk.session().rows(0), 61);
    desk.session().apply(Undo{});
    desk.settle();
    EXPECT_EQ(desk.scenario(), small_network());
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(NetworkWindow, AHyperparameterRunsItsOwnRacerAgainAndNoOther) {
    Desk desk(small_network());
    desk.settle();
    const std::uint64_t first = desk.session().revision(0), second = desk.session().revision(1);
    desk.session().apply(SetHyperparameter{1, "lr", 0.011});
    desk.settle();
    EXPECT_EQ(desk.session().revision(0), first);
    EXPECT_NE(desk.session().revision(1), second);
    EXPECT_EQ(desk.session().rows(1), 61);
}

TEST(NetworkWindow, ThePlayheadShowsWhatTheNetworkWasThen) {
    Desk desk(small_network());
    desk.settle();
    const NetworkRace& race = *desk.session().network();
    const auto range = input_range(race.built);
    ASSERT_TRUE(range);
    const auto outputs_at = [&](int step) {
        const auto learner = race.training.learner_at(0, step);
        EXPECT_TRUE(learner);
        return outputs_over(race.built, *range, *learner, 24);
    };
    EXPECT_EQ(outputs_at(60), outputs_at(60));
    EXPECT_NE(outputs_at(0), outputs_at(60));
}

TEST(NetworkWindow, FromASurfaceToANetworkAndBack) {
    Desk desk(on_surface("rosenbrock", {"adam", "cma_es"}));
    desk.settle();
    desk.session().apply(SetProblem{find_preset("two_spirals")->scenario.problem});
    desk.settle();
    ASSERT_TRUE(desk.session().network()) << (desk.session().message() ? desk.session().message()->text : "");
    EXPECT_EQ(desk.scenario().racers[1].optimizer, "adam") << "what cannot train a network gives way";
    desk.session().apply(Undo{});
    desk.settle();
    EXPECT_FALSE(desk.session().network());
    EXPECT_EQ(desk.scenario().racers[1].optimizer, "cma_es");
    EXPECT_EQ(desk.session().rows(0), desk.scenario().steps + 1);
}

TEST(NetworkWindow, HoveringAHeatMapMovesTheCursorOfTheWindowAndClickingThePlayhead) {
    Desk desk(small_network());
    desk.settle();
    const Rect flow = desk.pane("flow");
    const double x = static_cast<double>(flow.x0) + 60, y = static_cast<double>(flow.centre_y());
    desk.click(x, y);
    EXPECT_LT(desk.session().playhead(), 30);
    EXPECT_GT(desk.session().playhead(), 0);
}

TEST(NetworkMap, PaintsEachClassAndTheLineBetween) {
    constexpr int points = 32;
    Matrix<double> outputs(1, points * points);
    for (int i = 0; i < points * points; ++i) outputs(0, i) = 40.0 * (i % points - points / 2 + 0.5) / points;
    const auto picture = paint(LossKind::bce_with_logits, outputs, points, true);
    ASSERT_EQ(picture.size(), static_cast<std::size_t>(points * points * 4));
    const auto at = [&](int x) { return Rgb8{picture[static_cast<std::size_t>(4 * x)], picture[static_cast<std::size_t>(4 * x + 1)], picture[static_cast<std::size_t>(4 * x + 2)]}; };
    EXPECT_GT(at(0).b, at(0).r) << "blue on the left";
    EXPECT_GT(at(points - 1).r, at(points - 1).b) << "orange on the right";
    EXPECT_GT(std::min({at(points / 2).r, at(points / 2).g, at(points / 2).b}), 150) << "bright between";
}

}  // namespace
}  // namespace thalweg::test
