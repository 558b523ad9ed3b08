// Networks in the real window: they train while it stays awake, and a slider of the laboratory draws up another one.
#include "app/presets.hpp"
#include "app/scene/network_map.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/screen.hpp"

namespace thalweg::test {
namespace {

class NetworkWindow : public WindowTest {};

TEST_F(NetworkWindow, TrainsShowsItsMapsAndFollowsTheSliderOfTheDepth) {
    Scenario scenario = app::find_preset("two_spirals")->scenario;
    scenario.steps = 1500;
    const auto file = folder_ / "spirals.toml";
    ASSERT_EQ(save_scenario(scenario, file), "");
    RunningWindow& window = start({.arguments = {file.string()}});
    window.move(5, 5);
    const Image trained = window.still_screenshot();

    Desk twin(scenario);
    twin.settle();
    // Two classes in their colours, and colours of the heat maps, which a blank pane has not.
    const app::Rect maps = twin.pane("maps").inset(20, 40), flow = twin.pane("flow").inset(20, 40);
    const app::Rgb8 blue = app::class_colour(0, true), orange = app::class_colour(1, true);
    EXPECT_GT(trained.close_to({blue.r, blue.g, blue.b}, 24, maps), 1000u);
    EXPECT_GT(trained.close_to({orange.r, orange.g, orange.b}, 24, maps), 1000u);
    EXPECT_GT(trained.distinct_colours(flow), 60u);

    const SliderPlace depth = twin.slider("depth", 0, "laboratory", 72);
    window.drag({depth.at(0.1f), depth.centre_y}, {depth.at(0.6f), depth.centre_y});
    window.move(5, 5);
    const Image deeper = window.still_screenshot();
    EXPECT_GT(differing(trained, deeper, flow, 16), 10'000u) << "more rows";
    const Scenario now = window.save_as(folder_ / "deeper.toml");
    ASSERT_TRUE(now.problem.network);
    EXPECT_GT(now.problem.network->at(NetworkKey::depth), 15);

    window.keys({"ctrl+z"});
    EXPECT_EQ(window.save_as(folder_ / "undone.toml"), scenario);
}

TEST_F(NetworkWindow, WhatWasOpenIsThereAgainAfterAKill) {
    RunningWindow& window = start({.arguments = {"two_spirals"}, .wait_for_rest = false});
    Desk twin(app::find_preset("two_spirals")->scenario);
    const SliderPlace depth = twin.slider("depth", 0, "laboratory", 72);
    window.drag({depth.at(0.1f), depth.centre_y}, {depth.at(0.3f), depth.centre_y});
    window.move(5, 5);
    const Scenario before = window.save_as(folder_ / "before.toml");
    EXPECT_NE(before, app::find_preset("two_spirals")->scenario);
    window.process().kill();
    ASSERT_TRUE(window.process().wait(patience));
    RunningWindow& again = start({.settings = "", .wait_for_rest = false});
    EXPECT_EQ(again.save_as(folder_ / "after.toml"), before);
    again.keys({"ctrl+z"});
    EXPECT_EQ(again.save_as(folder_ / "undone.toml"), app::find_preset("two_spirals")->scenario) << "undo outlives it, too";
}

TEST_F(NetworkWindow, OpensAPresetByItsName) {
    RunningWindow& window = start({.arguments = {"curve"}});
    EXPECT_EQ(window.save_as(folder_ / "saved.toml"), app::find_preset("curve")->scenario);
}

}  // namespace
}  // namespace thalweg::test
