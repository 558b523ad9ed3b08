// The pane of a regression's data: what it shows, and what a hand does to the points.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>

#include "app/views/data_pane.hpp"
#include "app/views/data_plot.hpp"
#include "app/widgets/number.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/core/png_writer.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario on_points(std::string_view id) {
    Scenario scenario = on_surface("booth", {"adam", "sgd"});
    scenario.problem = default_problem(find_dataset(id), std::string(id));
    return scenario;
}

const std::vector<double>& values(Desk& desk) { return desk.scenario().problem.data->values; }

TEST(DataPane, IsThereForARegressionAlone) {
    Desk desk(on_surface("booth", {"adam"}));
    EXPECT_FALSE(desk.find("DATA"));
    desk.session().apply(SetProblem{default_problem(find_dataset("noisy_line"), "noisy_line")});
    desk.settle();
    EXPECT_TRUE(desk.find("DATA"));
    EXPECT_TRUE(desk.find("100 points, squared"));
    EXPECT_GE(desk.pane("contour").width(), 640);
    desk.key(GLFW_KEY_Z, true);
    desk.settle();
    EXPECT_FALSE(desk.find("DATA"));
}

TEST(DataPane, FindsItsPlaceInEveryArrangement) {
    for (const Pictures pictures : {Pictures::contour, Pictures::surface, Pictures::both})
        for (const float width : {1024.0f, 1280.0f, 1920.0f}) {
            const Pane before = default_panes(width, 800, pictures);
            Pane panes = before;
            show_data(panes, true);
            ASSERT_TRUE(find_pane(panes, "data"));
            Pane again = panes;
            show_data(again, true);
            EXPECT_EQ(again, panes);
            show_data(again, false);
            EXPECT_EQ(again, before);
        }
}

TEST(DataView, DraggingAPointMovesTheSurfaceAsOneGesture) {
    Desk desk(on_points("four_points"));
    desk.settle();
    const Scenario before = desk.scenario();
    const Point minimum = desk.session().problem().minima.at(0);
    const PlaneFit data = desk.data_plane(), contour = desk.plane();
    const ImVec2 from = data.pixel({3, 4}), to = data.pixel({2.2, 4.8});
    desk.drag(static_cast<double>(from.x), static_cast<double>(from.y), static_cast<double>(to.x), static_cast<double>(to.y), 10);
    EXPECT_NEAR(values(desk)[4], 2.2, 2 / data.x.slope);
    EXPECT_NEAR(values(desk)[5], 4.8, 2 / -data.y.slope);
    EXPECT_EQ(values(desk)[0], 1);
    EXPECT_TRUE(desk.scenario().problem.data_source.empty());
    EXPECT_GT((desk.session().problem().minima.at(0) - minimum).norm(), 0.05);
    EXPECT_NEAR(desk.plane().x.slope, contour.x.slope, 1e-3 * contour.x.slope) << "the contour keeps its view";
    EXPECT_NEAR(desk.plane().x.offset, contour.x.offset, 1);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_FALSE(desk.session().can_undo());
    EXPECT_EQ(desk.session().problem().minima.at(0), minimum);
    desk.key(GLFW_KEY_Y, true);
    EXPECT_NEAR(values(desk)[4], 2.2, 2 / data.x.slope);
}

TEST(DataView, TheSurfaceFollowsWhileTheHandMoves) {
    Desk desk(on_points("four_points"));
    desk.settle();
    const PlaneFit data = desk.data_plane();
    const ImVec2 from = data.pixel({4, 5}), to = data.pixel({4, 3});
    desk.frames(2, 0.4);
    desk.move(static_cast<double>(from.x), static_cast<double>(from.y));
    desk.press();
    double last = desk.session().problem().minima.at(0).x();
    for (int i = 1; i <= 5; ++i) {
        desk.move(static_cast<double>(from.x), static_cast<double>(from.y + (to.y - from.y) * static_cast<float>(i) / 5));
        desk.frames(2);
        EXPECT_LT(desk.session().problem().minima.at(0).x(), last - 0.05) << "the slope falls with the last point";
        last = desk.session().problem().minima.at(0).x();
    }
    desk.release();
    desk.frames(2);
}

TEST(DataView, CtrlClickAddsAndARightClickRemoves) {
    Desk desk(on_points("four_points"));
    desk.settle();
    const PlaneFit data = desk.data_plane();
    const ImVec2 fresh = data.pixel({3.4, 2.6});
    desk.hold(GLFW_KEY_LEFT_CONTROL, true);
    desk.click(static_cast<double>(fresh.x), static_cast<double>(fresh.y));
    desk.hold(GLFW_KEY_LEFT_CONTROL, false);
    ASSERT_EQ(values(desk).size(), 10u);
    EXPECT_NEAR(values(desk)[8], 3.4, 2 / data.x.slope);
    EXPECT_NEAR(values(desk)[9], 2.6, 2 / -data.y.slope);
    for (std::size_t left = 4; left >= 2; --left) {
        desk.settle();
        const ImVec2 first = desk.data_plane().pixel({values(desk)[0], values(desk)[1]});
        desk.click(static_cast<double>(first.x), static_cast<double>(first.y), 1);
        ASSERT_EQ(desk.scenario().problem.data->size(), left);
    }
    EXPECT_EQ(values(desk)[0], 4) << "the first three went";
    desk.settle();
    const ImVec2 last = desk.data_plane().pixel({values(desk)[0], values(desk)[1]});
    desk.click(static_cast<double>(last.x), static_cast<double>(last.y), 1);
    EXPECT_EQ(desk.scenario().problem.data->size(), 2u);
    ASSERT_TRUE(desk.session().message());
    EXPECT_EQ(desk.session().message()->text, "A regression needs at least 2 points");
}

TEST(DataView, ADragBesideThePointsPansAndChangesNothing) {
    Desk desk(on_points("four_points"));
    desk.settle();
    const PlaneFit before = desk.data_plane();
    desk.wheel(static_cast<double>(before.pixel({2, 4}).x), static_cast<double>(before.pixel({2, 4}).y), 4);  // else there is nothing to pan to
    desk.settle();
    EXPECT_GT(desk.data_plane().x.slope, 1.5 * before.x.slope);
    EXPECT_EQ(desk.scenario(), on_points("four_points"));
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(DataView, LabelsSnapToTheirClasses) {
    const auto data = find_dataset("two_classes");
    EXPECT_EQ(data_plot(*data, Loss::logistic), DataPlot::curve);
    EXPECT_EQ(moved_row(DataPlot::curve, data->row(0), {0.3, 0.6})[1], 1);
    EXPECT_EQ(moved_row(DataPlot::curve, data->row(0), {0.3, -4})[1], 0);
    EXPECT_EQ((*new_row(DataPlot::plane, {1, 2}, 0)), (DataRow{1, 2, 0}));
    EXPECT_EQ((*new_row(DataPlot::plane, {1, 2}, 1)), (DataRow{1, 2, 1}));
    EXPECT_FALSE(new_row(DataPlot::prediction, {1, 2}, 1));
    Desk desk(on_points("two_classes"));
    desk.settle();
    const PlaneFit plane = desk.data_plane();
    const Point first = place_of(DataPlot::curve, data->row(0));
    const ImVec2 from = plane.pixel(first), to = plane.pixel({first.x(), 1 - first.y()});
    desk.drag(static_cast<double>(from.x), static_cast<double>(from.y), static_cast<double>(to.x), static_cast<double>(to.y));
    // Where points lie close together the nearest one moves; its label is the other one now.
    int changed = 0;
    for (std::size_t i = 0; i < data->size(); ++i) changed += data->row(i)[1] != desk.scenario().problem.data->row(i)[1];
    EXPECT_EQ(changed, 1);
    EXPECT_EQ(complaint(desk.scenario()), "");
}

TEST(DataView, PredictionsOfTwoFeaturesMoveTheirTarget) {
    Desk desk(on_points("two_features"));
    desk.settle();
    EXPECT_TRUE(desk.find("prediction"));
    const PlaneFit plane = desk.data_plane();
    const double y = values(desk)[5];
    const ImVec2 from = plane.pixel({y, y}), to = plane.pixel({y + 1, y + 1});
    desk.drag(static_cast<double>(from.x), static_cast<double>(from.y), static_cast<double>(to.x), static_cast<double>(to.y));
    EXPECT_NEAR(values(desk)[5], y + 1, 2 / plane.x.slope);
    EXPECT_EQ(values(desk)[3], find_dataset("two_features")->values[3]) << "inputs stay";
}

// Switched to the features, a point can be added: it gets the target that the best plane has there.
TEST(DataView, PointsOfTwoFeaturesAreAddedOnTheBestPlane) {
    Desk desk(on_points("two_features"));
    desk.settle();
    const Scenario before = desk.scenario();
    const Point best = desk.session().problem().minima.at(0);
    const TextLogEntry* features = desk.find("features");
    ASSERT_TRUE(features);
    desk.click(static_cast<double>(features->rect.centre_x()), static_cast<double>(features->rect.centre_y()));
    desk.settle();
    const PlaneFit plane = desk.data_plane();
    const Point place(3.6, 2.4);  // away from the points, which lie on x₂ = x₁ + 1
    const ImVec2 at = plane.pixel(place);
    desk.move(static_cast<double>(at.x), static_cast<double>(at.y));
    desk.frames(2);
    const TextLogEntry* note = desk.find_containing("new: y = ");
    ASSERT_TRUE(note);
    EXPECT_NE(note->string.find("best plane"), std::string::npos) << note->string;
    desk.hold(GLFW_KEY_LEFT_CONTROL, true);
    desk.click(static_cast<double>(at.x), static_cast<double>(at.y));
    desk.hold(GLFW_KEY_LEFT_CONTROL, false);
    ASSERT_EQ(desk.scenario().problem.data->size(), before.problem.data->size() + 1);
    const auto row = desk.scenario().problem.data->row(before.problem.data->size());
    EXPECT_NEAR(row[0], place.x(), 2 / plane.x.slope);
    EXPECT_NEAR(row[1], place.y(), 2 / -plane.y.slope);
    EXPECT_NEAR(row[2], best.x() * row[0] + best.y() * row[1], 1e-12);
    desk.settle();
    EXPECT_LE((desk.session().problem().minima.at(0) - best).norm(), 1e-9) << "what lies on the best plane does not move it";
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(DataView, WithoutABestPlaneANewPointTakesTheTargetOfTheNearest) {
    Problem problem;
    problem.data = std::make_shared<const Dataset>(Dataset{.name = "some", .features = 2, .values = {0, 0, 5, 1, 1, 7, 2, 2, 9}});
    EXPECT_EQ(usual_target(problem, {0.8, 1.1}).value, 7);
    EXPECT_FALSE(usual_target(problem, {0.8, 1.1}).of_plane);
    problem.minima = {{2, -1}};
    EXPECT_EQ(usual_target(problem, {3, 4}).value, 2);
    EXPECT_TRUE(usual_target(problem, {3, 4}).of_plane);
}

TEST(DataView, FeaturesAreDraggedWithTheirTarget) {
    Desk desk(on_points("two_features"));
    desk.settle();
    const TextLogEntry* features = desk.find("features");
    ASSERT_TRUE(features);
    desk.click(static_cast<double>(features->rect.centre_x()), static_cast<double>(features->rect.centre_y()));
    desk.settle();
    const PlaneFit plane = desk.data_plane();
    const std::vector<double> before = values(desk);
    const Point first(before[0], before[1]);
    const ImVec2 from = plane.pixel(first), to = plane.pixel(first + Point(0.5, -0.4));
    desk.drag(static_cast<double>(from.x), static_cast<double>(from.y), static_cast<double>(to.x), static_cast<double>(to.y));
    std::size_t moved = 0;
    while (moved < before.size() && values(desk)[moved] == before[moved]) ++moved;
    ASSERT_EQ(moved % 3, 0u) << "x₁ of some point";
    EXPECT_NEAR(values(desk)[moved], before[moved] + 0.5, 3 / plane.x.slope);
    EXPECT_NEAR(values(desk)[moved + 1], before[moved + 1] - 0.4, 3 / -plane.y.slope);
    EXPECT_EQ(values(desk)[moved + 2], before[moved + 2]);
}

TEST(DataView, LinesAreWhatTheWeightsSay) {
    const Axis x{.lo = -2, .hi = 3}, y{.lo = -5, .hi = 5};
    const ModelLine line = model_line(DataPlot::line, {2, -1}, x, y);
    EXPECT_EQ(line.x, (std::vector<double>{-2, 3}));
    EXPECT_EQ(line.y, (std::vector<double>{-5, 5}));
    const ModelLine curve = model_line(DataPlot::curve, {2, -1}, x, y);
    for (std::size_t i = 0; i < curve.x.size(); ++i) EXPECT_NEAR(std::log(curve.y[i] / (1 - curve.y[i])), 2 * curve.x[i] - 1, 1e-9);
    const ModelLine boundary = model_line(DataPlot::plane, {2, -1}, x, y);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(2 * boundary.x[i] - boundary.y[i], 0, 1e-12);
    EXPECT_LT(boundary.x[0], boundary.x[1]);
    EXPECT_TRUE(model_line(DataPlot::plane, {0, 0}, x, y).x.empty());
    const ModelLine level = model_line(DataPlot::features, {2, -1}, x, y, 3);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(2 * level.x[i] - level.y[i], 3, 1e-12);
    EXPECT_LT(level.x[0], x.lo);
    EXPECT_GT(level.x[1], x.hi);
}

TEST(ProblemCard, PicksTheLossAndItsParametersOfARegression) {
    Desk desk(on_points("noisy_line"), {.height = 1200});
    desk.settle();
    const auto click_on = [&](const TextLogEntry* entry) {
        ASSERT_TRUE(entry);
        desk.click(static_cast<double>(entry->rect.centre_x()), static_cast<double>(entry->rect.centre_y()));
        desk.frames(2);
    };
    EXPECT_FALSE(desk.find("δ"));
    click_on(desk.find("squared"));
    click_on(desk.find("huber"));
    EXPECT_EQ(desk.scenario().problem.loss, Loss::huber);
    ASSERT_TRUE(desk.find("δ"));
    const SliderPlace delta = desk.slider("δ");
    desk.drag(static_cast<double>(delta.at(0.5)), static_cast<double>(delta.centre_y), static_cast<double>(delta.at(0.2)), static_cast<double>(delta.centre_y));
    EXPECT_LT(desk.scenario().problem.parameters[0], 0.5);
    click_on(desk.find("huber"));
    click_on(desk.find("logistic"));
    EXPECT_EQ(desk.scenario().problem.loss, Loss::huber);
    ASSERT_TRUE(desk.session().message());
    EXPECT_NE(desk.session().message()->text.find("needs the labels 0 and 1"), std::string::npos);
    desk.key(GLFW_KEY_Z, true);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), on_points("noisy_line"));
}

TEST(Session, OpensAPictureAndKeepsItThroughSaveAndUndo) {
    const TemporaryFolder folder;
    PngWriter::write(folder / "hill.png", PngWriter::grey(8, 6, std::vector<std::uint16_t>{0, 9, 8, 7, 6, 5, 4, 3, 2, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150,
                                                                                           160, 170, 180, 190, 200, 210, 220, 230, 240, 250, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}));
    Session session(on_surface("booth", {"adam"}));
    session.apply(OpenFile{folder / "hill.png"});
    ASSERT_TRUE(session.scenario().problem.image);
    EXPECT_EQ(session.problem().name, "hill.png");
    EXPECT_EQ(session.scenario().racers.size(), 1u);
    session.apply(SaveFile{folder / "race.toml"});
    EXPECT_NE(read_file(folder / "race.toml").find("image = \"hill.png\""), std::string::npos);
    Session other;
    other.apply(OpenFile{folder / "race.toml"});
    EXPECT_EQ(other.scenario(), session.scenario());
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), on_surface("booth", {"adam"}));
    session.apply(OpenFile{folder / "none.png"});
    ASSERT_TRUE(session.message());
    EXPECT_NE(session.message()->text.find("expected a PNG image"), std::string::npos);
    EXPECT_EQ(session.scenario(), on_surface("booth", {"adam"}));
}

}  // namespace
}  // namespace thalweg::test
