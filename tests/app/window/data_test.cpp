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

TEST_F(DataWindow, ControlClickAddsAPointOfTwoFeaturesOnTheBestPlane) {
    const Scenario scenario = on_data("two_features", 0);
    const auto file = folder_ / "features.toml";
    ASSERT_EQ(save_scenario(scenario, file), "");
    RunningWindow& window = start({.arguments = {file.string()}});
    Desk twin(scenario);
    twin.settle();
    const app::TextLogEntry* features = twin.find("features");
    ASSERT_TRUE(features);
    const app::Rect button = features->rect;
    twin.click(static_cast<double>(button.centre_x()), static_cast<double>(button.centre_y()));
    twin.settle();
    const PlaneFit plane = twin.data_plane();
    const Point best = twin.session().problem().minima.at(0);

    window.click(button.centre_x(), button.centre_y());
    const Point corner(plane.x.value(static_cast<double>(twin.pane("data").x1) - 40), 0);
    const ImVec2 at = plane.pixel({corner.x(), plane.y.value(static_cast<double>(twin.pane("data").y0) + 80)});
    window.control_click(at.x, at.y);
    const Scenario more = window.save_as(folder_ / "more.toml");
    ASSERT_EQ(more.problem.data->size(), scenario.problem.data->size() + 1);
    const auto row = more.problem.data->row(scenario.problem.data->size());
    EXPECT_NEAR(row[0], plane.point(static_cast<double>(at.x), static_cast<double>(at.y)).x(), 2 / plane.x.slope);
    EXPECT_NEAR(row[2], best.x() * row[0] + best.y() * row[1], 1e-12);
    window.keys({"ctrl+z"});
    EXPECT_EQ(window.save_as(folder_ / "undone.toml").problem, scenario.problem);
}

}  // namespace
}  // namespace thalweg::test
