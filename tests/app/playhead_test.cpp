// The playhead: where it may stand, how fast it plays, and where the racers are between two steps.
#include <gtest/gtest.h>

#include <cmath>

#include "app/session/session.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

TEST(Playhead, StaysWithinTheRun) {
    Session session;
    const double last = session.scenario().steps;
    EXPECT_EQ(session.playhead(), last);
    session.apply(SetSteps{100});
    EXPECT_EQ(session.playhead(), 100);  // at the end it stays at the end
    session.apply(SetSteps{300});
    EXPECT_EQ(session.playhead(), 300);
    session.apply(SetPlayhead{200.5});
    session.apply(StepPlayhead{1});
    EXPECT_EQ(session.playhead(), 201);
    session.apply(SetPlayhead{200.5});
    session.apply(StepPlayhead{-1});
    EXPECT_EQ(session.playhead(), 200);
    session.apply(SetSteps{150});
    EXPECT_EQ(session.playhead(), 150);
    session.apply(SetPlayhead{10});
    session.apply(SetSteps{400});
    EXPECT_EQ(session.playhead(), 10);
    for (const int by : {-11, 1000, -1, 1}) session.apply(StepPlayhead{by});
    EXPECT_EQ(session.playhead(), 400);
}

TEST(Playhead, PlaysAtTheChosenSpeedWhateverTheFrames) {
    for (std::size_t speed = 0; speed < playback_speeds.size(); ++speed) {
        Session session;
        session.apply(SetSpeed{speed});
        session.apply(SetPlaying{true});
        EXPECT_EQ(session.playhead(), 0);
        for (int i = 0; i < 7; ++i) session.advance(0.01);
        if (std::isinf(playback_speeds[speed])) EXPECT_EQ(session.playhead(), session.scenario().steps);
        else EXPECT_NEAR(session.playhead(), 0.07 * playback_speeds[speed], 1e-9);
        for (int i = 0; i < 100; ++i) session.advance(10);
        EXPECT_EQ(session.playhead(), session.scenario().steps);
        EXPECT_FALSE(session.playing());
    }
}

TEST(Playhead, PositionsGlideBetweenRows) {
    Session session;
    const History& history = session.race().history(0);
    EXPECT_EQ(session.position_at(0, 7), history.theta(7));
    const Point middle = session.position_at(0, 7.5);
    EXPECT_NEAR((middle - 0.5 * (history.theta(7) + history.theta(8))).norm(), 0, 1e-12);
    EXPECT_EQ(session.position_at(0, 1e9), history.theta(history.rows() - 1));
    Session lost(diverging());
    EXPECT_EQ(lost.race().ending(0), Ending::diverged);
    EXPECT_TRUE(lost.position_at(0, 200).allFinite());
    EXPECT_LT(lost.row_at(0, 200), 200);
}

}  // namespace
}  // namespace thalweg::test
