// A window that nobody touches costs nothing and changes nothing.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>

#include "app/presets.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

struct Case {
    const char* name;
    Scenario (*make)();
};
constexpr std::array cases{
    Case{"Default", [] { return default_scenario(); }},
    Case{"Nobody", [] { return on_surface("himmelblau", {}); }},
    Case{"TwelveRacers", crowded},
    Case{"LongNames", with_long_names},
    Case{"Minibatches", [] { return on_data(dataset_catalogue()[0].id, 4); }},
    Case{"Diverging", diverging},
    Case{"Network", [] { return find_preset("recurrent_cell")->scenario; }},
    Case{"ManySteps", [] { return on_surface("ackley", {"adam", "sgd"}, 200'000); }},
};

std::vector<std::uint64_t> revisions(const Session& session) {
    std::vector<std::uint64_t> all;
    for (std::size_t i = 0; i < session.race().size(); ++i) all.push_back(session.race().revision(i));
    return all;
}

std::vector<std::string> strings(Desk& desk) {
    std::vector<std::string> all;
    for (const TextLogEntry& entry : desk.texts()) all.push_back(entry.string);
    return all;
}

class Idle : public testing::TestWithParam<Case> {};

TEST_P(Idle, FramesChangeNothingAndAskForNoMore) {
    Desk desk(GetParam().make());
    const Scenario before = desk.scenario();
    const auto runs = revisions(desk.session());
    const double playhead = desk.session().playhead();
    const int vertices = desk.vertices();
    const auto texts = strings(desk);
    for (int i = 0; i < 10; ++i) {
        desk.frame(i == 5 ? 30.0 : 1.0 / 60);
        EXPECT_TRUE(std::isinf(desk.gui().wanted_within())) << "frame " << i << " asks for another one";
        EXPECT_TRUE(desk.studio().settled());
    }
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_EQ(revisions(desk.session()), runs);
    EXPECT_EQ(desk.session().playhead(), playhead);
    EXPECT_FALSE(desk.session().playing());
    EXPECT_FALSE(desk.session().can_undo());
    EXPECT_FALSE(desk.session().modified());
    EXPECT_EQ(desk.vertices(), vertices);
    EXPECT_EQ(strings(desk), texts);
}

TEST_P(Idle, NoViewEmitsAnEdit) {
    Settings both;
    both.pictures = Pictures::both;
    Desk desk(GetParam().make(), {.settings = both});
    ViewStates states;
    for (int i = 0; i < 6; ++i)
        for (const ViewEntry& view : view_list()) {
            if (!desk.shows(view.id)) continue;
            Edits edits;
            SharedCursor cursor;
            desk.gui().begin_frame({1280, 800}, 1.0 / 60);
            ImGui::Begin("alone", nullptr, ImGuiWindowFlags_NoDecoration);
            ImGui::PushID(view.id.data(), view.id.data() + view.id.size());
            view.draw({desk.session(), desk.gui().ui(), edits, cursor, desk.pane(view.id)}, states);
            ImGui::PopID();
            ImGui::End();
            desk.gui().end_frame();
            EXPECT_TRUE(edits.empty()) << view.id;
            EXPECT_FALSE(cursor.next) << view.id;
        }
}

// Resting anywhere is idle too, once tooltips are up.
TEST_P(Idle, AMouseAtRestAsksForNoFrames) {
    Desk desk(GetParam().make());
    const Scenario before = desk.scenario();
    for (double y = 10; y < 800; y += 79)
        for (double x = 15; x < 1280; x += 97) {
            desk.move(x, y);
            desk.frames(4, 0.5);
            EXPECT_TRUE(std::isinf(desk.gui().wanted_within())) << "at " << x << ", " << y;
        }
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_FALSE(desk.session().can_undo());
}

INSTANTIATE_TEST_SUITE_P(All, Idle, testing::ValuesIn(cases), [](const auto& p) { return std::string(p.param.name); });

TEST(Window, TooSmallToShowAnythingClicksNothing) {
    Desk desk;
    const Scenario before = desk.scenario();
    for (const auto& [width, height] : {std::pair(1, 1), std::pair(40, 40), std::pair(300, 60), std::pair(60, 300), std::pair(200, 150)}) {
        desk.resize(width, height);
        desk.frames(4);
    }
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_EQ(desk.session().playhead(), before.steps);
    EXPECT_FALSE(desk.session().playing());
    EXPECT_TRUE(desk.studio().settings().dark);
    EXPECT_EQ(desk.studio().settings().panes, "");
}

// Playing does ask, by being animated, and stops at the end.
TEST(Window, PlaysToTheEndAndRests) {
    Desk desk;
    desk.session().apply(SetPlaying{true});
    EXPECT_TRUE(desk.studio().animating());
    double last = -1;
    for (int i = 0; i < 200 && desk.studio().animating(); ++i) {
        desk.frame(0.5);
        EXPECT_GE(desk.session().playhead(), last);
        last = desk.session().playhead();
    }
    EXPECT_FALSE(desk.studio().animating());
    EXPECT_EQ(last, desk.scenario().steps);
    desk.frames(3);
    EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));
}

TEST(Window, PlayingDoesNotBeginWithTheTimeBefore) {
    Desk desk;
    desk.settle();
    desk.session().apply(SetPlayhead{0});
    desk.frame();
    const KeyPress space{GLFW_KEY_SPACE, false, false, false, false, false};
    constexpr double reading = 30;  // the first frame after half a minute in which nothing moved
    desk.gui().begin_frame({1280, 800}, reading);
    desk.studio().frame(desk.gui().ui(), desk.window(), {&space, 1}, reading);
    desk.gui().end_frame();
    EXPECT_TRUE(desk.session().playing());
    EXPECT_EQ(desk.session().playhead(), 0);
    desk.frames(6);
    EXPECT_GT(desk.session().playhead(), 0);
    EXPECT_LT(desk.session().playhead(), 10);
}

TEST(Window, AMouseThatRestsDoesNotHoldTheNumbersWhileItPlays) {
    Desk desk;
    desk.settle();
    desk.session().apply(SetPlayhead{0});
    const Rect loss = desk.pane("loss");
    desk.move(static_cast<double>(loss.centre_x()), static_cast<double>(loss.centre_y()));
    desk.frames(2);
    const auto shown = [&] {
        for (const TextLogEntry& entry : desk.texts())
            if (entry.string.starts_with("step ") && entry.string.find('/') == std::string::npos) return entry.string;
        return std::string();
    };
    const std::string hovered = shown();
    EXPECT_NE(hovered, "step 0") << "the step under the mouse";
    desk.session().apply(SetPlaying{true});
    desk.frames(4);
    EXPECT_EQ(shown(), hovered) << "a hand that has just come to rest";
    desk.frames(60);
    EXPECT_NE(shown(), hovered);
    desk.move(static_cast<double>(loss.centre_x()) + 1, static_cast<double>(loss.centre_y()));
    desk.frames(2);
    EXPECT_NE(shown(), "step " + std::to_string(static_cast<int>(desk.session().playhead()))) << "it moves again";
}

TEST(Window, SaysGoodNewsForAWhileAndBadNewsUntilToldToStop) {
    Desk desk;
    desk.studio().say("All is well");
    desk.frames(2);
    EXPECT_TRUE(desk.find("All is well"));
    EXPECT_LT(desk.gui().wanted_within(), 6);
    desk.frame(3);
    EXPECT_TRUE(desk.find("All is well"));
    desk.frames(3, 3);
    EXPECT_FALSE(desk.find("All is well"));
    EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));

    desk.studio().say("It is not", true);
    desk.frames(20, 60);
    EXPECT_TRUE(desk.find("It is not"));
    EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));
    desk.key(256);  // Escape
    EXPECT_FALSE(desk.find("It is not"));
}

}  // namespace
}  // namespace thalweg::test
