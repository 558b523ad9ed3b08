// Files that a session opens and saves: scenarios, points, pictures, networks, and broken ones.
#include <gtest/gtest.h>

#include <fstream>

#include "app/session/session.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"
#include "tests/app/support/running.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

TEST(Files, SaveAndOpenRoundTrip) {
    const TemporaryFolder folder;
    for (const Scenario& scenario : {default_scenario(), crowded(), with_long_names(), diverging(), on_surface("booth", {}), on_data(dataset_catalogue()[0].id, 3)}) {
        Session session(scenario);
        session.apply(SaveFile{folder / "a.toml"});
        ASSERT_TRUE(session.message());
        EXPECT_FALSE(session.message()->error) << session.message()->text;
        EXPECT_FALSE(session.modified());
        EXPECT_EQ(session.file(), folder / "a.toml");
        Session other;
        other.apply(SetPlaying{true});
        other.apply(OpenFile{folder / "a.toml"});
        EXPECT_EQ(other.scenario(), scenario);
        EXPECT_FALSE(other.modified());
        EXPECT_FALSE(other.playing());
        EXPECT_TRUE(runs_its_scenario(other));
        other.apply(Undo{});
        EXPECT_EQ(other.scenario(), default_scenario());
    }
}

TEST(Files, ABrokenOneLeavesEverythingAndSaysWhy) {
    const TemporaryFolder folder;
    write_file(folder / "text.toml", "steps = [\n");
    write_file(folder / "key.toml", "stepps = 5\n");
    write_file(folder / "range.toml", "[[racer]]\noptimizer = \"adam\"\nbeta1 = 3\n");
    write_file(folder / "points.csv", "x,y\n1,a\n");
    write_file(folder / "empty.csv", "");
    std::filesystem::create_directory(folder / "folder.toml");
    for (const char* name : {"text.toml", "key.toml", "range.toml", "points.csv", "empty.csv", "missing.toml", "missing.csv", "folder.toml"}) {
        SCOPED_TRACE(name);
        Session session;
        session.apply(SetHyperparameter{0, "lr", 0.01});
        const Scenario before = session.scenario();
        const auto runs = revisions(session);
        session.apply(OpenFile{folder / name});
        EXPECT_EQ(session.scenario(), before);
        EXPECT_EQ(revisions(session), runs);
        EXPECT_TRUE(session.file().empty());
        ASSERT_TRUE(session.message());
        EXPECT_TRUE(session.message()->error);
        EXPECT_NE(session.message()->text.find(name), std::string::npos) << session.message()->text;
        session.apply(DismissMessage{});
        EXPECT_FALSE(session.message());
        session.apply(Undo{});
        EXPECT_EQ(session.scenario(), default_scenario());
    }
}

TEST(Files, CsvOpensAsRegressionAndKeepsTheRacers) {
    const TemporaryFolder folder;
    write_file(folder / "points.csv", "x,y\n0,1\n1,3\n2,5\n3,7.5\n");
    Session session;
    const auto racers = session.scenario().racers;
    session.apply(OpenFile{folder / "points.csv"});
    ASSERT_NE(session.scenario().problem.data, nullptr);
    EXPECT_EQ(session.scenario().problem.data->size(), 4u);
    EXPECT_EQ(session.scenario().racers, racers);
    EXPECT_TRUE(runs_its_scenario(session));
    session.apply(SetBatch{2});
    session.apply(EndGesture{});
    session.apply(SetSeed{9});
    EXPECT_EQ(session.scenario().problem.batch, 2);
    EXPECT_TRUE(runs_its_scenario(session));
    session.apply(SetBatch{5});  // more than there are
    EXPECT_LE(session.scenario().problem.batch, 4);
    EXPECT_TRUE(runs_its_scenario(session));
}

TEST(Files, AScenarioWithDataMovesIntoAnotherFolder) {
    const TemporaryFolder folder;
    write_file(folder / "here" / "points.csv", "x,y\n0,1\n1,3\n2,5\n3,7.5\n");
    Session session;
    session.apply(OpenFile{folder / "here" / "points.csv"});
    session.apply(SaveFile{folder / "here" / "one.toml"});
    ASSERT_FALSE(session.message()->error) << session.message()->text;
    std::filesystem::create_directories(folder / "there" / "deeper");
    session.apply(SaveFile{folder / "there" / "deeper" / "two.toml"});
    session.apply(SaveFile{folder / "three.toml"});
    for (const char* file : {"here/one.toml", "there/deeper/two.toml", "three.toml"}) {
        Session other;
        other.apply(OpenFile{folder / file});
        ASSERT_TRUE(other.message());
        EXPECT_FALSE(other.message()->error) << file << ": " << other.message()->text;
        ASSERT_NE(other.scenario().problem.data, nullptr) << file;
        EXPECT_EQ(other.scenario().problem.data->size(), 4u);
    }
    // And with it the whole folder.
    std::filesystem::rename(folder / "here", folder / "elsewhere");
    Session moved;
    moved.apply(OpenFile{folder / "elsewhere" / "one.toml"});
    EXPECT_NE(moved.scenario().problem.data, nullptr);
}

TEST(Files, AScenarioWithExamplesAndAFileToTestOnMovesIntoAnotherFolder) {
    const TemporaryFolder folder;
    write_file(folder / "here" / "train.csv", "1,2,0\n3,4,1\n5,6,0\n");
    write_file(folder / "here" / "test.csv", "1,2,1\n3,5,0\n");
    write_file(folder / "here" / "one.toml", "[problem.network.data]\nfile = \"train.csv\"\nclasses = true\ntest_file = \"test.csv\"\n[race]\nsteps = 5\n");
    Session session;
    session.apply(OpenFile{folder / "here" / "one.toml"});
    ASSERT_FALSE(session.message()->error) << session.message()->text;
    std::filesystem::create_directories(folder / "there" / "deeper");
    session.apply(SaveFile{folder / "there" / "deeper" / "two.toml"});
    Session other;
    other.apply(OpenFile{folder / "there" / "deeper" / "two.toml"});
    ASSERT_FALSE(other.message()->error) << other.message()->text;
    other.wait();
    ASSERT_TRUE(other.network());
    EXPECT_EQ(other.network()->built.problem->test->labels, (std::vector{1, 0}));
}

TEST(Files, UndoAfterOpeningElsewhereStillSavesWhatOpens) {
    const TemporaryFolder folder;
    write_file(folder / "a" / "points.csv", "x,y\n0,1\n1,3\n2,5\n3,7.5\n");
    Session session;
    session.apply(OpenFile{folder / "a" / "points.csv"});
    session.apply(SaveFile{folder / "a" / "data.toml"});  // names its data relative to itself
    ASSERT_EQ(save_scenario(default_scenario(), folder / "other.toml"), "");
    session.apply(OpenFile{folder / "other.toml"});
    session.apply(Undo{});
    ASSERT_NE(session.scenario().problem.data, nullptr);
    session.apply(SaveFile{folder / "again.toml"});
    Session reader;
    reader.apply(OpenFile{folder / "again.toml"});
    ASSERT_TRUE(reader.message());
    EXPECT_FALSE(reader.message()->error) << reader.message()->text;
    EXPECT_NE(reader.scenario().problem.data, nullptr);
}

TEST(Files, AFailedSaveChangesNothing) {
    Session session;
    session.apply(SetSteps{99});
    const Scenario before = session.scenario();
    session.apply(SaveFile{"/nowhere/at/all.toml"});
    ASSERT_TRUE(session.message());
    EXPECT_TRUE(session.message()->error);
    EXPECT_EQ(session.scenario(), before);
    EXPECT_TRUE(session.file().empty());
    EXPECT_TRUE(session.modified());

    const TemporaryFolder folder;
    write_file(folder / "points.csv", "x,y\n0,1\n1,3\n2,5\n");
    Session data;
    data.apply(OpenFile{folder / "points.csv"});
    const Scenario opened = data.scenario();
    data.apply(SaveFile{"/nowhere/at/all.toml"});
    EXPECT_EQ(data.scenario(), opened);
}

}  // namespace
}  // namespace thalweg::test
