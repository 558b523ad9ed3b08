// `thalweg render`: the window as a picture, where there is no display at all.
#include <unistd.h>

#include "app/shell/theme.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/app/program/support.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/image.hpp"

namespace thalweg::test {
namespace {

using app::Rect;

class Render : public testing::Test {
protected:
    Image picture(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"render", "-o", (folder_ / "picture.png").string()});
        std::filesystem::remove(folder_ / "picture.png");
        const Outcome outcome = thalweg(arguments, folder_.path());
        EXPECT_EQ(outcome.code, 0) << outcome.errors;
        EXPECT_EQ(outcome.errors, "");
        EXPECT_EQ(outcome.output, (folder_ / "picture.png").string() + "\n");
        return Image::read(folder_ / "picture.png").value_or(Image{});
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_.path()), std::filesystem::directory_iterator{}));
    }
    TemporaryFolder folder_;
};

Colour hue(const app::Theme& theme, std::size_t racer) {
    const ImU32 c = app::racer_style(theme, racer).colour;
    return {static_cast<int>(c >> IM_COL32_R_SHIFT & 0xff), static_cast<int>(c >> IM_COL32_G_SHIFT & 0xff), static_cast<int>(c >> IM_COL32_B_SHIFT & 0xff)};
}

Rect contour(const Desk& desk) { return desk.pane("contour").inset(60, 40); }

TEST_F(Render, ShowsWhatTheWindowShows) {
    const Image image = picture({"--step", "168"});
    ASSERT_EQ(image.width(), 1280);
    ASSERT_EQ(image.height(), 800);
    Desk desk;
    desk.session().apply(app::SetPlayhead{168});
    desk.settle();
    EXPECT_GT(image.distinct_colours(contour(desk)), 400u);
    const auto brightness = [&, plane = desk.plane()](const Point& p) {
        const ImVec2 c = plane.pixel(p);
        return image.mean_brightness({c.x - 4, c.y - 4, c.x + 4, c.y + 4});
    };
    EXPECT_GT(brightness({1.9, -0.7}), brightness({0.45, 0.2}) + 60) << "the slope is no lighter than the valley";
    for (std::size_t racer = 0; racer < 2; ++racer) {
        EXPECT_GT(image.close_to(hue(app::dark_theme(), racer), 20, contour(desk)), 100u) << racer;
        EXPECT_GT(image.columns_with(hue(app::dark_theme(), racer), 20, contour(desk)), 30u) << racer;
    }
    int texts = 0;
    for (const app::TextLogEntry& entry : desk.texts()) {
        if (!entry.clip.contains(entry.rect)) continue;
        EXPECT_GE(image.distinct_colours(entry.rect), 3u) << "'" << entry.string << "' is missing";
        ++texts;
    }
    EXPECT_GT(texts, 80);
    EXPECT_EQ(files(), 1u) << "something is left beside the picture";
}

TEST_F(Render, ShowsTheSurfaceIn3d) {
    for (const bool light : {false, true})
        for (const auto& [view, pictures] : {std::pair("3d", app::Pictures::surface), std::pair("both", app::Pictures::both)}) {
            std::vector<std::string> arguments{"--view", view, "--surface", "himmelblau", "--racer", "adam,lr=0.1", "--racer", "sgd,lr=0.005", "--step", "60"};
            if (light) arguments.emplace_back("--light");
            const Image image = picture(arguments);
            app::Settings settings;
            settings.pictures = pictures;
            const Desk desk(on_surface("himmelblau", {"adam", "sgd"}), {.settings = settings});
            const Rect pane = desk.pane("surface"), middle = pane.inset(pane.width() * 0.25f, pane.height() * 0.25f);
            // A flat fill with isolines has a few hundred colours; light on curved ground has thousands.
            EXPECT_GT(image.distinct_colours(middle), 2000u) << view;
            for (std::size_t racer = 0; racer < 2; ++racer)
                EXPECT_GT(image.close_to(hue(light ? app::light_theme() : app::dark_theme(), racer), 24, pane), 20u) << view << " racer " << racer;
            // Around the surface there is the panel, nothing else.
            EXPECT_LT(image.distinct_colours({pane.x0 + 2, pane.y0 + pane.height() * 0.5f, pane.x0 + 6, pane.y1 - 2}), 3u) << view;
        }
}

TEST_F(Render, IsTheSamePictureEveryTime) {
    const Image a = picture({"--step", "30"}), b = picture({"--step", "30"});
    EXPECT_EQ(differing(a, b, a.all(), 0), 0u);
    const Image c = picture({"--step", "30", "--view", "both"}), d = picture({"--step", "30", "--view", "both"});
    EXPECT_EQ(differing(c, d, c.all(), 0), 0u);
}

TEST_F(Render, FollowsEveryOption) {
    const Image plain = picture({});
    const Rect middle = contour(Desk());
    EXPECT_GT(differing(plain, picture({"--step", "3"}), middle), 100u);
    EXPECT_GT(differing(plain, picture({"--select", "1"}), plain.all()), 500u);
    EXPECT_GT(differing(plain, picture({"--surface", "himmelblau"}), middle), 10'000u);
    EXPECT_GT(differing(plain, picture({"--start=0,2"}), middle), 200u);
    EXPECT_GT(differing(plain, picture({"--domain=0,2,0,2"}), middle), 10'000u);
    EXPECT_GT(differing(plain, picture({"--racer", "sgd,lr=0.0002"}), plain.all()), 500u);
}

TEST_F(Render, LightIsLight) {
    const Image dark = picture({}), light = picture({"--light"});
    EXPECT_GT(light.mean_brightness(light.all()), dark.mean_brightness(dark.all()) + 60);
    EXPECT_GT(light.close_to(hue(app::light_theme(), 0), 24, contour(Desk())), 100u);
}

TEST_F(Render, DrawsAtEverySize) {
    for (const auto& [width, height] : {std::pair(640, 480), std::pair(1024, 700), std::pair(1920, 1080), std::pair(777, 533)}) {
        const Image image = picture({"--size", std::to_string(width) + "x" + std::to_string(height)});
        EXPECT_EQ(image.width(), width);
        EXPECT_EQ(image.height(), height);
        EXPECT_GT(image.distinct_colours(image.all()), 400u);
    }
    const Image large = picture({"--size", "3840x2160", "--scale", "2"});
    EXPECT_EQ(large.width(), 3840);
    const Desk desk(default_scenario(), {.width = 3840, .height = 2160, .scale = 2});
    EXPECT_GT(large.distinct_colours(contour(desk)), 400u);
    EXPECT_GT(large.close_to(hue(app::dark_theme(), 0), 20, contour(desk)), 1000u);
}

// The moment scope fills in slices; the picture waits for the last one.
TEST_F(Render, WaitsForALongRun) {
    const std::vector<std::string> run{"--surface", "ackley", "--racer", "adam,lr=0.01", "--steps", "300000"};
    const Image a = picture(run), b = picture(run);
    EXPECT_EQ(differing(a, b, a.all(), 0), 0u);
    const Desk desk(on_surface("ackley", {"adam"}, 300'000));
    const Rect scope = desk.pane("scope");
    // Lines reach the right end of the plots.
    EXPECT_GT(a.close_to(hue(app::dark_theme(), 0), 40, {scope.x0 + 0.75f * scope.width(), scope.y0 + 80, scope.x1 - 28, scope.y1}), 20u);
}

TEST_F(Render, RefusesWhatMakesNoSense) {
    const std::string target = (folder_ / "none.png").string();
    const auto with = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"render", "-o", target});
        return thalweg(arguments, folder_.path());
    };
    for (const char* size : {"0x0", "100x100", "9000x800", "1280", "x", "1280x", "1280x800x2", "-1280x800", "1e3x800", "1280 x 800", ""})
        EXPECT_TRUE(refused(with({std::string("--size=") + size}), {"--size"})) << size;
    for (const char* scale : {"0", "0.5", "5", "nan", "-1"}) EXPECT_TRUE(refused(with({std::string("--scale=") + scale}), {"--scale"})) << scale;
    for (const char* step : {"-1", "501", "nan"}) EXPECT_TRUE(refused(with({std::string("--step=") + step, "--steps", "500"}), {"--step"})) << step;
    EXPECT_TRUE(refused(with({"--surface", "rosenbrok"}), {"rosenbrok", "rosenbrock"}));
    EXPECT_TRUE(refused(with({"--racer", "adm"}), {"adm", "adam"}));
    EXPECT_TRUE(refused(with({"--racer", "adam,lr=-1"}), {"lr"}));
    EXPECT_TRUE(refused(with({"--racer", "adam,rl=1"}), {"rl"}));
    EXPECT_TRUE(refused(with({"--data", "missing.csv"}), {"missing.csv"}));
    EXPECT_TRUE(refused(with({"missing.toml"}), {"missing.toml"}));
    EXPECT_TRUE(refused(with({"--select", "99"}), {"--select"}));
    EXPECT_TRUE(refused(with({"--view", "side"}), {"--view", "Known: contour, 3d, both"}));
    EXPECT_TRUE(refused(with({"--batch", "3"}), {"--batch"}));
    EXPECT_TRUE(refused(with({"--colour", "red"}), {"--colour"}));
    EXPECT_TRUE(refused(with({"--steps", "many"}), {"--steps"}));
    EXPECT_TRUE(refused(with({"--start=1"}), {"--start"}));
    EXPECT_TRUE(refused(with({"--start=inf,0"}), {"--start"}));
    EXPECT_TRUE(refused(with({"--steps", "0"})));
    EXPECT_TRUE(refused(with({"--steps", "1000001"})));
    EXPECT_TRUE(refused(with({"--parameter", "a"}), {"--parameter"}));
    EXPECT_TRUE(refused(with({"--surface", "booth", "--data", "x.csv"})));
    EXPECT_EQ(files(), 0u) << "something was written";
}

TEST_F(Render, RefusesBrokenFiles) {
    const std::string target = (folder_ / "none.png").string();
    const auto with_file = [&](const std::string& name, const std::string& content) {
        write_file(folder_ / name, content);
        const Outcome outcome = name.ends_with(".csv") ? thalweg({"render", "-o", target, "--data", name}, folder_.path()) : thalweg({"render", "-o", target, name}, folder_.path());
        EXPECT_FALSE(std::filesystem::exists(target));
        return outcome;
    };
    EXPECT_TRUE(refused(with_file("a.toml", "steps = [\n"), {"a.toml"}));
    EXPECT_TRUE(refused(with_file("b.toml", "stepps = 12\n"), {"b.toml", "stepps"}));
    EXPECT_TRUE(refused(with_file("c.toml", "steps = -5\n"), {"c.toml", "steps"}));
    EXPECT_TRUE(refused(with_file("d.toml", "[[racer]]\noptimizer = \"adam\"\nbeta1 = 1.5\n"), {"d.toml", "beta1"}));
    EXPECT_TRUE(refused(with_file("e.toml", std::string("\0\x01\xff", 3)), {"e.toml"}));
    EXPECT_TRUE(refused(with_file("f.csv", "x,y\n1,2\nthree,4\n"), {"f.csv", "3"}));
    EXPECT_TRUE(refused(with_file("g.csv", ""), {"g.csv"}));
}

TEST_F(Render, SaysWhereItCannotWrite) {
    EXPECT_TRUE(refused(thalweg({"render", "-o", (folder_ / "no" / "such" / "folder.png").string()}), {"cannot write", "folder.png"}));
    EXPECT_TRUE(refused(thalweg({"render", "-o", folder_.path().string()}), {"cannot write"}));
    EXPECT_EQ(files(), 0u);
    // An old picture survives a failure.
    write_file(folder_ / "locked" / "old.png", "old");
    std::filesystem::permissions(folder_ / "locked", std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    if (geteuid() != 0) {
        EXPECT_TRUE(refused(thalweg({"render", "-o", (folder_ / "locked" / "old.png").string()}), {"cannot write"}));
        EXPECT_EQ(read_file(folder_ / "locked" / "old.png"), "old");
    }
    std::filesystem::permissions(folder_ / "locked", std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace thalweg::test
