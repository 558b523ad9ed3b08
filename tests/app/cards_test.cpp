// The order of the racers' cards, changed by hand.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

std::vector<std::string> names(Desk& desk) {
    std::vector<std::string> all;
    for (const RacerChoice& racer : desk.scenario().racers) all.push_back(racer.name);
    return all;
}

app::Rect heading(Desk& desk, std::string_view name) {
    const app::Rect pane = desk.pane("racers");
    for (const app::TextLogEntry& text : desk.texts())
        if (text.string == name && text.rect.x1 < pane.x1 && text.rect.y0 > pane.y0) return text.rect;
    ADD_FAILURE() << "no card of " << name;
    return {};
}

TEST(Cards, AreCarriedByTheirHeadingToAnotherPlace) {
    Desk desk;
    desk.settle();
    ASSERT_EQ(names(desk), (std::vector<std::string>{"Adam", "Momentum", "RMSprop", "SGD"}));
    const auto carry = [&](std::string_view from, std::string_view to, double below) {
        const app::Rect a = heading(desk, from), b = heading(desk, to);
        desk.drag(a.centre_x(), a.centre_y(), b.centre_x(), static_cast<double>(b.centre_y()) + below);
        desk.settle();
    };
    carry("Adam", "RMSprop", -40);  // the lower half of the card above it
    EXPECT_EQ(names(desk), (std::vector<std::string>{"Momentum", "Adam", "RMSprop", "SGD"}));
    carry("RMSprop", "Momentum", -4);
    EXPECT_EQ(names(desk), (std::vector<std::string>{"RMSprop", "Momentum", "Adam", "SGD"}));
    carry("RMSprop", "RMSprop", 20);  // not far enough to be anywhere else
    EXPECT_EQ(names(desk), (std::vector<std::string>{"RMSprop", "Momentum", "Adam", "SGD"}));
    desk.session().apply(app::Undo{});
    EXPECT_EQ(names(desk), (std::vector<std::string>{"Momentum", "Adam", "RMSprop", "SGD"}));  // one carry is one undo
}

TEST(Cards, EscapePutsBackWhatIsCarriedAndAClickStillSelects) {
    Desk desk;
    desk.settle();
    const app::Rect from = heading(desk, "Adam"), to = heading(desk, "RMSprop");
    desk.move(from.centre_x(), from.centre_y());
    desk.press();
    desk.frame();
    for (int i = 1; i <= 10; ++i) {
        desk.move(from.centre_x(), from.centre_y() + 0.1f * static_cast<float>(i) * (to.centre_y() - from.centre_y()));
        desk.frame();
    }
    desk.key(GLFW_KEY_ESCAPE);
    desk.frames(2);
    desk.release();
    desk.settle();
    EXPECT_EQ(names(desk).front(), "Adam");
    desk.click(to.centre_x(), to.centre_y());
    desk.settle();
    EXPECT_EQ(desk.session().selected(), 2u);
    EXPECT_EQ(names(desk).front(), "Adam");
}

}  // namespace
}  // namespace thalweg::test
