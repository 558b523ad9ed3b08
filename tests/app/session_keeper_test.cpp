// What is open outlives the process: scenario, undo, redo, playhead.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "app/session_keeper.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

class Keeper : public testing::Test {
protected:
    Keeper() { std::filesystem::remove_all(folder_); }
    ~Keeper() override { std::filesystem::remove_all(folder_); }

    static std::string folder_of(long process) { return "open-" + std::to_string(process); }
    // As if the process had been killed: its number is that of nobody.
    void die() { std::filesystem::copy(folder_ / folder_of(getpid()), folder_ / folder_of(nobody), std::filesystem::copy_options::recursive); }

    static constexpr long nobody = 999'999'998;  // more than a system hands out
    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / ("keeper" + std::to_string(getpid()));
};

TEST_F(Keeper, BringsBackWhatWasOpen) {
    Session session(on_surface("rosenbrock", {"adam", "sgd"}));
    SessionKeeper keeper(folder_);
    EXPECT_FALSE(keeper.keep(session)) << "what a start brings by itself needs no keeping";
    EXPECT_FALSE(std::filesystem::exists(folder_ / folder_of(getpid())));
    session.apply(SetSteps{50});
    session.apply(SetStart{{0.5, 0.25}});
    session.apply(SaveFile{folder_ / "mine.toml"});
    session.apply(SetHyperparameter{0, "lr", 0.5});
    session.apply(SetSeed{3});
    session.apply(Undo{});
    session.apply(SetPlayhead{17});
    session.apply(Select{1});
    session.apply(SetSpeed{7});
    EXPECT_TRUE(keeper.keep(session));
    EXPECT_FALSE(keeper.keep(session));
    die();

    SessionKeeper next(folder_);
    const auto found = next.recover().memory;
    ASSERT_TRUE(found);
    EXPECT_FALSE(next.recover().memory) << "found once";
    Session again(*found);
    EXPECT_EQ(again.scenario(), session.scenario());
    EXPECT_EQ(again.file(), session.file());
    EXPECT_EQ(again.modified(), session.modified());
    EXPECT_EQ(again.playhead(), 17);
    EXPECT_EQ(again.selected(), 1u);
    EXPECT_EQ(again.speed(), 7u);
    while (session.can_undo() || again.can_undo()) {
        session.apply(Undo{});
        again.apply(Undo{});
        ASSERT_EQ(again.scenario(), session.scenario());
    }
    while (session.can_redo() || again.can_redo()) {
        session.apply(Redo{});
        again.apply(Redo{});
        ASSERT_EQ(again.scenario(), session.scenario());
    }
    EXPECT_EQ(again.scenario().seed, 3u);
}

TEST_F(Keeper, LeavesNothingBehindAndLeavesThoseThatRunAlone) {
    {
        Session session;
        SessionKeeper keeper(folder_);
        keeper.keep(session);
        session.apply(SetSteps{50});
        EXPECT_TRUE(keeper.keep(session));
        EXPECT_TRUE(std::filesystem::exists(folder_ / folder_of(getpid()) / "index"));
        EXPECT_FALSE(SessionKeeper(folder_).recover().memory) << "it is open";
        EXPECT_TRUE(std::filesystem::exists(folder_ / folder_of(getpid()) / "index"));
        SessionKeeper other(std::filesystem::path{});
        EXPECT_FALSE(SessionKeeper(folder_ / "elsewhere").recover().memory);
        EXPECT_FALSE(other.recover().memory);
        EXPECT_FALSE(other.keep(session));
    }
    EXPECT_FALSE(std::filesystem::exists(folder_ / folder_of(getpid())));
}

TEST_F(Keeper, AsksTheLockAndNotTheNumberOfTheProcess) {
    Session session;
    SessionKeeper keeper(folder_);
    keeper.keep(session);
    session.apply(SetSteps{50});
    keeper.keep(session);
    // Left behind by a process whose number another one has by now.
    std::filesystem::copy(folder_ / folder_of(getpid()), folder_ / folder_of(1), std::filesystem::copy_options::recursive);
    const auto found = SessionKeeper(folder_).recover().memory;
    ASSERT_TRUE(found);
    EXPECT_EQ(found->now.scenario->steps, 50);
}

TEST_F(Keeper, TakesWhatCanBeReadOfABrokenFolder) {
    Session session;
    SessionKeeper keeper(folder_);
    keeper.keep(session);
    for (const int steps : {50, 60, 70}) {
        session.apply(SetSteps{steps});
        session.apply(EndGesture{});
    }
    keeper.keep(session);
    die();
    std::ofstream(folder_ / folder_of(nobody) / "2.toml", std::ios::app) << "\x01\xff = [[[";
    const auto found = SessionKeeper(folder_).recover().memory;
    ASSERT_TRUE(found);
    EXPECT_EQ(found->now.scenario->steps, 70);
    EXPECT_EQ(found->past.size(), 2u) << "one of three cannot be read";

    for (const std::string& junk : {std::string(), std::string("now\nnow x y\nplayhead nan\npast 1"), std::string(100'000, '\xff')}) {
        std::filesystem::create_directories(folder_ / folder_of(nobody));
        std::ofstream(folder_ / folder_of(nobody) / "index") << junk;
        EXPECT_FALSE(SessionKeeper(folder_).recover().memory);
        EXPECT_FALSE(std::filesystem::exists(folder_ / folder_of(nobody)));
    }
}

TEST_F(Keeper, AnEditWritesOneScenarioAndForgetsWhatNothingNamesAnyMore) {
    Session session;
    SessionKeeper keeper(folder_);
    keeper.keep(session);
    const auto files = [&] {
        std::size_t scenarios = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / folder_of(getpid()))) scenarios += entry.path().extension() == ".toml";
        return scenarios;
    };
    for (int steps = 100; steps < 110; ++steps) {
        session.apply(SetSteps{steps});
        session.apply(EndGesture{});
        keeper.keep(session);
        EXPECT_EQ(files(), static_cast<std::size_t>(steps - 100 + 2));
    }
    for (int k = 0; k < 5; ++k) session.apply(Undo{});
    keeper.keep(session);
    EXPECT_EQ(files(), 11u) << "redo still reaches them";
    session.apply(SetSteps{7});
    keeper.keep(session);
    EXPECT_EQ(files(), 7u) << "the start, five that were undone to, and the new one";
    const auto at = std::filesystem::last_write_time(folder_ / folder_of(getpid()) / "index");
    session.apply(SetPlayhead{3});
    keeper.keep(session);
    EXPECT_EQ(std::filesystem::last_write_time(folder_ / folder_of(getpid()) / "index"), at) << "a moved playhead changes no scenario";
}

TEST_F(Keeper, WhatNamesDataThatIsNotThereWaits) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "points.csv") << "1,2\n2,3\n3,5\n";
    Session session;
    SessionKeeper keeper(folder_);
    keeper.keep(session);
    session.apply(OpenFile{folder_ / "points.csv"});
    keeper.keep(session);
    die();
    std::filesystem::rename(folder_ / "points.csv", folder_ / "away.csv");
    const auto without = SessionKeeper(folder_).recover();
    EXPECT_FALSE(without.memory);
    EXPECT_NE(without.unread.find("points.csv"), std::string::npos) << without.unread;
    EXPECT_NE(without.unread.find(folder_of(nobody)), std::string::npos) << without.unread;
    std::filesystem::rename(folder_ / "away.csv", folder_ / "points.csv");
    const auto with = SessionKeeper(folder_).recover();
    ASSERT_TRUE(with.memory) << with.unread;
    EXPECT_EQ(with.unread, "");
    EXPECT_EQ(*with.memory->now.scenario, session.scenario());
}

TEST_F(Keeper, TheNewestComesFirstAndTheOthersWait) {
    Session session;
    SessionKeeper keeper(folder_);
    keeper.keep(session);
    for (const auto& [process, steps] : {std::pair(nobody, 50), std::pair(nobody + 1, 60)}) {
        session.apply(SetSteps{steps});
        keeper.keep(session);
        std::filesystem::copy(folder_ / folder_of(getpid()), folder_ / folder_of(process), std::filesystem::copy_options::recursive);
        std::filesystem::last_write_time(folder_ / folder_of(process) / "index", std::filesystem::file_time_type::clock::now() + std::chrono::seconds(steps));
    }
    for (const int steps : {60, 50}) {
        const auto found = SessionKeeper(folder_).recover().memory;
        ASSERT_TRUE(found);
        EXPECT_EQ(found->now.scenario->steps, steps);
    }
    EXPECT_FALSE(SessionKeeper(folder_).recover().memory);
}

}  // namespace
}  // namespace thalweg::test
