// Every edit of a race: what it changes, what it runs again, and that undo takes it back.
#include <gtest/gtest.h>

#include <atomic>
#include <limits>

#include "app/session/session.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "tests/app/support/desk.hpp"
#include "tests/app/support/process.hpp"
#include "tests/app/support/running.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

RacerChoice with_cosine(RacerChoice racer) {
    EXPECT_EQ(set_racer_key(racer, "schedule.kind", std::string("cosine"), default_scenario().steps), "");
    return racer;
}

struct EditCase {
    const char* name;
    Edit edit;
    Scenario from = default_scenario();
};

std::vector<EditCase> all_edits() {
    const Scenario points = on_data(dataset_catalogue()[0].id, 2);
    return {{"parameter", SetParameter{0, 20}, on_surface("quadratic_ill", {"sgd"})},
            {"seed", SetSeed{4}, points},
            {"batch", SetBatch{3}, points},
            {"loss", SetLoss{Loss::huber}, points},
            {"move point", MovePoint{1, {0.5, 0, 7}}, points},
            {"add point", AddPoint{{0.5, 0, 7}}, points},
            {"remove point", RemovePoint{1}, points},
            {"problem", SetProblem{default_problem(*find_surface("himmelblau"))}},
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
        Session session(c.from);
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

TEST(Edits, ARefusedOneLeavesTheSelectionAlone) {
    Session session;
    while (session.scenario().racers.size() < max_racers) session.apply(AddRacer{"sgd"});
    session.apply(Select{3});
    session.apply(AddRacer{"sgd"});
    EXPECT_EQ(session.scenario().racers.size(), max_racers);
    EXPECT_EQ(session.selected(), 3u);
    session.apply(DuplicateRacer{7});
    EXPECT_EQ(session.selected(), 3u);
    ASSERT_TRUE(session.message());
    EXPECT_TRUE(session.message()->error);
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
    session.apply(RenameRacer{1, "AdamW, large steps"});
    session.apply(SetOptimizer{1, "sgd"});
    EXPECT_EQ(session.scenario().racers[1].name, "AdamW, large steps") << "it begins as the optimizer's does, and is one of the user's own all the same";
    session.apply(RenameRacer{2, std::string(find_optimizer(session.scenario().racers[2].optimizer)->name) + " 7"});
    session.apply(SetOptimizer{2, "nadam"});
    EXPECT_TRUE(session.scenario().racers[2].name.starts_with(find_optimizer("nadam")->name));
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
