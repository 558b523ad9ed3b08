// The program's window, seen and handled from outside: pictures, files, a mouse and a keyboard.
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "app/shell/theme.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/screen.hpp"

namespace thalweg::test {
namespace {

using app::Rect;

Colour colour_of(ImU32 c) { return {static_cast<int>(c >> IM_COL32_R_SHIFT & 0xff), static_cast<int>(c >> IM_COL32_G_SHIFT & 0xff), static_cast<int>(c >> IM_COL32_B_SHIFT & 0xff)}; }
Colour hue(std::size_t racer) { return colour_of(app::racer_style(app::dark_theme(), racer).colour); }

// What the window shows where, from a twin that draws nothing.
struct Places {
    explicit Places(const Scenario& scenario = default_scenario(), const DeskOptions& options = {}) : desk(scenario, options) {
        plane = desk.plane();
        const Box domain = desk.session().problem().domain;
        const ImVec2 low = plane.pixel({domain.x_min, domain.y_max}), high = plane.pixel({domain.x_max, domain.y_min});
        contour = Rect{low.x, low.y, high.x, high.y}.inset(3);
        lr = desk.slider("α");
    }
    double brightness(const Image& image, const Point& p) const {
        const ImVec2 c = plane.pixel(p);
        return image.mean_brightness({c.x - 4, c.y - 4, c.x + 4, c.y + 4});
    }
    Desk desk;
    PlaneFit plane;
    Rect contour;  // the surface's domain, all of which the picture shows
    SliderPlace lr;  // of the first racer
};

// How far the seek bar is filled, in pixels from the window's left edge.
int playhead_pixel(const Image& image) {
    const Colour accent = colour_of(app::dark_theme().accent);
    int last = 0;
    for (int y = image.height() - 40; y < image.height() - 24; ++y)
        for (int x = 226; x < image.width(); ++x)
            if (distance(image.at(x, y), accent) <= 6) last = std::max(last, x);
    return last;
}

// Of the whole process, all threads; 100 a second.
long processor_ticks(pid_t process) {
    const std::string text = read_file("/proc/" + std::to_string(process) + "/stat");
    std::istringstream in(text.substr(text.rfind(')') + 2));
    std::string word;
    long user = 0, system = 0;
    for (int i = 3; i <= 15 && in >> word; ++i) {
        if (i == 14) user = std::stol(word);
        if (i == 15) system = std::stol(word);
    }
    return user + system;
}

TEST_F(WindowTest, ShowsContoursRacersAndText) {
    RunningWindow& window = start();
    window.move(5, 5);
    const Image image = window.still_screenshot();
    ASSERT_EQ(image.width(), 1280);
    ASSERT_EQ(image.height(), 800);
    const Places at;
    EXPECT_GT(image.distinct_colours(at.contour), 400u);  // a blank or broken picture has a handful
    EXPECT_GT(at.brightness(image, {-1.9, -0.9}), at.brightness(image, {0.45, 0.2}) + 60) << "the slope is no lighter than the valley";
    for (std::size_t racer = 0; racer < 2; ++racer) {  // the others run below these
        EXPECT_GT(image.close_to(hue(racer), 20, at.contour), 150u) << "racer " << racer;
        EXPECT_GT(image.columns_with(hue(racer), 20, at.contour), 30u) << "racer " << racer << " is no line";
    }
    // Whatever the twin writes is to be seen, as letters with smooth edges.
    int texts = 0;
    for (const app::TextLogEntry& entry : at.desk.texts()) {
        if (!entry.clip.contains(entry.rect) || at.desk.pane("loss").overlaps(entry.rect) || at.desk.pane("readout").overlaps(entry.rect)) continue;  // a message about the file may lie there
        EXPECT_GE(image.distinct_colours(entry.rect), 3u) << "'" << entry.string << "' is missing";
        ++texts;
    }
    EXPECT_GT(texts, 60);
    EXPECT_EQ(read_file(window.folder() / "errors.txt"), "");
    EXPECT_EQ(read_file(window.folder() / "output.txt"), "");
}

TEST_F(WindowTest, DraggingASliderChangesThatNumberAloneAndThePathFollows) {
    RunningWindow& window = start();
    const Places at;
    window.move(5, 5);
    const Image before = window.still_screenshot();
    const float target = std::round(at.lr.at(0.62));
    const double old = default_scenario().racers[0].hyper[0];
    window.drag({at.lr.at(0.80f), at.lr.centre_y}, {target, at.lr.centre_y});
    window.move(5, 5);
    const Image after = window.still_screenshot();
    EXPECT_GT(differing(before, after, at.contour, 30), 600u) << "the path is where it was";
    EXPECT_GT(before.close_to(hue(0), 20, at.contour), 200u);
    EXPECT_GT(after.close_to(hue(0), 20, at.contour), 200u);

    const Scenario saved = window.save_as(window.folder() / "dragged.toml");
    const Parameter lr = find_optimizer(saved.racers[0].optimizer)->hyperparameters[0];
    const app::SliderRange range{lr.slider_range().min, lr.slider_range().max, app::SliderScale::log};
    EXPECT_NE(saved.racers[0].hyper[0], old);
    EXPECT_NEAR(range.to_unit(saved.racers[0].hyper[0]), at.lr.unit(static_cast<double>(target)), 2.0 / static_cast<double>(at.lr.to - at.lr.from));
    Scenario same = default_scenario();
    same.racers[0].hyper[0] = saved.racers[0].hyper[0];
    EXPECT_EQ(saved, same) << "something else has changed too";
}

TEST_F(WindowTest, TypingAValueSetsIt) {
    RunningWindow& window = start();
    const Places at;
    window.click(at.lr.value.centre_x(), at.lr.value.centre_y());
    window.text("1.25e-2");
    window.keys({"Return"});
    EXPECT_EQ(window.save_as(window.folder() / "typed.toml").racers[0].hyper[0], 0.0125);
}

TEST_F(WindowTest, AClickOnTheSurfaceMovesTheStart) {
    RunningWindow& window = start();
    const Places at;
    const Point wanted(0.5, 2.25);
    const ImVec2 pixel = at.plane.pixel(wanted);
    window.click(pixel.x, pixel.y);
    const Scenario saved = window.save_as(window.folder() / "clicked.toml");
    EXPECT_NEAR(saved.problem.start.x(), wanted.x(), 3 / std::abs(at.plane.x.slope));
    EXPECT_NEAR(saved.problem.start.y(), wanted.y(), 3 / std::abs(at.plane.y.slope));
    EXPECT_EQ(saved.racers, default_scenario().racers);

    // Dragging its ring moves it on, and is one entry of undo.
    const ImVec2 from = at.plane.pixel(saved.problem.start), to = at.plane.pixel({-0.5, -0.5});
    window.drag(from, to, 12);
    const Scenario dragged = window.save_as(window.folder() / "dragged.toml");
    EXPECT_NEAR(dragged.problem.start.x(), -0.5, 4 / std::abs(at.plane.x.slope));
    EXPECT_NEAR(dragged.problem.start.y(), -0.5, 4 / std::abs(at.plane.y.slope));
    window.keys({"ctrl+z"});
    EXPECT_EQ(window.save_as(window.folder() / "undone.toml").problem.start, saved.problem.start);
}

TEST_F(WindowTest, SpacePlaysAndPauses) {
    RunningWindow& window = start();
    const int end = playhead_pixel(window.still_screenshot());
    EXPECT_GT(end, 900);
    window.keys({"space"});  // at the end: from the start
    const Image first = window.screenshot();
    const int early = playhead_pixel(first);
    EXPECT_LT(early, end - 100);
    const Image later = window.screenshot_until([&](const Image& image) { return playhead_pixel(image) > early + 30; });
    EXPECT_GT(differing(first, later, Places().contour, 30), 30u) << "the racers stand still";
    window.keys({"space"});
    const int paused = playhead_pixel(window.still_screenshot());
    EXPECT_LT(paused, end);
    sleep(1);
    EXPECT_EQ(playhead_pixel(window.screenshot()), paused);
}

TEST_F(WindowTest, KeysMoveThePlayhead) {
    RunningWindow& window = start();
    const double steps = default_scenario().steps;
    const int end = playhead_pixel(window.still_screenshot());
    window.keys({"Home"});
    EXPECT_EQ(playhead_pixel(window.screenshot_until([&](const Image& image) { return playhead_pixel(image) == 0; })), 0) << "an empty bar has no accent";
    window.keys(std::vector<std::string>(20, "Right"));
    const int twenty = playhead_pixel(window.screenshot());
    const int left = 241;
    EXPECT_NEAR(twenty, left + (end - left) * 20 / steps, 12);
    window.keys({"shift+Right", "shift+Right"});
    const int forty = playhead_pixel(window.screenshot());
    EXPECT_NEAR(forty - twenty, (end - left) * 20 / steps, 3);
    window.keys(std::vector<std::string>(10, "Left"));
    EXPECT_NEAR(forty - playhead_pixel(window.screenshot()), (end - left) * 10 / steps, 3);
    window.keys({"End"});
    EXPECT_EQ(playhead_pixel(window.screenshot()), end);
    // And the hand: pressing the bar scrubs.
    const float y = 769;
    window.drag({900, y}, {600, y});
    EXPECT_NEAR(playhead_pixel(window.screenshot()), 600, 16);  // the knob covers the end of the line
}

TEST_F(WindowTest, FollowsItsSize) {
    RunningWindow& window = start();
    for (const auto& [width, height] : {std::pair(1024, 700), std::pair(1900, 1200), std::pair(640, 480), std::pair(320, 200), std::pair(1280, 800)}) {
        window.resize(width, height);
        const Image image = window.screenshot_until([&](const Image& i) { return i.width() == width && i.height() == height; });
        EXPECT_GT(image.distinct_colours(image.all()), width > 600 ? 400u : 20u) << width << " x " << height;
    }
    const Places at;
    const Image image = window.still_screenshot();
    EXPECT_GT(image.distinct_colours(at.contour), 400u);
    EXPECT_EQ(window.save_as(window.folder() / "resized.toml"), default_scenario());
}

TEST_F(WindowTest, OpensAndSavesScenarios) {
    RunningWindow& window = start();
    Scenario other = on_surface("himmelblau", {"adam", "nadam"}, 150);
    other.problem.start = Point(-1, 3);
    ASSERT_EQ(save_scenario(other, window.folder() / "other.toml"), "");
    EXPECT_EQ(window.title(), "Thalweg");
    window.open(window.folder() / "other.toml");
    EXPECT_TRUE(eventually(patience, [&] { return window.title() == "other.toml — Thalweg"; })) << window.title();
    EXPECT_EQ(window.save_as(window.folder() / "copy.toml"), other);
    const Places at(other);
    window.move(5, 5);
    const Image image = window.still_screenshot();
    EXPECT_GT(image.close_to(hue(0), 20, at.contour), 100u);
}

TEST_F(WindowTest, ABrokenFileIsExplainedAndChangesNothing) {
    RunningWindow& window = start();
    const Colour error = colour_of(app::dark_theme().error);
    const Image calm = window.still_screenshot();
    EXPECT_EQ(calm.close_to(error, 6, calm.all()), 0u);
    const Scenario before = window.save_as(window.folder() / "before.toml");
    write_file(window.folder() / "broken.toml", "steps = 12\nracer = [[\n");
    write_file(window.folder() / "values.toml", "steps = -3\n");
    write_file(window.folder() / "broken.csv", "x,y\n1,2\nthree,4\n");
    for (const char* name : {"broken.toml", "values.toml", "broken.csv", "missing.toml"}) {
        window.open(window.folder() / name);
        window.screenshot_until([&](const Image& image) { return image.close_to(error, 6, image.all()) > 200; });
        const Scenario after = window.save_as(window.folder() / "after.toml");
        EXPECT_EQ(after, before) << name;
        EXPECT_EQ(read_file(window.folder() / "after.toml"), read_file(window.folder() / "before.toml")) << name;
        window.screenshot_until([&](const Image& image) { return image.close_to(error, 6, image.all()) == 0; });  // the news of the saved file has replaced it
    }
}

TEST_F(WindowTest, KeysUndoAndRedo) {
    RunningWindow& window = start();
    const Places at;
    const auto now = [&] { return window.save_as(window.folder() / "now.toml"); };
    window.drag({at.lr.at(0.8f), at.lr.centre_y}, {at.lr.at(0.5f), at.lr.centre_y});
    const Scenario one = now();
    const ImVec2 pixel = at.plane.pixel({1.5, -0.5});
    window.click(pixel.x, pixel.y);
    const Scenario two = now();
    EXPECT_NE(one, default_scenario());
    EXPECT_NE(one, two);
    window.keys({"ctrl+z"});
    EXPECT_EQ(now(), one);
    window.keys({"ctrl+z"});
    EXPECT_EQ(now(), default_scenario());
    window.keys({"ctrl+z"});
    EXPECT_EQ(now(), default_scenario());
    window.keys({"ctrl+y"});
    EXPECT_EQ(now(), one);
    window.keys({"ctrl+shift+z"});
    EXPECT_EQ(now(), two);
}

TEST_F(WindowTest, LayersComeAndGoByKeyAndByMouse) {
    RunningWindow& window = start();
    Places at;
    const Rect pane = at.desk.pane("contour");
    window.keys({"Home"});
    window.move(5, 5);
    const Image plain = window.still_screenshot();
    for (const char* key : {"c", "f", "x", "q"}) {
        window.keys({key});
        const Image with = window.still_screenshot();
        EXPECT_GT(differing(plain, with, pane, 30), 150u) << key << " draws nothing";
        window.keys({key});
        if (*key == 'q') {  // the field of next steps comes between
            EXPECT_GT(differing(with, window.still_screenshot(), pane, 30), 150u);
            window.keys({key});
        }
        EXPECT_EQ(differing(plain, window.still_screenshot(), pane, 30), 0u) << key << " leaves something behind";
    }
    window.click(pane.x1 - 72 - 21, pane.y0 + 14 + 21);  // the gear
    at.desk.click(static_cast<double>(pane.x1) - 72 - 21, static_cast<double>(pane.y0) + 14 + 21);
    at.desk.frames(3);
    const app::TextLogEntry* entry = at.desk.find("Curvature and stability");
    ASSERT_TRUE(entry);
    window.click(entry->rect.centre_x(), entry->rect.centre_y());
    window.keys({"Escape"});
    window.move(5, 5);
    EXPECT_GT(differing(plain, window.still_screenshot(), pane, 30), 150u) << "the menu draws nothing";
    EXPECT_TRUE(window.close());
    EXPECT_NE(read_file(window.settings_file()).find("curvature = on"), std::string::npos);
}

TEST_F(WindowTest, TheWheelZoomsAboutTheCursor) {
    RunningWindow& window = start();
    const Places at;
    const Point centre(0.75, 0.5);
    const ImVec2 c = at.plane.pixel(centre), p = at.plane.pixel({-1.5, 2.5});
    const Image before = window.still_screenshot();
    window.wheel(c.x, c.y, 5);
    const Image after = window.still_screenshot();
    EXPECT_GT(differing(before, after, at.contour), 10'000u);
    window.click(p.x, p.y);
    const Point start = window.save_as(window.folder() / "zoomed.toml").problem.start;
    const Point wanted = centre + (at.plane.point(p.x, p.y) - centre) / std::pow(1.2, 5);
    EXPECT_NEAR(start.x(), wanted.x(), 3 / std::abs(at.plane.x.slope));
    EXPECT_NEAR(start.y(), wanted.y(), 3 / std::abs(at.plane.y.slope));
    // R shows everything again.
    window.keys({"r"});
    window.click(p.x, p.y);
    const Point again = window.save_as(window.folder() / "home.toml").problem.start;
    EXPECT_NEAR(again.x(), -1.5, 3 / std::abs(at.plane.x.slope));
    EXPECT_NEAR(again.y(), 2.5, 3 / std::abs(at.plane.y.slope));
}

TEST_F(WindowTest, DraggingTheSurfacePansIt) {
    RunningWindow& window = start();
    const Places at;
    const ImVec2 from = at.plane.pixel({0.5, 2.5});
    window.drag(from, {from.x + 90, from.y + 60}, 10);
    window.click(from.x + 90, from.y + 60);
    const Point start = window.save_as(window.folder() / "panned.toml").problem.start;
    EXPECT_NEAR(start.x(), 0.5, 3 / std::abs(at.plane.x.slope));
    EXPECT_NEAR(start.y(), 2.5, 3 / std::abs(at.plane.y.slope));
}

TEST_F(WindowTest, ThemeScaleAndLayoutSurviveARestart) {
    {
        RunningWindow& window = start();
        const Image dark = window.still_screenshot();
        window.keys({"t"});
        const Image light = window.screenshot_until([&](const Image& image) { return image.mean_brightness(image.all()) > dark.mean_brightness(dark.all()) + 40; });

        const app::PlacedSplitter splitter = Desk().splitters().front();  // beside the racers
        ASSERT_EQ(splitter.axis, app::SplitAxis::row);
        const ImVec2 grip{splitter.rect.centre_x(), splitter.rect.centre_y()};
        window.drag(grip, {grip.x + 60, grip.y});
        const Image dragged = window.still_screenshot();
        EXPECT_GT(differing(light, dragged, {grip.x, 80, grip.x + 60, 500}), 1000u);

        // Larger letters: the title's bright pixels reach further.
        const auto reach = [](const Image& image) {
            int last = 0;
            for (int y = 4; y < 60; ++y)
                for (int x = 10; x < 220; ++x)
                    if (distance(image.at(x, y), colour_of(app::light_theme().text)) < 60 && x < 10 + 150) last = std::max(last, y);
            return last;
        };
        window.keys({"ctrl+plus", "ctrl+plus", "ctrl+plus"});
        const Image large = window.screenshot_until([&](const Image& image) { return differing(image, dragged, image.all()) > 20'000; });
        EXPECT_GT(reach(large), reach(dragged));
        EXPECT_TRUE(window.close());
        EXPECT_EQ(window.process().wait(Seconds(1)), 0);
        EXPECT_EQ(read_file(window.folder() / "errors.txt"), "");
    }
    const app::Settings kept = app::parse_settings(read_file(folder_ / "config" / "thalweg" / "window.conf"));
    EXPECT_FALSE(kept.dark);
    EXPECT_NEAR(kept.zoom, 1.331, 1e-9);
    EXPECT_NE(kept.panes, "");
    {
        RunningWindow& window = start({.settings = ""});
        const Image again = window.still_screenshot();
        EXPECT_EQ(again.width(), 1280);
        EXPECT_EQ(again.height(), 800);
        EXPECT_GT(again.mean_brightness(again.all()), 140);
        EXPECT_TRUE(window.close());
    }
    EXPECT_EQ(app::format_settings(app::parse_settings(read_file(folder_ / "config" / "thalweg" / "window.conf"))), app::format_settings(kept));
}

TEST_F(WindowTest, ADraggedSplitterIsWhereItWasLeft) {
    const float before = Desk().splitters().front().rect.centre_x();  // beside the racers
    {
        RunningWindow& window = start();
        window.drag({before, 400}, {before + 70, 400});
        window.still_screenshot();
        ASSERT_TRUE(window.close());
    }
    const app::Settings kept = app::parse_settings(read_file(folder_ / "config" / "thalweg" / "window.conf"));
    const float boundary = Desk(default_scenario(), {.settings = kept}).splitters().front().rect.centre_x();
    EXPECT_NEAR(boundary, before + 70, 3);
    RunningWindow& window = start({.settings = ""});
    window.move(5, 5);
    const Image image = window.still_screenshot();
    // The background shows between the panes, and nowhere near where the splitter was.
    const Colour line = colour_of(app::dark_theme().background);
    int best = 0;
    for (int x = static_cast<int>(boundary) - 4; x <= static_cast<int>(boundary) + 4; ++x) {
        int count = 0;
        for (int y = 100; y < 500; ++y) count += distance(image.at(x, y), line) <= 2;
        best = std::max(best, count);
    }
    EXPECT_GT(best, 380);
}

TEST_F(WindowTest, CostsNothingWhileIdle) {
    RunningWindow& window = start();
    window.move(5, 5);
    const pid_t id = window.process().id();
    // The message about the last screenshot goes away first.
    EXPECT_TRUE(eventually(patience, [&] {
        const long before = processor_ticks(id);
        sleep(2);
        return processor_ticks(id) - before <= 1;
    })) << "it never rests";
    const long before = processor_ticks(id);
    sleep(10);
    EXPECT_LT(processor_ticks(id) - before, 10) << "of 1000 in ten seconds";
    EXPECT_TRUE(window.process().running());
}

TEST_F(WindowTest, OpensTheScenarioOnItsCommandLine) {
    Scenario other = on_surface("booth", {"momentum"}, 77);
    ASSERT_EQ(save_scenario(other, folder_ / "given.toml"), "");
    RunningWindow& window = start({.arguments = {(folder_ / "given.toml").string()}});
    EXPECT_EQ(window.save_as(folder_ / "copy.toml"), other);
}

TEST_F(WindowTest, ABrokenScenarioOnItsCommandLineIsExplainedInTheWindow) {
    write_file(folder_ / "broken.toml", "racer = 5\n");
    RunningWindow& window = start({.arguments = {(folder_ / "broken.toml").string()}, .wait_for_rest = false});
    const Image image = window.screenshot();
    EXPECT_GT(image.close_to(colour_of(app::dark_theme().error), 6, image.all()), 200u);
    EXPECT_EQ(window.save_as(folder_ / "copy.toml"), default_scenario());
}

TEST_F(WindowTest, StartsWithAnySettingsFile) {
    for (const std::string& junk : {std::string("\0\xff\xfe panes = ((((", 18), std::string("panes = (row 9 x y)\nzoom = nan\nwidth = 99999999999\nheight = -1\ntheme = purple\n"), std::string(300'000, 'z')}) {
        RunningWindow& window = start({.settings = junk});
        EXPECT_EQ(window.save_as(folder_ / "copy.toml"), default_scenario());
        EXPECT_TRUE(window.close());
    }
}

TEST_F(WindowTest, SaysSoWhereThereIsNoDisplay) {
    const Outcome outcome = run({.words = {program()}, .environment = {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"XDG_CONFIG_HOME", folder_.path().string()}}});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.errors.find("display"), std::string::npos) << outcome.errors;
    EXPECT_EQ(outcome.output, "");
}

TEST_F(WindowTest, TheHelpComesAndGoes) {
    RunningWindow& window = start();
    window.move(5, 5);
    const Image before = window.still_screenshot();
    const Rect middle{300, 150, 980, 600};
    window.keys({"F1"});
    window.screenshot_until([&](const Image& image) { return differing(image, before, middle) > 50'000; });
    window.keys({"F1"});
    window.screenshot_until([&](const Image& image) { return differing(image, before, {0, 0, 1280, 540}) == 0; });
    window.keys({"F1", "Escape"});
    window.screenshot_until([&](const Image& image) { return differing(image, before, {0, 0, 1280, 540}) == 0; });
    EXPECT_EQ(window.save_as(window.folder() / "copy.toml"), default_scenario());
}

}  // namespace
}  // namespace thalweg::test
