// Networks in the window, without a window: what a hand does to the laboratory, and what the pictures show.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "app/presets.hpp"
#include "app/scene/network_diagram.hpp"
#include "app/scene/network_map.hpp"
#include "app/session/network_sides.hpp"
#include "app/views/training_view.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

Scenario small_network() {
    Scenario s = find_preset("two_spirals")->scenario;
    s.steps = 60;
    return s;
}

double value_of(const Scenario& s, NetworkKey key) { return s.problem.network->at(key); }

TEST(Presets, AreReadAndRace) {
    EXPECT_GE(presets().size(), 10u);
    for (const Preset& preset : presets()) {
        EXPECT_EQ(complaint(preset.scenario), "") << preset.id;
        EXPECT_FALSE(preset.name.empty() || preset.shows.empty()) << preset.id;
        EXPECT_EQ(find_preset(preset.id), &preset);
        ASSERT_TRUE(preset.scenario.problem.network) << preset.id;
    }
}

TEST(NetworkWindow, TrainsToTheEndAndComesToRest) {
    Desk desk(small_network());
    desk.settle();
    for (std::size_t i = 0; i < desk.scenario().racers.size(); ++i) EXPECT_EQ(desk.session().rows(i), 61);
    EXPECT_EQ(desk.session().computed_part(), 1);
    EXPECT_TRUE(desk.studio().settled());
    EXPECT_TRUE(desk.find("LABORATORY"));
    EXPECT_TRUE(desk.find("GRADIENT FLOW"));
}

TEST(NetworkWindow, ASliderOfTheLaboratoryDrawsUpAnotherNetworkAsOneEntryOfUndo) {
    Desk desk(small_network());
    desk.settle();
    const auto before = desk.session().network();
    ASSERT_TRUE(before);
    const Eigen::Index parameters = before->built.problem->start.size();
    const SliderPlace depth = desk.slider("depth", 0, "laboratory", 72);
    const double at = static_cast<double>(depth.centre_y);
    desk.drag(static_cast<double>(depth.at(0.1f)), at, static_cast<double>(depth.at(0.5f)), at);
    desk.settle();
    EXPECT_GT(value_of(desk.scenario(), NetworkKey::depth), 10);
    EXPECT_GT(desk.session().network()->built.problem->start.size(), parameters);
    EXPECT_EQ(desk.session().rows(0), 61);
    desk.session().apply(Undo{});
    desk.settle();
    EXPECT_EQ(desk.scenario(), small_network());
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(NetworkWindow, AHyperparameterRunsItsOwnRacerAgainAndNoOther) {
    Desk desk(small_network());
    desk.settle();
    const std::uint64_t first = desk.session().revision(0), second = desk.session().revision(1);
    desk.session().apply(SetHyperparameter{1, "lr", 0.011});
    desk.settle();
    EXPECT_EQ(desk.session().revision(0), first);
    EXPECT_NE(desk.session().revision(1), second);
    EXPECT_EQ(desk.session().rows(1), 61);
}

TEST(NetworkWindow, ThePlayheadShowsWhatTheNetworkWasThen) {
    Desk desk(small_network());
    desk.settle();
    const NetworkRace& race = *desk.session().network();
    const auto range = input_range(race.built);
    ASSERT_TRUE(range);
    const auto outputs_at = [&](int step) {
        const auto learner = race.training.learner_at(0, step);
        EXPECT_TRUE(learner);
        return outputs_over(race.built, *range, *learner, 24);
    };
    EXPECT_EQ(outputs_at(60), outputs_at(60));
    EXPECT_NE(outputs_at(0), outputs_at(60));
}

TEST(NetworkWindow, FromASurfaceToANetworkAndBack) {
    Desk desk(on_surface("rosenbrock", {"adam", "cma_es"}));
    desk.settle();
    desk.session().apply(SetProblem{find_preset("two_spirals")->scenario.problem});
    desk.settle();
    ASSERT_TRUE(desk.session().network()) << (desk.session().message() ? desk.session().message()->text : "");
    EXPECT_EQ(desk.scenario().racers[1].optimizer, "adam") << "what cannot train a network gives way";
    desk.session().apply(Undo{});
    desk.settle();
    EXPECT_FALSE(desk.session().network());
    EXPECT_EQ(desk.scenario().racers[1].optimizer, "cma_es");
    EXPECT_EQ(desk.session().rows(0), desk.scenario().steps + 1);
}

TEST(NetworkWindow, HoveringAHeatMapMovesTheCursorOfTheWindowAndClickingThePlayhead) {
    Desk desk(small_network());
    desk.settle();
    const Rect flow = desk.pane("flow");
    const double x = static_cast<double>(flow.x0) + 60, y = static_cast<double>(flow.centre_y());
    desk.click(x, y);
    EXPECT_LT(desk.session().playhead(), 30);
    EXPECT_GT(desk.session().playhead(), 0);
}

TEST(NetworkWindow, EachPageKeepsItsOwnArrangement) {
    Desk desk(small_network());
    desk.settle();
    EXPECT_TRUE(desk.shows("flow"));
    desk.key(GLFW_KEY_2);
    desk.frames(2);
    EXPECT_EQ(desk.studio().settings().network_page, NetworkPage::diagram);
    EXPECT_TRUE(desk.shows("diagram"));
    EXPECT_FALSE(desk.shows("flow"));
    const PlacedSplitter splitter = desk.splitters().front();
    const double x = static_cast<double>(splitter.rect.centre_x()), y = static_cast<double>(splitter.rect.centre_y());
    desk.drag(x, y, x + (splitter.axis == SplitAxis::row ? 30 : 0), y + (splitter.axis == SplitAxis::row ? 0 : 30));
    EXPECT_NE(desk.studio().settings().network_panes[1], "");
    EXPECT_EQ(desk.studio().settings().network_panes[0], "");
    desk.key(GLFW_KEY_1);
    desk.frames(2);
    EXPECT_TRUE(desk.shows("flow"));
}

TEST(NetworkWindow, BeforeAndAfterStandSideBySide) {
    Desk desk(small_network());
    desk.settle();
    const auto kept = desk.session().shared_network();
    const TextLogEntry* button = desk.find("Before | after");
    ASSERT_TRUE(button);
    desk.click(static_cast<double>(button->rect.centre_x()), static_cast<double>(button->rect.centre_y()));
    desk.settle();
    ASSERT_TRUE(desk.session().before());
    NetworkChoice other = *desk.scenario().problem.network;
    other.at(NetworkKey::gain) = 2;
    desk.session().apply(SetNetwork{other, ""});
    desk.settle();
    const std::vector<NetworkSide> sides = network_sides(desk.session());
    ASSERT_EQ(sides.size(), 2u);
    EXPECT_EQ(sides[0].race, kept);
    EXPECT_NE(sides[1].race, kept);
    EXPECT_EQ(sides[0].history().rows(), 61);
    EXPECT_EQ(difference(sides[0], sides[1]), "gain 1.00");
    EXPECT_EQ(difference(sides[1], sides[0]), "gain 2.00");
    EXPECT_NE(sides[0].history().losses()[60], sides[1].history().losses()[60]);
    EXPECT_TRUE(desk.find_containing("Before · gain 1.00"));
    EXPECT_TRUE(desk.find_containing("After · gain 2.00"));
    button = desk.find("End pair");
    ASSERT_TRUE(button);
    desk.click(static_cast<double>(button->rect.centre_x()), static_cast<double>(button->rect.centre_y()));
    desk.settle();
    EXPECT_FALSE(desk.session().before());
    EXPECT_EQ(network_sides(desk.session()).size(), desk.scenario().racers.size());
}

TEST(NetworkWindow, AFileToTestOnStandsWhereTheShareWould) {
    Scenario scenario = small_network();
    NetworkChoice network = *scenario.problem.network;
    const SplitExamples drawn = make_examples(network.examples);
    network.examples = {};
    network.examples.file = "some/train.csv", network.examples.content = drawn.train;
    network.examples.classes = true;
    network.examples.test_file = "other/test.csv", network.examples.test_content = drawn.test;
    scenario.problem.network = std::make_shared<const NetworkChoice>(std::move(network));
    ASSERT_EQ(complaint(scenario), "");
    Desk desk(scenario, {.height = 1400});
    desk.settle();
    EXPECT_TRUE(desk.find("train.csv"));
    EXPECT_FALSE(desk.find("test.csv"));
    const TextLogEntry* more = desk.find("More", 1);  // the first one is of the network
    ASSERT_TRUE(more);
    const Rect at = more->rect;
    desk.click(static_cast<double>(at.centre_x()), static_cast<double>(at.centre_y()));
    desk.frames(2);
    const TextLogEntry *label = desk.find("test"), *file = desk.find("test.csv");
    ASSERT_TRUE(label && file);
    EXPECT_NEAR(label->rect.centre_y(), file->rect.centre_y(), 1);
}

TEST(NetworkWindow, ThePairIsInThePlotOfTheTrainingToo) {
    Desk desk(small_network());
    desk.settle();
    TrainingState state;
    const auto draw = [&] {
        Edits edits;
        SharedCursor cursor;
        desk.gui().begin_frame({1280, 800}, 1.0 / 60);
        ImGui::Begin("alone", nullptr, ImGuiWindowFlags_NoDecoration);
        draw_training_view({desk.session(), desk.gui().ui(), edits, cursor, {0, 0, 500, 300}}, state);
        ImGui::End();
        desk.gui().end_frame();
        EXPECT_TRUE(edits.empty());
    };
    state.measure = TrainingMeasure::test_accuracy;
    draw();
    const std::vector<StepLines> of_all = state.lines;
    ASSERT_EQ(of_all.size(), 4u);  // the selected one, the first, lies upon the others
    EXPECT_FALSE(desk.find("pale: before"));
    desk.session().apply(Select{1});
    desk.session().apply(KeepBefore{true});
    NetworkChoice other = *desk.scenario().problem.network;
    other.at(NetworkKey::gain) = 2;
    desk.session().apply(SetNetwork{other, ""});
    desk.settle();
    EXPECT_TRUE(desk.find("pale: before"));
    draw();
    ASSERT_EQ(state.lines.size(), 2u);
    const auto same = [](const StepLines& a, const StepLines& b) {
        return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& one, const auto& two) {
            return std::equal(one.begin(), one.end(), two.begin(), two.end(), [](const ImVec2& p, const ImVec2& q) { return p.x == q.x && p.y == q.y; });
        });
    };
    EXPECT_TRUE(same(state.lines[0], of_all[0])) << "the selected racer's, as it was";
    EXPECT_FALSE(same(state.lines[1], of_all[0]));
    EXPECT_FALSE(state.lines[1].empty());
}

TEST(NetworkWindow, ClippingInTheLaboratoryIsThatOfEveryRacer) {
    Desk desk(small_network());
    desk.settle();
    const SliderPlace clip = desk.slider("clip ‖g‖", 0, "laboratory", 72);
    const double y = static_cast<double>(clip.centre_y);
    desk.drag(static_cast<double>(clip.at(0)), y, static_cast<double>(clip.at(0.5f)), y);
    desk.settle();
    EXPECT_GT(desk.scenario().racers[0].clip_norm, 0);
    for (const RacerChoice& racer : desk.scenario().racers) EXPECT_EQ(racer.clip_norm, desk.scenario().racers[0].clip_norm);
}

TEST(NetworkWindow, NoiseInTheLaboratoryIsThatOfAllRacersAndSaidBesideTheRunBefore) {
    Desk desk(small_network());
    desk.settle();
    desk.session().apply(KeepBefore{true});
    const auto click_on = [&](const TextLogEntry* entry) {
        ASSERT_TRUE(entry);
        const Rect at = entry->rect;
        desk.click(static_cast<double>(at.centre_x()), static_cast<double>(at.centre_y()));
    };
    const Rect laboratory = desk.pane("laboratory");
    desk.wheel(static_cast<double>(laboratory.centre_x()), static_cast<double>(laboratory.y1) - 40, -40);
    desk.frames(3);
    const TextLogEntry* heading = desk.find("noise");
    ASSERT_TRUE(heading);
    const float row = heading->rect.centre_y();
    const auto on_that_row = [&](std::string_view word) -> const TextLogEntry* {
        for (std::size_t k = 0; const TextLogEntry* entry = desk.find(word, k); ++k)
            if (std::abs(entry->rect.centre_y() - row) < 3) return entry;
        return nullptr;
    };
    click_on(on_that_row("none"));
    click_on(desk.find("student t"));
    desk.settle();
    EXPECT_EQ(desk.scenario().noise.kind, Noise::Kind::student_t);
    EXPECT_GT(desk.scenario().noise.scale, 0);
    EXPECT_LT(desk.scenario().noise.scale, 0.5) << "the gradient of a network has many small coordinates";
    EXPECT_TRUE(desk.find("ν"));
    const std::vector<NetworkSide> sides = network_sides(desk.session());
    EXPECT_EQ(difference(sides[0], sides[1]), "no noise");
    EXPECT_EQ(difference(sides[1], sides[0]), "student t noise 0.0300");
    EXPECT_NE(sides[0].history().losses()[60], sides[1].history().losses()[60]);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), small_network());
}

TEST(NetworkWindow, AUnitThatIsPointedAtShowsItselfLargeAndAClickKeepsIt) {
    Settings settings;
    settings.network_page = NetworkPage::diagram;
    Desk desk(small_network(), {.settings = settings});
    desk.settle();
    const TextLogEntry* column = desk.find("layer 2");
    ASSERT_TRUE(column);
    const double x = static_cast<double>(column->rect.centre_x());
    double y = static_cast<double>(desk.pane("diagram").y0) + 40;
    while (!desk.find_containing("layer 2, unit ") && y < static_cast<double>(column->rect.y0)) desk.move(x, y += 4), desk.frames(2);
    ASSERT_TRUE(desk.find_containing("layer 2, unit 1 of 16"));
    desk.click(x, y);
    desk.move(5, 5);
    desk.frames(2);
    EXPECT_TRUE(desk.find_containing("layer 2, unit 1 of 16"));
    desk.click(x, y);
    desk.move(5, 5);
    desk.frames(2);
    EXPECT_FALSE(desk.find_containing("layer 2, unit 1 of 16"));
}

TEST(NetworkDiagram, LinksEveryUnitWithItsWeights) {
    const BuiltNetwork built = build_network(*small_network().problem.network, 1);
    const Architecture& a = built.problem->architecture;
    const NetworkDiagram diagram = network_diagram(a, 100);
    ASSERT_EQ(diagram.columns.size(), 5u);
    EXPECT_EQ(diagram.columns[0].name, "inputs");
    EXPECT_EQ(diagram.columns[4].name, "output");
    EXPECT_EQ(diagram.columns[2].after, "tanh");
    EXPECT_EQ(diagram.links.size(), std::size_t{2 * 16 + 16 * 16 + 16 * 16 + 16});
    std::set<Eigen::Index> weights;
    const ParameterLayout layout(a);
    for (const DiagramLink& link : diagram.links) {
        weights.insert(link.weight);
        const FlowRow row = flow_rows(a)[static_cast<std::size_t>(link.column - 1)];
        const Eigen::Index inputs = a.layers[static_cast<std::size_t>(row.layer)].inputs;
        EXPECT_EQ(link.weight, row.weights + link.to * inputs + link.from);
    }
    EXPECT_EQ(weights.size(), diagram.links.size());
    // Where there are too many units some stand for all, the first and the last among them.
    const NetworkDiagram few = network_diagram(a, 5);
    EXPECT_EQ(few.columns[1].units, (std::vector<int>{0, 4, 8, 11, 15}));
    EXPECT_EQ(few.columns[1].size, 16);
    const std::span<const double> theta(built.problem->start.data(), static_cast<std::size_t>(built.problem->start.size()));
    const auto some = strongest(diagram.links, theta, 40);
    ASSERT_EQ(some.size(), 40u);
    std::vector<double> sizes;
    for (const DiagramLink& link : diagram.links) sizes.push_back(std::abs(theta[static_cast<std::size_t>(link.weight)]));
    std::sort(sizes.begin(), sizes.end());
    for (std::size_t i = 0; i < some.size(); ++i) EXPECT_EQ(std::abs(theta[static_cast<std::size_t>(some[i].weight)]), sizes[sizes.size() - 40 + i]);
}

TEST(NetworkDiagram, ShowsWhatACellRemembersAndWhereAResidualPathLeads) {
    const NetworkDiagram cell = network_diagram(build_network(*find_preset("recurrent_cell")->scenario.problem.network, 1).problem->architecture, 100);
    ASSERT_EQ(cell.columns.size(), 3u);
    EXPECT_EQ(cell.columns[0].size, 1);
    EXPECT_EQ(cell.columns[0].remembered, 32);
    EXPECT_EQ(cell.links.size(), std::size_t{33 * 32 + 32});
    const NetworkDiagram residual = network_diagram(build_network(*find_preset("residual_path")->scenario.problem.network, 1).problem->architecture, 100);
    ASSERT_FALSE(residual.residuals.empty());
    for (const auto& [source, target] : residual.residuals) EXPECT_EQ(source + 1, target) << "past one layer";
}

TEST(NetworkMap, PaintsEachClassAndTheLineBetween) {
    constexpr int points = 32;
    Matrix<double> outputs(1, points * points);
    for (int i = 0; i < points * points; ++i) outputs(0, i) = 40.0 * (i % points - points / 2 + 0.5) / points;
    const auto picture = paint(LossKind::bce_with_logits, outputs, points, true);
    ASSERT_EQ(picture.size(), static_cast<std::size_t>(points * points * 4));
    const auto at = [&](int x) { return Rgb8{picture[static_cast<std::size_t>(4 * x)], picture[static_cast<std::size_t>(4 * x + 1)], picture[static_cast<std::size_t>(4 * x + 2)]}; };
    EXPECT_GT(at(0).b, at(0).r) << "blue on the left";
    EXPECT_GT(at(points - 1).r, at(points - 1).b) << "orange on the right";
    EXPECT_GT(std::min({at(points / 2).r, at(points / 2).g, at(points / 2).b}), 150) << "bright between";
}

}  // namespace
}  // namespace thalweg::test
