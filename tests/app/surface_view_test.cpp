// The 3D view and its links with the contour, without a window.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>

#include "app/widgets/number.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

DeskOptions showing(Pictures pictures) {
    DeskOptions options;
    options.settings.pictures = pictures;
    return options;
}

struct Middle { double x, y; };
Middle middle_of(const Desk& desk) {
    const Rect pane = desk.pane("surface");
    return {static_cast<double>(pane.centre_x()), static_cast<double>(pane.centre_y()) + 20};
}

// The point that the read-out over a picture shows: its first line, above any label of an isoline.
std::optional<Point> read_out(const Desk& desk, const Rect& pane) {
    std::vector<double> numbers;
    for (const TextLogEntry& e : desk.texts())
        if (e.rect.y1 < pane.y0 + 46 && pane.contains(e.rect) && e.rect.x1 < pane.x0 + 280)
            if (const auto n = parse_number(e.string)) numbers.push_back(*n);
    if (numbers.size() < 2) return std::nullopt;
    return Point(numbers[0], numbers[1]);
}

std::vector<std::string> places(const Desk& desk, const Rect& pane) {
    std::vector<std::string> all;
    for (const TextLogEntry& e : desk.texts())
        if (pane.contains(e.rect)) all.push_back(e.string + "@" + std::to_string(std::lround(e.rect.x0)) + "," + std::to_string(std::lround(e.rect.y0)));
    return all;
}

TEST(SurfaceView, KeysAndPanesAgree) {
    Desk desk;
    const auto shown = [&] { return desk.studio().settings().pictures; };
    EXPECT_EQ(shown(), Pictures::contour);
    desk.key(GLFW_KEY_3);
    EXPECT_EQ(shown(), Pictures::both);
    EXPECT_LT(desk.pane("contour").x1, desk.pane("surface").x0 + 2);
    desk.key(GLFW_KEY_2);
    EXPECT_EQ(shown(), Pictures::surface);
    desk.key(GLFW_KEY_3);
    EXPECT_EQ(shown(), Pictures::contour);
    EXPECT_EQ(desk.studio().settings().panes, "") << "the usual arrangement stays the one that suits the window";
    const TextLogEntry* button = desk.find("3D");
    ASSERT_TRUE(button);
    desk.click(static_cast<double>(button->rect.centre_x()), static_cast<double>(button->rect.centre_y()));
    EXPECT_EQ(shown(), Pictures::surface);
    EXPECT_FALSE(desk.session().can_undo()) << "what is looked at is no edit of the scenario";
}

TEST(SurfaceView, IsRememberedBetweenStarts) {
    Settings settings;
    settings.pictures = Pictures::both;
    settings.surface.exaggeration = 1.5;
    const Settings again = parse_settings(format_settings(settings));
    EXPECT_EQ(again.pictures, Pictures::both);
    EXPECT_EQ(again.surface.exaggeration, 1.5);
    EXPECT_EQ(parse_settings("pictures = four\nexaggeration = 1e9\n").pictures, Pictures::contour);
    EXPECT_LE(parse_settings("exaggeration = 1e9\n").surface.exaggeration, most_exaggeration);
}

TEST(Pictures, MovesThroughAnyTreeAndBack) {
    for (const char* text : {"contour", "(row 0.3 racers contour)", "(column 0.7 (row 0.2 racers (row 0.6 contour scope)) (row 0.5 loss readout))"}) {
        const std::vector<std::string> known{"contour", "surface", "racers", "scope", "loss", "readout"};
        const Pane before = parse_panes(text, leaf("none"), known).root;
        Pane pane = before;
        show_pictures(pane, Pictures::both);
        EXPECT_TRUE(find_pane(pane, "contour") && find_pane(pane, "surface"));
        const std::string both = format_panes(pane);
        show_pictures(pane, Pictures::both);
        EXPECT_EQ(format_panes(pane), both) << "not idempotent";
        EXPECT_EQ(format_panes(parse_panes(both, leaf("none"), known).root), both);
        show_pictures(pane, Pictures::surface);
        EXPECT_FALSE(find_pane(pane, "contour"));
        EXPECT_TRUE(find_pane(pane, "surface"));
        show_pictures(pane, Pictures::contour);
        EXPECT_EQ(format_panes(pane), format_panes(before));
    }
}

TEST(SurfaceView, AClickSetsTheStartThatTheReadOutNamed) {
    Desk desk(on_surface("himmelblau", {"adam"}), showing(Pictures::both));
    const Middle m = middle_of(desk);
    for (const auto& [dx, dy] : {std::pair(0.0, 0.0), std::pair(-40.0, -30.0), std::pair(50.0, -40.0)}) {
        desk.move(m.x + dx, m.y + dy);
        desk.frames(2);
        const auto named = read_out(desk, desk.pane("surface"));
        ASSERT_TRUE(named);
        desk.click(m.x + dx, m.y + dy);
        const Point start = desk.scenario().problem.start;
        EXPECT_LT((start - *named).norm(), 0.01 * (1 + start.norm()));
        // The handle is where the click was: pulling there moves the start, and does not turn the box.
        desk.drag(m.x + dx, m.y + dy, m.x + dx + 25, m.y + dy + 12);
        EXPECT_GT((desk.scenario().problem.start - start).norm(), 0.05);
        desk.key(GLFW_KEY_Z, true);
        EXPECT_EQ(desk.scenario().problem.start, start) << "the pull is one entry of undo";
    }
}

// What is picked in 3D is the point that the contour shows there, and the other way round.
TEST(SurfaceView, AndContourAgreeOnPoints) {
    Desk desk(on_surface("himmelblau", {"adam"}), showing(Pictures::both));
    const Middle m = middle_of(desk);
    desk.click(m.x, m.y);
    const Point start = desk.scenario().problem.start;
    const ImVec2 there = desk.plane().pixel(start);
    desk.move(static_cast<double>(there.x), static_cast<double>(there.y));
    desk.frames(2);
    const auto named = read_out(desk, desk.pane("contour").inset(52, 0));
    ASSERT_TRUE(named);
    EXPECT_LT((*named - start).norm(), 3 / desk.plane().x.slope);  // labels stand on whole pixels
}

TEST(SurfaceView, DraggingTurnsAndChangesNoScenario) {
    Desk desk(default_scenario(), showing(Pictures::surface));
    const Scenario before = desk.scenario();
    const Rect pane = desk.pane("surface");
    const auto home = places(desk, pane);
    EXPECT_GT(home.size(), 8u) << "the axes have labels";
    const Middle m = middle_of(desk);
    desk.drag(m.x + 40, m.y - 60, m.x + 140, m.y - 30);
    EXPECT_NE(places(desk, pane), home);
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_FALSE(desk.session().can_undo());
    desk.move(5, 5);
    desk.key(GLFW_KEY_R);
    desk.settle();
    EXPECT_EQ(places(desk, pane), home);
    desk.wheel(m.x, m.y, 2);
    desk.move(5, 5);
    EXPECT_NE(places(desk, pane), home);
    // A double click beside the surface does what R does.
    const double x = static_cast<double>(pane.x0) + 12, y = static_cast<double>(pane.y1) - 12;
    desk.frames(2, 0.5);
    desk.move(x, y);
    desk.press(), desk.release(), desk.press(), desk.release();
    desk.move(5, 5);
    desk.settle();
    EXPECT_EQ(places(desk, pane), home);
    EXPECT_EQ(desk.scenario(), before) << "a click beside the surface sets no start";
}

TEST(SurfaceView, RestingRebuildsNothing) {
    Desk desk(default_scenario(), showing(Pictures::both));
    SurfaceState state;
    ContourState contour;
    Edits edits;
    SharedCursor cursor;
    const auto frame = [&] {
        desk.gui().begin_frame({1280, 800}, 0.1);
        ImGui::Begin("alone", nullptr, ImGuiWindowFlags_NoDecoration);
        draw_surface_view({desk.session(), desk.gui().ui(), edits, cursor, desk.pane("surface")}, state, contour);
        ImGui::End();
        desk.gui().end_frame();
    };
    for (int i = 0; i < 200 && (i < 4 || surface_busy(state)); ++i) frame();
    const auto mesh = state.mesh;
    ASSERT_TRUE(mesh);
    EXPECT_FALSE(mesh->empty());
    for (int i = 0; i < 10; ++i) frame();
    EXPECT_EQ(state.mesh, mesh);
    EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));
    // The point under the mouse in the other picture is a cross in this one.
    const int bare = desk.vertices();
    cursor.point = Point(0.1, 0.2);
    frame();
    EXPECT_GT(desk.vertices(), bare);
    cursor.point.reset();
    frame();
    EXPECT_EQ(desk.vertices(), bare);
    contour.options.heights = HeightScale::linear;  // a new scale is a new surface, without sampling again
    const auto field = state.field;
    frame();
    EXPECT_NE(state.mesh, mesh);
    EXPECT_EQ(state.field, field);
    EXPECT_TRUE(edits.empty());
}

}  // namespace
}  // namespace thalweg::test
