// A hand upon the data of a regression, in the real window.
#include "app/shell/theme.hpp"
#include "app/views/data_plot.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/screen.hpp"

namespace thalweg::test {
namespace {

class DataWindow : public WindowTest {};

TEST_F(DataWindow, DraggingAPointMovesTheSurfaceAndUndoBringsItBack) {
    Scenario scenario = on_data("four_points", 0);
    const auto file = folder_ / "points.toml";
    ASSERT_EQ(save_scenario(scenario, file), "");
    RunningWindow& window = start({.arguments = {file.string()}});
    window.move(5, 5);
    const Image before = window.still_screenshot();

    Desk twin(scenario);
    twin.settle();
    const PlaneFit data = twin.data_plane();
    const app::Rect contour = twin.pane("contour").inset(90, 60);
    window.drag(data.pixel({4, 5}), data.pixel({4, 2.2}));
    window.move(5, 5);
    const Image after = window.still_screenshot();
    EXPECT_GT(differing(before, after, contour, 16), 20'000u) << "another surface";
    const Scenario moved = window.save_as(folder_ / "moved.toml");
    EXPECT_TRUE(moved.problem.data_source.empty());
    ASSERT_EQ(moved.problem.data->size(), 4u);
    EXPECT_NEAR(moved.problem.data->row(3)[0], 4, 0.05);
    EXPECT_NEAR(moved.problem.data->row(3)[1], 2.2, 0.05);
    EXPECT_EQ(moved.problem.data->row(0)[1], 2);

    window.keys({"ctrl+z"});
    window.move(5, 5);
    const Image restored = window.still_screenshot();
    EXPECT_LT(differing(before, restored, contour, 16), 400u);
    EXPECT_EQ(window.save_as(folder_ / "undone.toml").problem, scenario.problem);
}

}  // namespace
}  // namespace thalweg::test
