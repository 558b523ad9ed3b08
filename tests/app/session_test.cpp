// Every edit of the session: what it changes, what it runs again, and how it is undone.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>

#include "app/session/session.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

std::vector<std::uint64_t> revisions(const Session& session) {
    std::vector<std::uint64_t> all;
    for (std::size_t i = 0; i < session.race().size(); ++i) all.push_back(session.race().revision(i));
    return all;
}

// The race is what a race of this scenario from scratch would be.
testing::AssertionResult runs_its_scenario(Session& session) {
    session.wait();
    const Scenario& scenario = session.scenario();
    if (const std::string wrong = complaint(scenario); !wrong.empty()) return testing::AssertionFailure() << wrong;
    Race fresh;
    fresh.arrange(build_arena(scenario), build_setups(scenario));
    fresh.advance();
    if (fresh.size() != session.race().size()) return testing::AssertionFailure() << session.race().size() << " racers run";
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        const History &a = fresh.history(i), &b = session.race().history(i);
        if (a.rows() != b.rows()) return testing::AssertionFailure() << "racer " << i << " has " << b.rows() << " rows";
        for (int row = 0; row < a.rows(); ++row)
            if (a.theta(row) != b.theta(row) || a.loss(row) != b.loss(row)) return testing::AssertionFailure() << "racer " << i << " differs from row " << row << " on";
    }
    if (session.playhead() < 0 || session.playhead() > scenario.steps) return testing::AssertionFailure() << "playhead at " << session.playhead();
    if (session.selected() >= std::max<std::size_t>(1, scenario.racers.size())) return testing::AssertionFailure() << "racer " << session.selected() << " is selected";
    return testing::AssertionSuccess();
}

RacerChoice with_cosine(RacerChoice racer) {
    EXPECT_EQ(set_racer_key(racer, "schedule.kind", std::string("cosine"), default_scenario().steps), "");
    return racer;
}

struct EditCase {
    const char* name;
    Edit edit;
};

std::vector<EditCase> all_edits() {
    return {{"problem", SetProblem{default_problem(*find_surface("himmelblau"))}},
            {"data", SetProblem{default_problem(find_dataset(dataset_catalogue()[0].id), std::string(dataset_catalogue()[0].id))}},
            {"transform", SetTransform{4, 0.5}},
            {"start", SetStart{{0.5, 2}}},
            {"steps", SetSteps{77}},
            {"ensemble", SetEnsemble{16}},
            {"add", AddRacer{"nadam"}},
            {"duplicate", DuplicateRacer{1}},
            {"remove", RemoveRacer{2}},
            {"move", MoveRacer{0, 3}},
            {"rename", RenameRacer{1, "Bert"}},
            {"hide", HideRacer{1, true}},
            {"optimizer", SetOptimizer{2, "adagrad"}},
            {"hyperparameter", SetHyperparameter{0, "lr", 0.01}},
            {"linked", SetHyperparameter{0, "lr", 0.002, true}},
            {"clipping", SetHyperparameter{0, "clip_norm", 1.5}},
            {"noise", SetNoise{{Noise::Kind::gaussian, 0.5, 3}}},
            {"racer", SetRacer{0, with_cosine(default_scenario().racers[0])}},
            {"reset", ResetRacer{0}},
            {"replace", ReplaceScenario{on_surface("booth", {"sgd"})}}};
}

TEST(Edits, EachChangesTheScenarioRunsItAndIsOneEntryOfUndo) {
    for (const EditCase& c : all_edits()) {
        SCOPED_TRACE(c.name);
        Session session;
        const Scenario before = session.scenario();
        session.apply(c.edit);
        const Scenario after = session.scenario();
        EXPECT_NE(after, before);
        EXPECT_TRUE(runs_its_scenario(session));
        EXPECT_TRUE(session.can_undo());
        EXPECT_TRUE(session.modified());
        session.apply(Undo{});
        EXPECT_EQ(session.scenario(), before);
        EXPECT_FALSE(session.can_undo());
        EXPECT_FALSE(session.modified());
        EXPECT_TRUE(runs_its_scenario(session));
        session.apply(Redo{});
        EXPECT_EQ(session.scenario(), after);
        EXPECT_FALSE(session.can_redo());
        EXPECT_TRUE(runs_its_scenario(session));
    }
}

TEST(Edits, OfNothingAreNoEntry) {
    Session session;
    const Scenario before = session.scenario();
    for (const Edit& edit : std::vector<Edit>{SetProblem{before.problem}, SetStart{before.problem.start}, SetSteps{before.steps}, SetSeed{before.seed}, SetBatch{before.problem.batch}, SetEnsemble{before.ensemble},
                                              RenameRacer{0, before.racers[0].name}, HideRacer{0, false}, MoveRacer{1, 1}, SetHyperparameter{0, "lr", before.racers[0].hyper[0]},
                                              ReplaceScenario{before}, EndGesture{}, Undo{}, Redo{}})
        session.apply(edit);
    EXPECT_EQ(session.scenario(), before);
    EXPECT_FALSE(session.can_undo());
}

TEST(Edits, ThatMakeNoSenseAreHarmless) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    constexpr std::size_t far = std::numeric_limits<std::size_t>::max();
    for (const bool anybody : {true, false}) {
        Session session(anybody ? default_scenario() : on_surface("booth", {}));
        const Scenario before = session.scenario();
        for (const std::size_t i : {std::size_t{4}, std::size_t{1000}, far})
            for (const Edit& edit : std::vector<Edit>{DuplicateRacer{i}, RemoveRacer{i}, MoveRacer{i, 0}, MoveRacer{0, i}, RenameRacer{i, "x"}, HideRacer{i, true}, SetOptimizer{i, "adam"},
                                                      SetHyperparameter{i, "lr", 0.5}, SetRacer{i, default_scenario().racers[0]}, ResetRacer{i}, SetParameter{i, 1.0}, Select{i}, SetSpeed{i}}) {
                session.apply(edit);
                EXPECT_EQ(session.scenario(), before) << "edit of kind " << edit.index();
            }
        for (const Edit& edit : std::vector<Edit>{AddRacer{"no such"}, SetOptimizer{0, "no such"}, RenameRacer{0, ""}, SetHyperparameter{0, "no such", 1}, SetHyperparameter{0, "lr", nan},
                                                  SetHyperparameter{0, "lr", inf}, SetHyperparameter{0, "lr", -1}, SetHyperparameter{0, "beta1", 2}, SetSteps{0}, SetSteps{-5}, SetSteps{max_steps + 1},
                                                  SetStart{{nan, 0}}, SetStart{{0, inf}}, SetTransform{4, nan}, SetTransform{2, 0.0}, SetTransform{5, 1.0}, SetTransform{far, 1.0}, SetBatch{-1}, SetEnsemble{-1}, SetEnsemble{100000}, SetPlayhead{-7}, SetPlayhead{1e300}, StepPlayhead{-100000}, StepPlayhead{2000000}, SetPlayhead{nan}}) {
            session.apply(edit);
            EXPECT_EQ(session.scenario(), before) << "edit of kind " << edit.index();
        }
        EXPECT_FALSE(session.can_undo());
        EXPECT_TRUE(std::isfinite(session.playhead()));
        EXPECT_TRUE(runs_its_scenario(session));
        EXPECT_LT(session.speed(), playback_speeds.size());
    }
}

TEST(Edits, WithoutAnybodyStillWork) {
    Session session(on_surface("booth", {}));
    session.apply(SetStart{{1, 1}});
    session.apply(SetSteps{50});
    session.apply(AddRacer{"adam"});
    EXPECT_EQ(session.race().size(), 1u);
    EXPECT_TRUE(runs_its_scenario(session));
    session.apply(RemoveRacer{0});
    EXPECT_EQ(session.race().size(), 0u);
    EXPECT_EQ(session.selected(), 0u);
    session.apply(SetPlaying{true});
    session.advance(1000);
    EXPECT_TRUE(runs_its_scenario(session));
}

TEST(Edits, OnlyTouchedRacersRunAgain) {
    Session session;
    session.wait();
    const auto before = revisions(session);
    session.apply(SetHyperparameter{1, "lr", 0.0005});
    session.wait();
    auto after = revisions(session);
    EXPECT_NE(after[1], before[1]);
    for (const std::size_t i : {0u, 2u, 3u}) EXPECT_EQ(after[i], before[i]) << i;

    // What is only said or shown runs nobody.
    for (const Edit& edit : std::vector<Edit>{RenameRacer{0, "Anna"}, HideRacer{2, true}, Select{2}, SetPlayhead{12}, SetPlaying{true}, SetSpeed{3}, Say{"hello"}, SetHyperparameter{0, "hidden", 1}}) {
        session.apply(edit);
        session.wait();
        EXPECT_EQ(revisions(session), after) << edit.index();
    }
    // The others keep their histories when the list changes.
    session.apply(AddRacer{"adamw"});
    session.wait();
    auto more = revisions(session);
    ASSERT_EQ(more.size(), 5u);
    EXPECT_TRUE(std::equal(after.begin(), after.end(), more.begin()));
    session.apply(RemoveRacer{0});
    session.wait();
    const auto less = revisions(session);
    EXPECT_TRUE(std::equal(less.begin(), less.end(), more.begin() + 1));
    session.apply(MoveRacer{0, 2});
    session.wait();
    const auto moved = revisions(session);
    EXPECT_EQ(moved[2], less[0]);
    EXPECT_EQ(moved[0], less[1]);
    // All run anew on another start.
    session.apply(SetStart{{0, 0}});
    session.wait();
    const auto all = revisions(session);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_NE(all[i], moved[i]);
}

TEST(Edits, LinkedHyperparametersMoveWhereverTheyExist) {
    Session session;  // Adam, momentum, RMSprop, SGD
    const Scenario before = session.scenario();
    session.apply(SetHyperparameter{0, "beta1", 0.5, true});
    for (std::size_t i = 0; i < before.racers.size(); ++i) {
        const OptimizerSpec& spec = *find_optimizer(before.racers[i].optimizer);
        const int at = index_of(spec.hyperparameters, "beta1");
        if (at < 0) EXPECT_EQ(session.scenario().racers[i], before.racers[i]);
        else EXPECT_EQ(session.scenario().racers[i].hyper[static_cast<std::size_t>(at)], 0.5);
    }
    session.apply(EndGesture{});
    session.apply(SetHyperparameter{2, "lr", 0.003, true});
    for (const RacerChoice& racer : session.scenario().racers) EXPECT_EQ(racer.hyper[static_cast<std::size_t>(index_of(find_optimizer(racer.optimizer)->hyperparameters, "lr"))], 0.003);
    session.apply(Undo{});
    session.apply(Undo{});
    EXPECT_EQ(session.scenario(), before);
}

TEST(Edits, SelectionFollowsItsRacer) {
    Session session;
    const auto name = [&] { return session.scenario().racers[session.selected()].name; };
    session.apply(Select{2});
    const std::string chosen = name();
    session.apply(MoveRacer{2, 0});
    EXPECT_EQ(name(), chosen);
    session.apply(MoveRacer{3, 0});
    EXPECT_EQ(name(), chosen);
    session.apply(RemoveRacer{0});
    EXPECT_EQ(name(), chosen);
    session.apply(DuplicateRacer{session.selected()});
    EXPECT_EQ(session.scenario().racers[session.selected()].hyper, session.scenario().racers[session.selected() - 1].hyper);
    EXPECT_NE(name(), chosen);
}

TEST(Edits, ANameOfOnesOwnSurvivesAnotherOptimizer) {
    Session session;
    session.apply(RenameRacer{0, "Anna"});
    session.apply(SetHyperparameter{0, "clip_value", 2});
    const int style = session.scenario().racers[0].style;
    session.apply(SetOptimizer{0, "sgd"});
    EXPECT_EQ(session.scenario().racers[0].name, "Anna");
    EXPECT_EQ(session.scenario().racers[0].clip_value, 2);
    EXPECT_EQ(session.scenario().racers[0].style, style);
    session.apply(SetOptimizer{1, "adamw"});
    EXPECT_TRUE(session.scenario().racers[1].name.starts_with(find_optimizer("adamw")->name));
}

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

// --- undo

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
        now.scenario.steps = i;
    }
    std::size_t count = 0;
    while (history.can_undo()) history.undo(now), ++count;
    EXPECT_EQ(count, UndoHistory::capacity);
    EXPECT_EQ(now.scenario.steps, 50);
    while (history.can_redo()) history.redo(now);
    EXPECT_EQ(now.scenario.steps, static_cast<int>(UndoHistory::capacity) + 50);
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

// --- files

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

TEST(Runner, ALongRaceRunsBesideAndAgreesWithAShortOne) {
    std::atomic<int> woken{0};
    Session session(on_surface("ackley", {"adam", "rmsprop", "sgd"}, 400'000), [&] { ++woken; });
    int rows = 0;
    EXPECT_TRUE(eventually(Seconds(60), [&] {
        const int now = session.race().history(0).rows();
        EXPECT_GE(now, rows);
        rows = now;
        return !session.running();
    }));
    EXPECT_EQ(session.race().history(0).rows(), 400'001);
    EXPECT_TRUE(runs_its_scenario(session));
    // Edits in the middle of a run stop it at once.
    for (int i = 0; i < 20; ++i) session.apply(SetHyperparameter{0, "lr", 0.001 + 0.0001 * i});
    session.apply(SetSteps{50});
    EXPECT_TRUE(runs_its_scenario(session));
}

}  // namespace
}  // namespace thalweg::test
