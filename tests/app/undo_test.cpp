// Undo and redo: what is one entry, how far they reach, and which file they belong to.
#include <gtest/gtest.h>

#include "app/session/session.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

TEST(Undo, AGestureIsOneEntry) {
    Session session;
    const Scenario before = session.scenario();
    for (int i = 1; i <= 50; ++i) session.apply(SetHyperparameter{0, "lr", 0.001 * i});
    session.apply(EndGesture{});
    const Scenario first = session.scenario();
    for (int i = 1; i <= 50; ++i) session.apply(SetHyperparameter{0, "lr", 0.002 * i});
    session.apply(EndGesture{});
    for (int i = 1; i <= 50; ++i) session.apply(SetStart{{0.01 * i, 1}});
    session.apply(EndGesture{});
    session.apply(Undo{});
    EXPECT_EQ(session.scenario().problem.start, before.problem.start);
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), first);
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), before);
    EXPECT_FALSE(session.can_undo());
}

// The rotation probe: the start goes with the surface, so the race is the same race on the turned surface.
TEST(Undo, TurningTheSurfaceIsOneGestureAndTakesTheStartAlong) {
    Session session;
    const Scenario before = session.scenario();
    for (int i = 1; i <= 50; ++i) session.apply(SetTransform{4, 0.01 * i});
    session.apply(EndGesture{});
    const ProblemChoice& turned = session.scenario().problem;
    EXPECT_EQ(turned.transform.values[4], 0.5);
    EXPECT_LE((turned.transform.revert(turned.start) - before.problem.start).norm(), 1e-12);
    EXPECT_LE((session.problem().minima[0] - turned.transform.apply({1, 1})).norm(), 1e-15);
    for (int i = 49; i >= 0; --i) session.apply(SetTransform{4, 0.01 * i});
    session.apply(EndGesture{});
    EXPECT_EQ(session.scenario(), before) << "back to the last bit";
    session.apply(Undo{});
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), before);
    EXPECT_FALSE(session.can_undo());
}

TEST(Undo, AnotherSliderIsAnotherEntryEvenWithoutAnEnd) {
    Session session;
    const Scenario before = session.scenario();
    session.apply(SetHyperparameter{0, "lr", 0.5});
    session.apply(SetHyperparameter{1, "lr", 0.5});
    session.apply(Undo{});
    EXPECT_EQ(session.scenario().racers[0].hyper[0], 0.5);
    EXPECT_EQ(session.scenario().racers[1], before.racers[1]);
}

TEST(Undo, AnEditForgetsWhatCouldBeRedone) {
    Session session;
    session.apply(SetSteps{100});
    session.apply(Undo{});
    EXPECT_TRUE(session.can_redo());
    session.apply(SetSteps{120});
    EXPECT_FALSE(session.can_redo());
    const Scenario now = session.scenario();
    session.apply(Redo{});
    EXPECT_EQ(session.scenario(), now);
}

TEST(Undo, AGestureGoesOnAfterUndoAsANewEntry) {
    Session session;
    session.apply(SetSteps{100});
    session.apply(Undo{});
    session.apply(SetSteps{110});
    session.apply(SetSteps{120});
    EXPECT_TRUE(session.can_undo());
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), default_scenario());
}

TEST(Undo, ReachesFarBackAndForgetsTheOldest) {
    UndoHistory history;
    Situation now;
    for (int i = 1; i <= static_cast<int>(UndoHistory::capacity) + 50; ++i) {
        history.record(now, "");
        Scenario next = *now.scenario;
        next.steps = i;
        now.scenario = std::make_shared<const Scenario>(next);
    }
    std::size_t count = 0;
    while (history.can_undo()) history.undo(now), ++count;
    EXPECT_EQ(count, UndoHistory::capacity);
    EXPECT_EQ(now.scenario->steps, 50);
    while (history.can_redo()) history.redo(now);
    EXPECT_EQ(now.scenario->steps, static_cast<int>(UndoHistory::capacity) + 50);
}

TEST(Undo, BringsTheFileBackToo) {
    const TemporaryFolder folder;
    Session session;
    session.apply(SaveFile{folder / "mine.toml"});
    ASSERT_EQ(save_scenario(on_surface("booth", {"adam"}), folder / "other.toml"), "");
    session.apply(OpenFile{folder / "other.toml"});
    EXPECT_EQ(session.file(), folder / "other.toml");
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), default_scenario());
    EXPECT_EQ(session.file(), folder / "mine.toml") << "saving now would overwrite the other file";
    EXPECT_FALSE(session.modified());
    session.apply(Redo{});
    EXPECT_EQ(session.file(), folder / "other.toml");
    EXPECT_FALSE(session.modified());
}

TEST(Undo, KnowsWhatTheFileHoldsSinceItWasSaved) {
    const TemporaryFolder folder;
    Session session;
    session.apply(SetSteps{50});
    session.apply(EndGesture{});
    session.apply(SaveFile{folder / "a.toml"});
    session.apply(SetSteps{60});
    session.apply(EndGesture{});
    session.apply(SetSteps{70});
    session.apply(Undo{});
    session.apply(SaveFile{folder / "a.toml"});
    EXPECT_FALSE(session.modified());
    for (const int steps : {50, default_scenario().steps}) {
        session.apply(Undo{});
        EXPECT_EQ(session.scenario().steps, steps);
        EXPECT_TRUE(session.modified()) << "60 is on the disk";
    }
    session.apply(Redo{});
    session.apply(Redo{});
    EXPECT_FALSE(session.modified());
    session.apply(Redo{});
    EXPECT_TRUE(session.modified());
    EXPECT_EQ(session.file(), folder / "a.toml");
}

TEST(Undo, StaysWithTheFileThatWasChosenLast) {
    const TemporaryFolder folder;
    ASSERT_EQ(save_scenario(on_surface("booth", {"adam"}), folder / "first.toml"), "");
    Session session;
    session.apply(OpenFile{folder / "first.toml"});
    session.apply(SetSteps{50});
    session.apply(SaveFile{folder / "copy.toml"});
    session.apply(Undo{});
    EXPECT_EQ(session.file(), folder / "copy.toml") << "saving now would overwrite the first one";
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), default_scenario());
    EXPECT_EQ(session.file(), "") << "what was open before the first one was opened";
}

}  // namespace
}  // namespace thalweg::test
