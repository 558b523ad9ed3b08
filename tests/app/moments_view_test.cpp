// The moments of the selected racer layer by layer: measured once per shown step, in the columns that were chosen.
#include <gtest/gtest.h>

#include <cmath>

#include "app/presets.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario four_racers(int steps = 60) {
    Scenario s = find_preset("two_spirals")->scenario;
    s.steps = steps;
    return s;
}

DeskOptions with_moments(int width = 1280, int height = 800) {
    DeskOptions options{.width = width, .height = height};
    options.settings.network_panes[0] = "(row 0.25 racers (column 0.6 moments training))";
    return options;
}

TEST(MomentsView, ShowsWhatTellsMostAboutTheSelectedOptimizer) {
    Desk desk(four_racers(), with_moments());
    desk.session().apply(Select{3});
    desk.settle();
    EXPECT_TRUE(desk.find("MOMENTS"));
    for (const char* column : {"|m|", "|√v̂|", "|α/(√v̂+ε)|", "|Δθ|"}) EXPECT_TRUE(desk.find(column)) << column;
    for (const char* layer : {"layer 1", "layer 2", "layer 3", "output"}) EXPECT_TRUE(desk.find(layer)) << layer;
    EXPECT_TRUE(desk.find("after update 60, what the next one would be"));
    desk.session().apply(SetPlayhead{20});
    desk.settle();
    EXPECT_TRUE(desk.find("update 21"));
    desk.session().apply(Select{0});
    desk.settle();
    EXPECT_TRUE(desk.find("|g|"));
    EXPECT_TRUE(desk.find("|Δθ|"));
    EXPECT_FALSE(desk.find("|m|"));
}

TEST(MomentsView, TheMenuAddsAColumnAndTakesItAwayForThisOptimizerAlone) {
    Desk desk(four_racers(), with_moments(1920, 1080));
    desk.session().apply(Select{3});
    desk.settle();
    EXPECT_FALSE(desk.find("|g|"));
    const auto press = [&](const char* text) {
        const TextLogEntry* entry = desk.find_containing(text);
        ASSERT_TRUE(entry) << text;
        desk.click(static_cast<double>(entry->rect.centre_x()), static_cast<double>(entry->rect.centre_y()));
    };
    press("Columns");
    press("gradient of the batch");
    desk.key(256);  // Escape
    desk.settle();
    EXPECT_TRUE(desk.find("|g|"));
    desk.session().apply(Select{1});
    desk.settle();
    desk.session().apply(Select{3});
    desk.settle();
    EXPECT_TRUE(desk.find("|g|"));
    press("Columns");
    press("gradient of the batch");
    desk.key(256);
    desk.settle();
    EXPECT_FALSE(desk.find("|g|"));
    EXPECT_FALSE(desk.session().modified());
}

TEST(MomentsView, KeepsTheStepWhereThereIsRoomForFew) {
    DeskOptions narrow = with_moments(1024, 700);
    narrow.settings.network_panes[0] = "(row 0.62 racers (column 0.6 moments training))";
    Desk desk(four_racers(), narrow);
    desk.session().apply(Select{3});
    desk.settle();
    EXPECT_TRUE(desk.find("|m|"));
    EXPECT_TRUE(desk.find("|Δθ|"));
    EXPECT_FALSE(desk.find("|α/(√v̂+ε)|"));
}

TEST(MomentsView, SaysHowManyAreExactlyZero) {
    Scenario s = find_preset("dead_relus")->scenario;
    s.steps = 60;
    Desk desk(s, with_moments());
    desk.settle();
    EXPECT_TRUE(desk.find_containing("all 0") || desk.find_containing("% zeros")) << "a dead ReLU passes no gradient";
}

TEST(MomentsView, MeasuresOnceAndRests) {
    Desk desk(four_racers(), with_moments());
    desk.settle();
    const int vertices = desk.vertices();
    for (int i = 0; i < 10; ++i) {
        desk.frame();
        EXPECT_TRUE(std::isinf(desk.gui().wanted_within()));
        EXPECT_TRUE(desk.studio().settled());
    }
    EXPECT_EQ(desk.vertices(), vertices);
}

}  // namespace
}  // namespace thalweg::test
