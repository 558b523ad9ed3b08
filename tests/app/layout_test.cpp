// The whole window at many sizes: every text is readable, and none lies upon another.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "app/presets.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

struct Size {
    const char* name;
    int width, height;
    float scale;
};
constexpr std::array sizes{Size{"1024x700", 1024, 700, 1}, Size{"1280x800", 1280, 800, 1}, Size{"1920x1080", 1920, 1080, 1}, Size{"3840x2160", 3840, 2160, 2}};

struct Case {
    const char* name;
    Scenario (*make)();
};
Scenario briefly(std::string_view preset) {
    Scenario s = find_preset(preset)->scenario;
    s.steps = 40;
    return s;
}
constexpr std::array cases{
    Case{"Default", [] { return default_scenario(); }},
    Case{"Nobody", [] { return on_surface("himmelblau", {}); }},
    Case{"OneRacer", [] { return on_surface("six_hump_camel", {"adam"}); }},
    Case{"TwelveRacers", crowded},
    Case{"LongNames", with_long_names},
    Case{"Data", [] { return on_data(dataset_catalogue()[0].id, 0); }},
    Case{"ManyPoints", [] { return on_data("noisy_line", 0); }},
    Case{"Classes", [] { return on_data("two_clouds", 0); }},
    Case{"Outliers", [] { return on_data("outliers", 0); }},
    Case{"Minibatches", [] { return on_data(dataset_catalogue()[0].id, 4); }},
    Case{"Diverging", diverging},
    Case{"ManySteps", [] { return on_surface("ackley", {"adam", "sgd"}, 100'000); }},
    Case{"Network", [] { return briefly("two_spirals"); }},
    Case{"HugeValues", [] { return on_surface("goldstein_price", {"rmsprop", "momentum"}); }},
};

std::string where(const TextLogEntry& e) {
    const auto n = [](float v) { return std::to_string(std::lround(v)); };
    return "'" + e.string + "' at " + n(e.rect.x0) + "," + n(e.rect.y0) + " to " + n(e.rect.x1) + "," + n(e.rect.y1);
}

// What scrolls may be cut where it scrolls out of sight.
std::vector<TextLogEntry> seen(Desk& desk) {
    std::vector<TextLogEntry> all;
    for (const TextLogEntry& entry : desk.texts())
        if (visible(entry)) all.push_back(entry);
    return all;
}

bool scrolls(Desk& desk, const TextLogEntry& entry) {
    const bool network = desk.scenario().problem.network != nullptr;
    for (const char* view : network ? std::vector<const char*>{"racers", "laboratory"} : std::vector<const char*>{"racers", "scope", "readout", "anatomy"})
        if (desk.shows(view) && desk.pane(view).contains(entry.clip)) return true;
    return false;
}

void expect_readable(Desk& desk, float scale) {
    const std::vector<TextLogEntry> texts = seen(desk);
    EXPECT_GT(texts.size(), 20u);
    const Rect window = desk.window();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const TextLogEntry& a = texts[i];
        EXPECT_TRUE(window.contains(a.rect)) << where(a) << " leaves the window";
        // From the top of the capitals to the baseline; a face of 12 has 8.7.
        EXPECT_GE(a.rect.height(), 8 * scale) << where(a) << " is too small";
        const bool cut_sideways = a.rect.x0 < a.clip.x0 - 1 || a.rect.x1 > a.clip.x1 + 1;
        const bool cut_lengthways = a.rect.y0 < a.clip.y0 - 1 || a.rect.y1 > a.clip.y1 + 1;
        EXPECT_FALSE(cut_sideways) << where(a) << " is cut to " << a.clip.x0 << " … " << a.clip.x1;
        EXPECT_FALSE(cut_lengthways && !scrolls(desk, a)) << where(a) << " is cut to " << a.clip.y0 << " … " << a.clip.y1;
        for (std::size_t j = 0; j < i; ++j) {
            const Rect mine = a.rect.inset(0.6f), other = texts[j].rect.inset(0.6f);
            const Rect both{std::max(a.clip.x0, texts[j].clip.x0), std::max(a.clip.y0, texts[j].clip.y0), std::min(a.clip.x1, texts[j].clip.x1), std::min(a.clip.y1, texts[j].clip.y1)};
            EXPECT_FALSE(mine.overlaps(other) && both.overlaps(mine) && both.overlaps(other)) << where(a) << " lies upon " << where(texts[j]);
        }
    }
}

class Layout : public testing::TestWithParam<std::tuple<Size, Case, bool>> {};

TEST_P(Layout, LeavesEveryTextReadable) {
    const auto& [size, scenario, dark] = GetParam();
    Desk desk(scenario.make(), {.width = size.width, .height = size.height, .scale = size.scale, .dark = dark});
    expect_readable(desk, size.scale);
    desk.session().apply(SetPlayhead{0});
    desk.frames(2);
    expect_readable(desk, size.scale);
    desk.session().apply(SetPlayhead{37});
    desk.frames(2);
    expect_readable(desk, size.scale);
}

TEST(LayoutOfData, LeavesTheFeaturesReadableWhateverTheMouseIsOn) {
    for (const Size& size : sizes) {
        SCOPED_TRACE(size.name);
        Desk desk(on_data("two_features", 0), {.width = size.width, .height = size.height, .scale = size.scale});
        const TextLogEntry* features = desk.find("features");
        ASSERT_TRUE(features);
        expect_readable(desk, size.scale);
        desk.click(static_cast<double>(features->rect.centre_x()), static_cast<double>(features->rect.centre_y()));
        desk.settle();
        const PlaneFit plane = desk.data_plane();
        for (const Point& p : {Point(2, 3), Point(3.6, 2.4)}) {
            const ImVec2 at = plane.pixel(p);
            desk.move(static_cast<double>(at.x), static_cast<double>(at.y));
            desk.frames(2);
            expect_readable(desk, size.scale);
        }
    }
}

// The schedule rows of a racer's card: every schedule of the catalogue, for the learning rate and for the momentum at once, after a
// warm-up, with every wrapper; all the way down the panel, as wide as it comes and as narrow as it gets.
class LayoutOfSchedules : public testing::TestWithParam<std::tuple<Size, bool, bool>> {};

// Nothing ends with an ellipsis, but for the button that folds the rows: it lists all that is in them.
void expect_readable_all_the_way_down(Desk& desk, float scale, const std::string& summary) {
    constexpr std::string_view ellipsis = "…";
    const auto whole = [&](const std::string& text) { return !text.ends_with(ellipsis) || summary.starts_with(text.substr(0, text.size() - ellipsis.size())); };
    const Rect panel = desk.pane("racers");
    const double x = static_cast<double>(panel.centre_x()), y = static_cast<double>(panel.y1) - 40;
    desk.wheel(x, y, 200);
    for (int page = 0; page < 40; ++page) {
        desk.move(1, 1);  // away from hints, which may lie upon anything
        desk.frames(2);
        expect_readable(desk, scale);
        for (const TextLogEntry& entry : seen(desk)) EXPECT_TRUE(!panel.contains(entry.clip) || whole(entry.string)) << where(entry) << " is cut short";
        const std::vector<TextLogEntry> before = desk.texts();
        desk.wheel(x, y, -4);
        const auto same = [](const TextLogEntry& a, const TextLogEntry& b) { return a.string == b.string && a.rect.y0 == b.rect.y0; };
        if (std::equal(before.begin(), before.end(), desk.texts().begin(), desk.texts().end(), same)) return;
    }
    ADD_FAILURE() << "the panel has no end";
}

TEST_P(LayoutOfSchedules, LeaveEveryTextReadable) {
    const auto& [size, dark, narrow] = GetParam();
    DeskOptions options{.width = size.width, .height = size.height, .scale = size.scale, .dark = dark};
    if (narrow) options.settings.panes = "(row 0.1 racers (column 0.7 contour loss))";
    Desk desk(on_surface("rosenbrock", {"rmsprop"}, 1000), options);
    const TextLogEntry* fold = desk.find("Schedule");
    ASSERT_TRUE(fold);
    desk.click(static_cast<double>(fold->rect.centre_x()), static_cast<double>(fold->rect.centre_y()));
    std::size_t turn = 0;
    for (const ScheduleSpec& spec : schedule_catalogue()) {
        SCOPED_TRACE(std::string(spec.id));
        RacerChoice racer = desk.scenario().racers[0];
        racer.schedule = racer.momentum_schedule = default_schedule(spec, desk.scenario().steps);
        racer.schedule.warmup = turn % 2 == 0 ? 150 : 0;
        const std::size_t wrapper = turn++ % (wrapper_catalogue().size() + 1);
        racer.wrapper = wrapper == 0 ? WrapperSetup{} : default_wrapper(wrapper_catalogue()[wrapper - 1]);
        desk.session().apply(SetRacer{0, racer});
        desk.session().apply(SetPlayhead{turn % 3 == 0 ? 0.0 : 437.0});
        desk.settle();
        EXPECT_TRUE(desk.find(spec.name)) << "its name is not to be read in full";
        expect_readable_all_the_way_down(desk, size.scale, schedule_summary(racer));
    }
}

INSTANTIATE_TEST_SUITE_P(All, LayoutOfSchedules, testing::Combine(testing::ValuesIn(sizes), testing::Bool(), testing::Bool()), [](const auto& p) {
    return std::string(std::get<0>(p.param).name) + (std::get<1>(p.param) ? "_dark" : "_light") + (std::get<2>(p.param) ? "_narrow" : "");
});

// Views of networks that a page of their own shows.
class NetworkViews : public testing::TestWithParam<std::tuple<Size, const char*, bool>> {};

TEST_P(NetworkViews, LeaveEveryTextReadable) {
    const auto& [size, preset, dark] = GetParam();
    Scenario scenario = find_preset(preset)->scenario;
    scenario.steps = 40;
    DeskOptions options{.width = size.width, .height = size.height, .scale = size.scale, .dark = dark};
    options.settings.network_panes[0] = "(row 0.3 racers (column 0.6 moments sharpness))";
    Desk desk(scenario, options);
    for (std::size_t racer = 0; racer < scenario.racers.size(); ++racer) {
        desk.session().apply(Select{racer});
        desk.session().apply(SetPlayhead{racer == 1 ? 0.0 : 37.0});
        desk.settle();
        expect_readable(desk, size.scale);
    }
}

INSTANTIATE_TEST_SUITE_P(All, NetworkViews, testing::Combine(testing::ValuesIn(sizes), testing::Values("two_spirals", "dead_relus"), testing::Values(true)), [](const auto& p) {
    return std::string(std::get<1>(p.param)) + "_" + std::get<0>(p.param).name + (std::get<2>(p.param) ? "_dark" : "_light");
});

INSTANTIATE_TEST_SUITE_P(All, Layout, testing::Combine(testing::ValuesIn(sizes), testing::ValuesIn(cases), testing::Bool()), [](const auto& p) {
    return std::string(std::get<1>(p.param).name) + "_" + std::get<0>(p.param).name + (std::get<2>(p.param) ? "_dark" : "_light");
});

class LayoutOfPages : public testing::TestWithParam<std::tuple<Size, Case, NetworkPage>> {};

TEST_P(LayoutOfPages, LeavesEveryTextReadable) {
    const auto& [size, scenario, page] = GetParam();
    Settings settings;
    settings.network_page = page;
    Desk desk(scenario.make(), {.width = size.width, .height = size.height, .scale = size.scale, .dark = size.width % 100 == 0, .settings = settings});
    desk.settle();
    expect_readable(desk, size.scale);
    desk.session().apply(KeepBefore{true});  // the pair
    desk.session().apply(SetSeed{11});
    desk.settle();
    expect_readable(desk, size.scale);
}

constexpr std::array networks{
    Case{"Deep", [] { return briefly("sigmoid_20_deep"); }},
    Case{"Residual", [] { return briefly("residual_path"); }},
    Case{"OneInput", [] { return briefly("curve"); }},
    Case{"ThroughTime", [] { return briefly("recurrent_cell"); }},
};
INSTANTIATE_TEST_SUITE_P(All, LayoutOfPages, testing::Combine(testing::ValuesIn(sizes), testing::ValuesIn(networks), testing::Values(NetworkPage::flow, NetworkPage::diagram, NetworkPage::moments)), [](const auto& p) {
    return std::string(std::get<1>(p.param).name) + "_" + std::get<0>(p.param).name + "_" + std::string(key_of(std::get<2>(p.param)));
});

// A landscape of a large network takes its time.
INSTANTIATE_TEST_SUITE_P(Landscape, LayoutOfPages, testing::Combine(testing::ValuesIn(sizes), testing::Values(Case{"OneInput", [] { return briefly("curve"); }}), testing::Values(NetworkPage::landscape)),
                         [](const auto& p) { return std::get<0>(p.param).name; });

class LayoutLandscape : public testing::TestWithParam<std::tuple<Size, const char*, bool>> {};

TEST_P(LayoutLandscape, LeavesEveryTextReadable) {
    const auto& [size, panes, dark] = GetParam();
    Settings settings;
    settings.network_panes[0] = panes;
    Scenario scenario = find_preset("two_spirals")->scenario;
    scenario.steps = 100;
    Desk desk(scenario, {.width = size.width, .height = size.height, .scale = size.scale, .dark = dark, .settings = settings});
    expect_readable(desk, size.scale);
    EXPECT_TRUE(desk.find_containing("of the motion"));
    desk.session().apply(SetPlayhead{37});
    desk.frames(2);
    expect_readable(desk, size.scale);
}

INSTANTIATE_TEST_SUITE_P(All, LayoutLandscape, testing::Combine(testing::ValuesIn(sizes), testing::Values("(row 0.3 racers (row 0.5 landscape landscape_3d))", "(row 0.7 (row 0.65 landscape landscape_3d) racers)", "(row 0.3 racers landscape_3d)"), testing::Values(false)));

class Layout3d : public testing::TestWithParam<std::tuple<Size, Case, Pictures>> {};

TEST_P(Layout3d, LeavesEveryTextReadable) {
    const auto& [size, scenario, pictures] = GetParam();
    Settings settings;
    settings.pictures = pictures;
    Desk desk(scenario.make(), {.width = size.width, .height = size.height, .scale = size.scale, .settings = settings});
    expect_readable(desk, size.scale);
    const Rect pane = desk.pane("surface");
    for (int turn = 0; turn < 5; ++turn) {
        desk.drag(static_cast<double>(pane.centre_x()), static_cast<double>(pane.centre_y()), static_cast<double>(pane.centre_x()) + 90, static_cast<double>(pane.centre_y()) + (turn % 2 == 0 ? 60 : -100), 4);
        expect_readable(desk, size.scale);
    }
    desk.wheel(static_cast<double>(pane.centre_x()), static_cast<double>(pane.centre_y()), 3);
    expect_readable(desk, size.scale);
}

INSTANTIATE_TEST_SUITE_P(All, Layout3d, testing::Combine(testing::ValuesIn(sizes), testing::Values(cases[0], cases[3], cases[4], cases[6], cases[7], cases[9]), testing::Values(Pictures::surface, Pictures::both)),
                         [](const auto& p) { return std::string(std::get<1>(p.param).name) + "_" + std::get<0>(p.param).name + (std::get<2>(p.param) == Pictures::both ? "_both" : "_surface"); });

TEST(Window, GivesTheSurfaceAtLeast640By440PixelsAt1280By800) {
    Settings settings;
    settings.pictures = Pictures::surface;
    Desk desk(default_scenario(), {.settings = settings});
    EXPECT_GE(desk.pane("surface").width(), 640);
    EXPECT_GE(desk.pane("surface").height(), 440);
}

class EverySurface : public testing::TestWithParam<std::string_view> {};

TEST_P(EverySurface, LeavesEveryTextReadable) {
    Desk desk(on_surface(GetParam(), {"adam", "sgd"}, 60));
    expect_readable(desk, 1);
}

TEST_P(EverySurface, LeavesEveryTextReadableInASmallWindow) {
    Desk desk(on_surface(GetParam(), {"adam", "sgd"}, 60), {.width = 1024, .height = 700});
    expect_readable(desk, 1);
}

std::vector<std::string_view> surface_ids() {
    std::vector<std::string_view> ids;
    for (const SurfaceSpec& s : surface_catalogue()) ids.push_back(s.id);
    return ids;
}
INSTANTIATE_TEST_SUITE_P(All, EverySurface, testing::ValuesIn(surface_ids()), [](const auto& p) { return std::string(p.param); });

class EveryOptimizer : public testing::TestWithParam<std::string_view> {};

TEST_P(EveryOptimizer, LeavesEveryTextReadable) {
    for (const auto& [width, height] : {std::pair(1280, 800), std::pair(1024, 700)}) {
        Desk desk(on_surface("rosenbrock", {GetParam()}, 60), {.width = width, .height = height});
        expect_readable(desk, 1);
    }
}

std::vector<std::string_view> optimizer_ids() {
    std::vector<std::string_view> ids;
    for (const OptimizerSpec& o : optimizer_catalogue()) ids.push_back(o.id);
    return ids;
}
INSTANTIATE_TEST_SUITE_P(All, EveryOptimizer, testing::ValuesIn(optimizer_ids()), [](const auto& p) { return std::string(p.param); });

TEST(Window, GivesTheContourAtLeast640By440PixelsAt1280By800) {
    Desk desk;
    ContourState state;
    Edits edits;
    SharedCursor cursor;
    desk.gui().begin_frame({1280, 800}, 1.0 / 60);
    ImGui::Begin("alone", nullptr, ImGuiWindowFlags_NoDecoration);
    draw_contour_view({desk.session(), desk.gui().ui(), edits, cursor, desk.pane("contour")}, state);
    ImGui::End();
    desk.gui().end_frame();
    EXPECT_GE(state.size.width, 640);
    EXPECT_GE(state.size.height, 440);
}

TEST(Window, BearsAnySize) {
    Desk desk;
    for (const auto& [width, height] : {std::pair(1, 1), std::pair(48, 900), std::pair(900, 48), std::pair(300, 200), std::pair(640, 480), std::pair(7680, 4320), std::pair(1280, 800)}) {
        desk.resize(width, height);
        desk.frames(3);
    }
    desk.settle();
    expect_readable(desk, 1);
}

}  // namespace
}  // namespace thalweg::test
