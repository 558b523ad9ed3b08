// The mouse and the keyboard upon the whole window, without a window.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

double hyper(Desk& desk, std::size_t racer, std::size_t i) { return desk.scenario().racers[racer].hyper[i]; }

TEST(Contour, AxesSayWhereThingsAre) {
    Desk desk;
    const PlaneFit plane = desk.plane();
    EXPECT_GE(plane.x.labels, 3);
    EXPECT_GE(plane.y.labels, 3);
    EXPECT_GT(plane.x.slope, 0);
    EXPECT_LT(plane.y.slope, 0);
    EXPECT_NEAR(plane.x.slope, -plane.y.slope, 0.02 * plane.x.slope);  // equal units
}

TEST(Contour, AClickMovesTheStartThere) {
    Desk desk;
    const PlaneFit plane = desk.plane();
    for (const Point& wanted : {Point(0.5, 2.5), Point(-1.5, -0.5), Point(1.0, 1.0)}) {
        const ImVec2 at = plane.pixel(wanted);
        desk.click(static_cast<double>(at.x), static_cast<double>(at.y));
        EXPECT_NEAR(desk.scenario().problem.start.x(), wanted.x(), 2 / plane.x.slope);
        EXPECT_NEAR(desk.scenario().problem.start.y(), wanted.y(), 2 / plane.x.slope);
    }
    for (int i = 0; i < 3; ++i) desk.key(GLFW_KEY_Z, true);  // each click is one entry
    EXPECT_EQ(desk.scenario(), default_scenario());
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(Contour, DraggingTheStartIsOneGesture) {
    Desk desk;
    const PlaneFit plane = desk.plane();
    const ImVec2 from = plane.pixel(desk.scenario().problem.start), to = plane.pixel({1.5, 2.5});
    desk.drag(static_cast<double>(from.x), static_cast<double>(from.y), static_cast<double>(to.x), static_cast<double>(to.y), 20);
    EXPECT_NEAR(desk.scenario().problem.start.x(), 1.5, 2 / plane.x.slope);
    EXPECT_NEAR(desk.scenario().problem.start.y(), 2.5, 2 / plane.x.slope);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), default_scenario());
}

TEST(Contour, DraggingElsewherePansAndChangesNoScenario) {
    Desk desk;
    const PlaneFit before = desk.plane();
    const ImVec2 from = before.pixel({0.5, 2.5});
    const Point held = before.point(static_cast<double>(from.x), static_cast<double>(from.y));
    desk.drag(static_cast<double>(from.x), static_cast<double>(from.y), static_cast<double>(from.x) + 120, static_cast<double>(from.y) + 80, 12);
    desk.settle();
    const PlaneFit after = desk.plane();
    EXPECT_NEAR(after.x.pixel(held.x()), static_cast<double>(from.x) + 120, 1.5);
    EXPECT_NEAR(after.y.pixel(held.y()), static_cast<double>(from.y) + 80, 1.5);
    EXPECT_EQ(desk.scenario(), default_scenario());
    EXPECT_FALSE(desk.session().can_undo());
    desk.key(GLFW_KEY_R);
    desk.settle();
    EXPECT_NEAR(desk.plane().x.offset, before.x.offset, 0.5);
}

TEST(Contour, TheWheelKeepsThePointUnderTheCursor) {
    Desk desk;
    const PlaneFit before = desk.plane();
    const Point centre(1.0, 0.5);
    const ImVec2 at = before.pixel(centre);
    for (const double notches : {4.0, -7.0, 3.0}) {
        const double slope = desk.plane().x.slope;
        desk.wheel(static_cast<double>(at.x), static_cast<double>(at.y), notches);
        desk.settle();
        const PlaneFit now = desk.plane();
        EXPECT_NEAR(now.x.slope / slope, std::pow(1.2, notches), 0.03 * std::pow(1.2, notches));
        EXPECT_NEAR(now.x.pixel(centre.x()), static_cast<double>(at.x), 2);
        EXPECT_NEAR(now.y.pixel(centre.y()), static_cast<double>(at.y), 2);
    }
    EXPECT_EQ(desk.scenario(), default_scenario());
}

TEST(Sliders, ADragChangesOneHyperparameterAsOneEntry) {
    Desk desk;
    const Scenario before = desk.scenario();
    const SliderPlace lr = desk.slider("α");
    const auto revisions = [&] {
        std::vector<std::uint64_t> all;
        for (std::size_t i = 0; i < desk.session().race().size(); ++i) all.push_back(desk.session().race().revision(i));
        return all;
    };
    const auto runs = revisions();
    const float target = lr.at(0.4);
    desk.drag(static_cast<double>(lr.at(0.9)), static_cast<double>(lr.centre_y), static_cast<double>(target), static_cast<double>(lr.centre_y));
    const Parameter& p = find_optimizer("adam")->hyperparameters[0];
    const SliderRange range{p.slider_range().min, p.slider_range().max, SliderScale::log};
    EXPECT_NEAR(range.to_unit(hyper(desk, 0, 0)), 0.4, 2.0 / static_cast<double>(lr.to - lr.from));
    Scenario only = before;
    only.racers[0].hyper[0] = hyper(desk, 0, 0);
    EXPECT_EQ(desk.scenario(), only);
    const auto after = revisions();
    EXPECT_NE(after[0], runs[0]);
    EXPECT_TRUE(std::equal(after.begin() + 1, after.end(), runs.begin() + 1));
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), before);
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(Sliders, EveryDragIsAnEntryOfItsOwn) {
    Desk desk;
    const SliderPlace lr = desk.slider("α");
    std::vector<Scenario> states{desk.scenario()};
    for (const double unit : {0.3, 0.6, 0.2}) {
        const double knob = static_cast<double>(lr.at(states.size() == 1 ? 0.9 : 0.45));
        desk.drag(knob, static_cast<double>(lr.centre_y), static_cast<double>(lr.at(unit)), static_cast<double>(lr.centre_y));
        EXPECT_NE(desk.scenario(), states.back());
        states.push_back(desk.scenario());
    }
    while (states.size() > 1) {
        states.pop_back();
        desk.key(GLFW_KEY_Z, true);
        EXPECT_EQ(desk.scenario(), states.back());
    }
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(Sliders, APressWithoutAMoveOnTheKnobChangesNothing) {
    Desk desk;
    const SliderPlace lr = desk.slider("α");
    const Parameter& p = find_optimizer("adam")->hyperparameters[0];
    const SliderRange range{p.slider_range().min, p.slider_range().max, SliderScale::log};
    const double knob = static_cast<double>(lr.at(range.to_unit(hyper(desk, 0, 0))));
    for (const double off : {-4.0, 0.0, 4.0}) desk.click(knob + off, static_cast<double>(lr.centre_y));
    EXPECT_EQ(desk.scenario(), default_scenario());
}

TEST(Sliders, TypingSetsTheExactValueOnceItIsDone) {
    Desk desk;
    const SliderPlace lr = desk.slider("α");
    desk.click(static_cast<double>(lr.value.centre_x()), static_cast<double>(lr.value.centre_y()));
    desk.type("1e-2");
    EXPECT_EQ(desk.scenario(), default_scenario()) << "1 was taken on the way";
    desk.key(GLFW_KEY_ENTER);
    EXPECT_EQ(hyper(desk, 0, 0), 0.01);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), default_scenario());
}

TEST(Sliders, EscapeAbandonsAndNonsenseIsIgnored) {
    Desk desk;
    const SliderPlace lr = desk.slider("α");
    const auto enter = [&](const char* text, int key) {
        desk.click(static_cast<double>(lr.value.centre_x()), static_cast<double>(lr.value.centre_y()));
        desk.type(text);
        desk.key(key);
        desk.frames(2);
    };
    enter("0.5", GLFW_KEY_ESCAPE);
    EXPECT_EQ(desk.scenario(), default_scenario());
    for (const char* text : {"abc", "1e", "--1", "nan", "inf", "1,5", ""}) {
        enter(text, GLFW_KEY_ENTER);
        EXPECT_EQ(desk.scenario(), default_scenario()) << text;
        EXPECT_EQ(desk.find("not a number: " + std::string(text)) != nullptr, *text != '\0') << text;
    }
    desk.frame(4);
    desk.frame();
    EXPECT_FALSE(desk.find_containing("not a number"));
    enter("1e30", GLFW_KEY_ENTER);  // clamped to what is allowed
    EXPECT_EQ(complaint(desk.scenario()), "");
    EXPECT_GT(hyper(desk, 0, 0), 0.06);
}

TEST(Sliders, ARightClickResets) {
    Desk desk;
    const SliderPlace lr = desk.slider("α");
    desk.click(static_cast<double>(lr.at(0.5)), static_cast<double>(lr.centre_y), 1);
    EXPECT_EQ(hyper(desk, 0, 0), find_optimizer("adam")->hyperparameters[0].default_value);
}

TEST(Sliders, EveryOneMovesItsOwnNumber) {
    const SurfaceSpec& surface = *find_surface("rosenbrock");
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        for (std::size_t i = 0; i < spec.hyperparameters.size(); ++i) {
            const Parameter& p = spec.hyperparameters[i];
            if (p.secondary || p.scale == Scale::toggle) continue;
            Scenario scenario;
            scenario.problem = default_problem(surface);
            scenario.steps = 20;
            scenario.racers = {default_racer(spec, {})};
            Desk desk(scenario);
            const SliderPlace place = desk.slider(p.symbol);
            // Off the knob, where a press would only take hold of it.
            const float middle = place.at(0.5);
            int moved = 0;
            for (const float at : {place.at(0.25), middle}) {
                desk.click(static_cast<double>(at), static_cast<double>(place.centre_y));
                Scenario wanted = scenario;
                wanted.racers[0].hyper[i] = hyper(desk, 0, i);
                EXPECT_EQ(desk.scenario(), wanted) << spec.id << " " << p.id;
                moved += desk.scenario() != scenario;  // the default may be one of the two
            }
            EXPECT_GT(moved, 0) << spec.id << " " << p.id;
            EXPECT_TRUE(desk.session().can_undo());
        }
    }
}

TEST(Keys, DoWhatTheHelpSays) {
    Desk desk;
    const double last = desk.scenario().steps;
    desk.key(GLFW_KEY_HOME);
    EXPECT_EQ(desk.session().playhead(), 0);
    desk.key(GLFW_KEY_RIGHT);
    EXPECT_EQ(desk.session().playhead(), 1);
    desk.key(GLFW_KEY_RIGHT, false, true);
    EXPECT_EQ(desk.session().playhead(), 11);
    desk.key(GLFW_KEY_LEFT);
    EXPECT_EQ(desk.session().playhead(), 10);
    desk.key(GLFW_KEY_END);
    EXPECT_EQ(desk.session().playhead(), last);
    desk.key(GLFW_KEY_SPACE);
    EXPECT_TRUE(desk.session().playing());
    desk.key(GLFW_KEY_SPACE);
    EXPECT_FALSE(desk.session().playing());
    desk.key(GLFW_KEY_T);
    EXPECT_FALSE(desk.studio().settings().dark);
    desk.key(GLFW_KEY_EQUAL, true);
    EXPECT_NEAR(desk.studio().settings().zoom, 1.1, 1e-12);
    desk.key(GLFW_KEY_MINUS, true);
    desk.key(GLFW_KEY_MINUS, true);
    EXPECT_NEAR(desk.studio().settings().zoom, 1 / 1.1, 1e-12);
    desk.key(GLFW_KEY_0, true);
    EXPECT_EQ(desk.studio().settings().zoom, 1);
    EXPECT_FALSE(desk.studio().take_screenshot_request());
    desk.key(GLFW_KEY_F12);
    EXPECT_TRUE(desk.studio().take_screenshot_request());
    EXPECT_FALSE(desk.studio().take_screenshot_request());
    desk.key(GLFW_KEY_F1);
    EXPECT_TRUE(desk.find("Keys and mouse"));
    desk.key(GLFW_KEY_F1);
    desk.frames(2);
    EXPECT_FALSE(desk.find("Keys and mouse"));
    EXPECT_EQ(desk.scenario(), default_scenario());
}

TEST(Keys, OfAWalkThroughTheControlsAreNoShortcuts) {
    Desk desk;
    desk.key(GLFW_KEY_TAB);
    desk.key(GLFW_KEY_TAB);
    desk.key(GLFW_KEY_HOME);
    EXPECT_EQ(desk.session().playhead(), desk.scenario().steps);
    desk.key(GLFW_KEY_F12);  // what moves nowhere stays one
    EXPECT_TRUE(desk.studio().take_screenshot_request());
    desk.key(GLFW_KEY_ESCAPE);
    desk.key(GLFW_KEY_HOME);
    EXPECT_EQ(desk.session().playhead(), 0);
}

TEST(Keys, BelongToTheTextThatIsBeingTyped) {
    Desk desk;
    desk.key(GLFW_KEY_O, true);
    ASSERT_TRUE(desk.find_containing("Open a scenario"));
    desk.key(GLFW_KEY_SPACE);
    desk.key(GLFW_KEY_T);
    desk.key(GLFW_KEY_HOME);
    EXPECT_FALSE(desk.session().playing());
    EXPECT_TRUE(desk.studio().settings().dark);
    EXPECT_EQ(desk.session().playhead(), desk.scenario().steps);
    desk.key(GLFW_KEY_ESCAPE);
    desk.frames(3);
    EXPECT_FALSE(desk.find_containing("Open a scenario"));
    desk.key(GLFW_KEY_HOME);
    EXPECT_EQ(desk.session().playhead(), 0);
}

TEST(Keys, TheDialogOpensAndSaves) {
    const TemporaryFolder folder;
    Desk desk;
    desk.key(GLFW_KEY_S, true);
    ASSERT_TRUE(desk.find_containing("Save the scenario"));
    desk.type((folder / "a.toml").string());
    desk.key(GLFW_KEY_ENTER);
    desk.frames(3);
    ASSERT_TRUE(std::filesystem::exists(folder / "a.toml"));
    EXPECT_EQ(desk.studio().title(), "a.toml — Thalweg");
    const Scenario other = on_surface("booth", {"adam"}, 40);
    ASSERT_EQ(save_scenario(other, folder / "b.toml"), "");
    desk.key(GLFW_KEY_O, true);
    desk.type((folder / "b.toml").string());
    desk.key(GLFW_KEY_ENTER);
    desk.frames(3);
    EXPECT_EQ(desk.scenario(), other);
}

TEST(Transport, ButtonsAndSeekBarMoveThePlayhead) {
    Desk desk;
    const double y = 769, last = desk.scenario().steps;
    desk.click(33, y);
    EXPECT_EQ(desk.session().playhead(), 0);
    desk.click(159, y);
    EXPECT_EQ(desk.session().playhead(), 1);
    desk.click(75, y);
    EXPECT_EQ(desk.session().playhead(), 0);
    desk.click(201, y);
    EXPECT_EQ(desk.session().playhead(), last);
    desk.click(117, y);
    EXPECT_TRUE(desk.session().playing());
    desk.click(117, y);
    EXPECT_FALSE(desk.session().playing());
    desk.drag(400, y, 624, y);
    EXPECT_NEAR(desk.session().playhead(), last / 2, 8);
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(Loss, AClickMovesThePlayheadThere) {
    Desk desk;
    const Rect pane = desk.pane("loss");
    desk.click(static_cast<double>(pane.centre_x()), static_cast<double>(pane.centre_y()));
    EXPECT_GT(desk.session().playhead(), 0);
    EXPECT_LT(desk.session().playhead(), desk.scenario().steps);
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(Panes, ASplitterFollowsTheHandAndIsKept) {
    Desk desk;
    const PlacedSplitter before = desk.splitters().front();
    const auto x = static_cast<double>(before.rect.centre_x());
    desk.drag(x, 400, x + 50, 400);
    EXPECT_NEAR(static_cast<double>(desk.splitters().front().rect.centre_x()), x + 50, 2);
    EXPECT_NE(desk.studio().settings().panes, "");
    const Settings kept = parse_settings(format_settings(desk.studio().settings()));
    EXPECT_EQ(kept.panes, desk.studio().settings().panes);
    EXPECT_EQ(desk.scenario(), default_scenario());
    desk.drag(static_cast<double>(desk.splitters().front().rect.centre_x()), 400, -500, 400);
    EXPECT_GE(desk.pane("racers").width(), 200);
}

TEST(Panes, FoldAndUnfold) {
    Desk desk;
    const auto corner = [&](const char* view) {
        const Rect pane = desk.pane(view);
        return ImVec2(pane.x1 - 18, pane.y0 + 20);
    };
    for (const char* view : {"racers", "scope", "loss", "readout"}) {
        const Rect open = desk.pane(view);
        const ImVec2 at = corner(view);
        desk.click(static_cast<double>(at.x), static_cast<double>(at.y));
        const Rect strip = desk.pane(view);
        EXPECT_LT(std::min(strip.width(), strip.height()), 40) << view;
        desk.click(static_cast<double>(strip.centre_x()), static_cast<double>(strip.centre_y()));
        EXPECT_EQ(desk.pane(view), open) << view;
    }
}

// Whatever a hand does, in any order: the scenario stays legal and nothing crashes.
TEST(Window, BearsAnything) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        Desk desk(seed == 2 ? on_data(dataset_catalogue()[0].id, 2) : default_scenario());
        std::uint64_t state = seed * 0x9e3779b97f4a7c15;
        const auto next = [&](int n) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            return static_cast<int>((state >> 33) % static_cast<std::uint64_t>(n));
        };
        constexpr std::array keys{GLFW_KEY_SPACE, GLFW_KEY_LEFT, GLFW_KEY_RIGHT, GLFW_KEY_HOME, GLFW_KEY_END, GLFW_KEY_TAB, GLFW_KEY_ENTER, GLFW_KEY_ESCAPE, GLFW_KEY_R, GLFW_KEY_F1, GLFW_KEY_DOWN,
                                  GLFW_KEY_BACKSPACE};
        for (int i = 0; i < 250; ++i) {
            const double x = next(1280), y = next(800);
            switch (next(7)) {
                case 0: desk.drag(x, y, next(1280), next(800), 3); break;
                case 1: desk.wheel(x, y, next(7) - 3); break;
                case 2: desk.key(keys[static_cast<std::size_t>(next(keys.size()))], false, next(4) == 0); break;
                case 3: desk.key(next(2) ? GLFW_KEY_Z : GLFW_KEY_Y, true); break;
                case 4: desk.type("1e-3"); break;
                default: desk.click(x, y, next(6) == 0 ? 1 : 0);
            }
            ASSERT_EQ(complaint(desk.scenario()), "") << "seed " << seed << ", act " << i;
            ASSERT_TRUE(std::isfinite(desk.session().playhead()));
        }
    }
}

}  // namespace
}  // namespace thalweg::test
