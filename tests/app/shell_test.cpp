// Panes, the order of input, and settings, without a window.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "app/settings.hpp"
#include "app/shell/input_queue.hpp"
#include "app/shell/panes.hpp"
#include "app/views/view_list.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::app {
namespace {

const std::vector<std::string> known{"a", "b", "c", "d"};

Pane tree() { return split(SplitAxis::row, 0.25, leaf("a"), split(SplitAxis::column, 0.6, leaf("b"), split(SplitAxis::row, 0.5, leaf("c"), leaf("d")))); }

PaneMeasures measures() {
    PaneMeasures m;
    m.minimum = [](std::string_view) { return PaneSize{100, 60}; };
    return m;
}

const PlacedPane& of(const PaneLayout& placed, std::string_view view) {
    for (const PlacedPane& pane : placed.panes)
        if (pane.view == view) return pane;
    throw std::runtime_error("no such pane");
}

TEST(Panes, FillTheAreaWithoutOverlap) {
    for (const auto& [width, height] : {std::pair(1280.0f, 700.0f), std::pair(3000.0f, 2000.0f), std::pair(400.0f, 300.0f), std::pair(90.0f, 40.0f), std::pair(0.0f, 0.0f)}) {
        const Rect area{10, 20, 10 + width, 20 + height};
        const PaneLayout placed = layout(tree(), area, measures());
        ASSERT_EQ(placed.panes.size(), 4u);
        ASSERT_EQ(placed.splitters.size(), 3u);
        float covered = 0;
        for (std::size_t i = 0; i < placed.panes.size(); ++i) {
            const Rect& r = placed.panes[i].rect;
            EXPECT_TRUE(area.contains(r));
            covered += r.width() * r.height();
            for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(r.overlaps(placed.panes[j].rect));
        }
        for (const PlacedSplitter& s : placed.splitters) covered += s.rect.width() * s.rect.height();
        EXPECT_NEAR(covered, width * height, 1 + 0.001f * width * height);
    }
}

TEST(Panes, MinimaHoldWhereThereIsRoom) {
    Pane root = tree();
    for (const double ratio : {0.02, 0.5, 0.98}) {
        root.ratio = ratio;
        root.children[1].ratio = ratio;
        for (const PlacedPane& pane : layout(root, {0, 0, 800, 600}, measures()).panes) {
            EXPECT_GE(pane.rect.width(), 100);
            EXPECT_GE(pane.rect.height(), 60);
        }
    }
}

TEST(Panes, SplittersFollowTheHandWithinTheMinima) {
    Pane root = tree();
    const Rect area{0, 0, 1000, 600};
    const auto splitter = [&] { return layout(root, area, measures()).splitters.front(); };
    move_splitter(root, splitter(), 400, measures());
    EXPECT_NEAR(of(layout(root, area, measures()), "a").rect.x1, 400, 1);
    move_splitter(root, splitter(), -999, measures());
    EXPECT_NEAR(of(layout(root, area, measures()), "a").rect.width(), 100, 1);
    move_splitter(root, splitter(), 9999, measures());
    EXPECT_NEAR(of(layout(root, area, measures()), "c").rect.width(), 100, 1);
    // One that belongs to another tree does nothing.
    const PlacedSplitter stale = layout(root, area, measures()).splitters.back();
    Pane other = leaf("a");
    move_splitter(other, stale, 300, measures());
    EXPECT_EQ(other, leaf("a"));
}

TEST(Panes, FoldedOnesLeaveAStripAndComeBack) {
    Pane root = tree();
    const Rect area{0, 0, 1000, 600};
    const PaneLayout before = layout(root, area, measures());
    EXPECT_TRUE(set_folded(root, "a", true));
    const PaneLayout folded = layout(root, area, measures());
    EXPECT_EQ(of(folded, "a").rect.width(), 28);
    EXPECT_TRUE(of(folded, "a").folded);
    EXPECT_GT(of(folded, "b").rect.width(), of(before, "b").rect.width());
    EXPECT_FALSE(folded.splitters.front().movable);
    set_folded(root, "a", false);
    EXPECT_EQ(of(layout(root, area, measures()), "a").rect, of(before, "a").rect);
    EXPECT_FALSE(set_folded(root, "nobody", true));
    for (const char* view : {"a", "b", "c", "d"}) set_folded(root, view, true);
    EXPECT_EQ(layout(root, area, measures()).panes.size(), 4u);
}

TEST(Panes, TextReadsBack) {
    Pane root = tree();
    set_folded(root, "c", true);
    root.ratio = 0.2345;
    const std::string text = format_panes(root);
    EXPECT_EQ(text, "(row 0.2345 a (column 0.6 b (row 0.5 ~c d)))");
    const ParsedPanes parsed = parse_panes(text, leaf("a"), known);
    EXPECT_EQ(parsed.problem, "");
    EXPECT_EQ(parsed.root, root);
    const Pane usual = default_panes(1280, 800);
    EXPECT_EQ(format_panes(parse_panes(format_panes(usual), leaf("racers"), {"racers", "contour", "loss", "readout", "scope", "anatomy"}).root), format_panes(usual));
}

TEST(Panes, JunkGivesTheFallbackAndAReason) {
    for (const std::string& text : {std::string(""), std::string("(row 0.5 a"), std::string("(row 0.5 a a)"), std::string("(row 0 a b)"), std::string("(row nan a b)"), std::string("(row 2 a b)"), std::string("(diagonal 0.5 a b)"),
                                    std::string("(row 0.5 a b) c"), std::string("(row 0.5 a x)"), std::string(")"), std::string("((((("), std::string(100'000, '('), std::string("(row 0.5 a b c)"), std::string("~"), std::string("\0\xff", 2)}) {
        const ParsedPanes parsed = parse_panes(text, leaf("a"), known);
        EXPECT_EQ(parsed.root, leaf("a")) << text.substr(0, 40);
        EXPECT_NE(parsed.problem, "") << text.substr(0, 40);
    }
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "(row 0.5 ";
    EXPECT_NE(parse_panes(deep, leaf("a"), known).problem, "");
}

TEST(DefaultPanes, HoldEveryViewOnceAtEverySize) {
    for (float width = 640; width < 8000; width *= 1.3f)
        for (float height = 480; height < 4500; height *= 1.4f) {
            const Pane root = default_panes(width, height);
            std::vector<Pane> pages;
            for (std::size_t page = 0; page < network_page_count; ++page) pages.push_back(network_panes(static_cast<NetworkPage>(page), width, height));
            std::size_t shown = 0;
            for (const ViewEntry& view : view_list()) {
                // Each is for networks or for the plane; the racers are for both. 3D is there when it is asked for, data when the problem has some.
                const bool plane = find_pane(root, view.id), network = std::any_of(pages.begin(), pages.end(), [&](const Pane& page) { return find_pane(page, view.id) != nullptr; });
                EXPECT_EQ(plane || network, view.id != "surface" && view.id != "data") << view.id;
                EXPECT_EQ(plane && network, view.id == "racers") << view.id;
                shown += find_pane(root, view.id) != nullptr;
            }
            PaneMeasures m;
            m.minimum = [](std::string_view id) { return find_view(id)->smallest; };
            const PaneLayout placed = layout(root, {0, 48, width, height - 62}, m);
            EXPECT_EQ(placed.panes.size(), shown);
            if (width >= 1024 && height >= 700)
                for (const PlacedPane& pane : placed.panes) {
                    if (pane.folded) continue;
                    EXPECT_GE(pane.rect.width() + 1, find_view(pane.view)->smallest.width) << pane.view << " at " << width;
                    EXPECT_GE(pane.rect.height() + 1, find_view(pane.view)->smallest.height) << pane.view << " at " << width << " x " << height;
                }
        }
}

// --- input

using Kind = InputEvent::Kind;

InputEvent event(Kind kind, int code = 0, bool down = false) {
    InputEvent e;
    e.kind = kind, e.code = code, e.down = down;
    return e;
}

TEST(InputQueue, PressAndReleaseAreNeverInOneFrame) {
    InputQueue queue;
    for (int i = 0; i < 5; ++i) {
        queue.push(event(Kind::key, 'A', true));
        queue.push(event(Kind::character, 'a'));
        queue.push(event(Kind::key, 'A', false));
    }
    int frames = 0, presses = 0, letters = 0;
    while (!queue.empty()) {
        int changes = 0;
        const auto frame = queue.take_frame();
        ASSERT_FALSE(frame.empty());
        for (const InputEvent& e : frame) changes += e.kind == Kind::key, presses += e.kind == Kind::key && e.down, letters += e.kind == Kind::character;
        EXPECT_LE(changes, 1);
        ++frames;
    }
    EXPECT_EQ(presses, 5);
    EXPECT_EQ(letters, 5);
    EXPECT_LE(frames, 10);
}

TEST(InputQueue, AButtonComesAfterItsMoveAndBeforeTheNext) {
    InputQueue queue;
    queue.push(event(Kind::mouse_move));
    queue.push(event(Kind::mouse_button, 0, true));
    queue.push(event(Kind::mouse_move));
    queue.push(event(Kind::mouse_button, 0, false));
    std::vector<std::vector<Kind>> frames;
    while (!queue.empty()) {
        frames.emplace_back();
        for (const InputEvent& e : queue.take_frame()) frames.back().push_back(e.kind);
    }
    EXPECT_EQ(frames, (std::vector<std::vector<Kind>>{{Kind::mouse_move}, {Kind::mouse_button}, {Kind::mouse_move}, {Kind::mouse_button}}));
}

TEST(InputQueue, ManyMovesAreOneButNoneIsLostAroundAPress) {
    InputQueue queue;
    for (int i = 0; i < 1000; ++i) {
        InputEvent e;
        e.x = i;
        queue.push(e);
    }
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.take_frame().front().x, 999);
}

TEST(InputQueue, OrderIsKeptAndNothingLost) {
    std::mt19937 random(6);
    InputQueue queue;
    std::vector<int> pushed, taken;
    for (int i = 0; i < 5000; ++i) {
        InputEvent e = event(static_cast<Kind>(1 + random() % 5), i, random() % 2);
        e.repeat = e.kind == Kind::key && random() % 4 == 0;
        pushed.push_back(i);
        queue.push(e);
        if (random() % 3 == 0)
            for (const InputEvent& got : queue.take_frame()) taken.push_back(got.code);
    }
    for (int frames = 0; !queue.empty() && frames < 10'000; ++frames)
        for (const InputEvent& got : queue.take_frame()) taken.push_back(got.code);
    EXPECT_EQ(taken, pushed);
}

TEST(InputQueue, KeyPressesCarryTheirModifiers) {
    InputEvent e = event(Kind::key, 'S', true);
    e.ctrl = e.shift = true;
    const auto presses = key_presses({e, event(Kind::key, 'S', false), event(Kind::character, 's')});
    ASSERT_EQ(presses.size(), 1u);
    EXPECT_TRUE(presses[0].ctrl && presses[0].shift && !presses[0].alt);
}

// --- settings

TEST(Settings, ReadBack) {
    for (const bool flag : {true, false})
        for (const auto map : colour_map_ids()) {
            Settings s;
            s.panes = "(row 0.2 racers contour)";
            s.dark = flag;
            s.zoom = 1.331;
            s.width = 1234, s.height = 987;
            s.contour = {.map = map, .heights = flag ? HeightScale::log : HeightScale::linear, .isolines = flag, .labels = !flag, .equal_axes = flag, .step = false, .step_magnification = 10.0};
            const Settings t = parse_settings(format_settings(s));
            EXPECT_EQ(format_settings(t), format_settings(s));
            EXPECT_EQ(t.panes, s.panes);
            EXPECT_EQ(t.dark, s.dark);
            EXPECT_EQ(t.zoom, s.zoom);
            EXPECT_EQ(t.width, s.width);
            EXPECT_EQ(t.contour.map, s.contour.map);
            EXPECT_EQ(t.contour.heights, s.contour.heights);
            EXPECT_EQ(t.contour.labels, s.contour.labels);
        }
    EXPECT_EQ(format_settings(parse_settings(format_settings({}))), format_settings({}));
}

TEST(Settings, JunkKeepsTheDefaults) {
    std::mt19937 random(7);
    std::vector<std::string> junk{"", "\n\n\n", " = \n = =", "zoom = nan\nwidth = inf\nheight = -inf", "zoom = ", "theme", std::string(1'000'000, 'x'), "levels = sideways\ncolours = pink"};
    for (int i = 0; i < 200; ++i) {
        std::string text;
        for (int k = 0; k < 300; ++k) text += static_cast<char>(random() % 256);
        junk.push_back(text);
    }
    for (const std::string& text : junk) {
        const Settings s = parse_settings(text);
        EXPECT_TRUE(s.dark);
        EXPECT_TRUE(std::isfinite(s.zoom));
        EXPECT_EQ(s.zoom, 1);
        EXPECT_GE(s.width, 0);
        EXPECT_LE(s.width, 16384);
        EXPECT_FALSE(s.contour.map);
    }
    EXPECT_EQ(parse_settings("zoom = 1e9").zoom, 3);
    EXPECT_EQ(parse_settings("zoom = -5").zoom, 0.5);
}

TEST(Settings, LieWhereTheUserKeepsThem) {
    const test::TemporaryFolder folder;
    setenv("XDG_CONFIG_HOME", (folder / "config").c_str(), 1);
    EXPECT_EQ(settings_file(), folder / "config" / "thalweg" / "window.conf");
    Settings s;
    s.dark = false;
    save_settings(s);
    EXPECT_FALSE(load_settings().dark);
    std::filesystem::remove_all(folder / "config");
    EXPECT_TRUE(load_settings().dark);
    test::write_file(folder / "config", "a file where a folder should be");
    save_settings(s);  // in vain, without a fuss
    EXPECT_TRUE(load_settings().dark);
    unsetenv("XDG_CONFIG_HOME");
}

}  // namespace
}  // namespace thalweg::app
