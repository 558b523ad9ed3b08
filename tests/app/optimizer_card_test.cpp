// The panel that prints the step, and the card of an optimizer, in the whole window.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include "core/formula/text.hpp"
#include "core/optimizers/card.hpp"
#include "core/race/anatomy_text.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

constexpr const char* title_of_step = "STEP";

bool step_is_open(Desk& desk) { return desk.pane("anatomy").height() > 60 && desk.pane("anatomy").width() > 60; }

// All texts of a pane in one string, without what was wrapped apart.
std::string words_in(const Desk& desk, const Rect& area) {
    std::string all;
    for (const TextLogEntry& entry : desk.texts())
        if (area.contains(entry.rect.centre_x(), entry.clip.y0 + 1) && area.overlaps(entry.clip)) all += (all.empty() ? "" : " ") + entry.string;
    for (std::size_t at; (at = all.find("\u00A0")) != std::string::npos;) all.replace(at, 2, " ");
    return all;
}

bool says(const Desk& desk, std::string_view part) {
    return std::any_of(desk.texts().begin(), desk.texts().end(), [&](const TextLogEntry& e) { return e.string.find(part) != std::string::npos; });
}

Scenario two_steps_of_momentum() {
    Scenario scenario = on_surface("quadratic_ill", {"momentum"}, 5);
    scenario.problem.start = {-4, 2};
    EXPECT_EQ(set_racer_key(scenario.racers[0], "lr", 0.01), "");
    EXPECT_EQ(set_racer_key(scenario.racers[0], "momentum", 0.9), "");
    return scenario;
}

TEST(StepPanel, OpensAndFoldsWithAKey) {
    Desk desk;
    desk.session().apply(SetPlayhead{20});
    EXPECT_FALSE(step_is_open(desk)) << "a small window keeps it folded";
    EXPECT_TRUE(desk.find(title_of_step));
    desk.key(GLFW_KEY_A);
    EXPECT_TRUE(step_is_open(desk));
    EXPECT_TRUE(says(desk, "update "));
    desk.key(GLFW_KEY_A);
    EXPECT_FALSE(step_is_open(desk));
}

TEST(StepPanel, OpenedBesideBothPicturesItLeavesEachItsArrangement) {
    Desk desk;
    const float usual = desk.pane("scope").width();
    desk.key(GLFW_KEY_3);
    desk.key(GLFW_KEY_A);
    EXPECT_TRUE(step_is_open(desk));
    desk.key(GLFW_KEY_A);
    desk.key(GLFW_KEY_3);
    desk.frames(2);
    EXPECT_EQ(desk.pane("scope").width(), usual) << "a strip as beside two pictures";
    EXPECT_EQ(desk.studio().settings().panes, "");
    desk.key(GLFW_KEY_A);
    EXPECT_TRUE(parse_settings(format_settings(desk.studio().settings())).step_panel.value_or(false));
}

TEST(StepPanel, IsOpenWhereThereIsRoom) {
    Desk desk(default_scenario(), {.width = 1920, .height = 1080});
    EXPECT_TRUE(step_is_open(desk));
}

TEST(StepPanel, PrintsTheNumbersOfTheStepAtThePlayhead) {
    Desk desk(two_steps_of_momentum(), {.width = 1920, .height = 1080});
    desk.session().apply(SetPlayhead{1});
    desk.frames(3);
    const std::string words = words_in(desk, desk.pane("anatomy"));
    const auto anatomy = dissect(desk.session().race(), 0, 1);
    ASSERT_TRUE(anatomy);
    for (const AnatomyLine& line : anatomy->lines) {
        if (!line.applies) continue;
        for (const int axis : {0, 1}) EXPECT_NE(words.find(live_text(line, axis)), std::string::npos) << live_text(line, axis) << "\nin: " << words;
    }
    EXPECT_NE(words.find("0.9·(−4)"), std::string::npos) << words;
    EXPECT_NE(words.find("from step 1 to 2"), std::string::npos);
    EXPECT_NE(words.find("The parts add up to the step."), std::string::npos);
    desk.session().apply(SetPlayhead{0});
    desk.frames(3);
    EXPECT_TRUE(says(desk, "update 1, the first"));
}

TEST(StepPanel, SaysPlainlyWhereNoStepFollows) {
    Desk desk(two_steps_of_momentum(), {.width = 1920, .height = 1080});
    desk.session().apply(SetPlayhead{5});
    desk.frames(3);
    EXPECT_TRUE(says(desk, "The run ends here, at step 5."));
}

TEST(StepPanel, SaysThatARacerHasDiverged) {
    Desk desk(diverging(), {.width = 1920, .height = 1080});  // the selected one does
    desk.session().apply(SetPlayhead{200});
    desk.frames(3);
    EXPECT_TRUE(says(desk, "This racer diverged at step"));
}

TEST(StepPanel, WaitsForARacer) {
    Desk desk(on_surface("himmelblau", {}), {.width = 1920, .height = 1080});
    EXPECT_TRUE(says(desk, "Select a racer to take its step apart."));
}

TEST(StepPanel, TakesAStepApartOnce) {
    Desk desk(two_steps_of_momentum());
    StepAnatomies steps;
    const StepTaken* first = steps.find(desk.session(), 0, 1);
    ASSERT_NE(first, nullptr);
    const StepTaken* other = steps.find(desk.session(), 0, 2);
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->anatomy.step, 2);
    EXPECT_EQ(steps.find(desk.session(), 0, 1)->anatomy.step, 1);
    EXPECT_EQ(steps.find(desk.session(), 0, 5), nullptr) << "nothing follows the last row";
    EXPECT_EQ(steps.find(desk.session(), 0, -1), nullptr);
    EXPECT_EQ(steps.find(desk.session(), 7, 0), nullptr);
    desk.session().apply(SetHyperparameter{0, "lr", 0.02, false});
    desk.settle();
    const StepTaken* anew = steps.find(desk.session(), 0, 1);
    ASSERT_NE(anew, nullptr);
    EXPECT_EQ(anew->anatomy.next, desk.session().race().history(0).theta(2)) << "another run, another step";
}

// What the card draws: everything after its title, since it is drawn last.
std::vector<TextLogEntry> card_texts(const Desk& desk, std::string_view id) {
    std::size_t first = desk.texts().size();
    for (std::size_t i = 1; i < desk.texts().size(); ++i)
        if (desk.texts()[i].string == id && desk.texts()[i - 1].string == find_optimizer(id)->name) first = i - 1;
    return {desk.texts().begin() + static_cast<std::ptrdiff_t>(first), desk.texts().end()};
}

TEST(OptimizerCard, OpensForTheSelectedRacerAndCloses) {
    Desk desk(on_surface("rosenbrock", {"sgd", "adamw"}));
    desk.session().apply(Select{1});
    desk.key(GLFW_KEY_I);
    EXPECT_FALSE(card_texts(desk, "adamw").empty());
    EXPECT_TRUE(says(desk, "HYPERPARAMETERS AND DEFAULTS"));
    desk.key(GLFW_KEY_ESCAPE);
    EXPECT_FALSE(says(desk, "HYPERPARAMETERS AND DEFAULTS"));
    desk.key(GLFW_KEY_I);
    desk.click(4, 400);  // beside it
    EXPECT_FALSE(says(desk, "HYPERPARAMETERS AND DEFAULTS"));
    EXPECT_EQ(desk.session().selected(), 1U) << "what lies below has not been clicked";
}

TEST(OptimizerCard, OpensFromTheRacersMenu) {
    Desk desk(on_surface("rosenbrock", {"sgd", "adamw"}));
    const Rect racers = desk.pane("racers");
    const TextLogEntry* name = desk.find("AdamW");
    ASSERT_TRUE(name);
    desk.click(static_cast<double>(racers.x1) - 12 - 12 - 7, static_cast<double>(name->rect.centre_y()));  // the dots at the end of the card's heading
    const TextLogEntry* about = desk.find("About AdamW");
    ASSERT_TRUE(about);
    desk.click(static_cast<double>(about->rect.centre_x()), static_cast<double>(about->rect.centre_y()));
    desk.frames(3);
    EXPECT_FALSE(card_texts(desk, "adamw").empty());
    EXPECT_TRUE(says(desk, "HYPERPARAMETERS AND DEFAULTS"));
    EXPECT_EQ(desk.session().selected(), 1U);
}

class EveryCard : public testing::TestWithParam<std::string_view> {};

TEST_P(EveryCard, SaysEverythingAndLeavesItReadable) {
    const OptimizerSpec& o = *find_optimizer(GetParam());
    for (const auto& [width, height, scale] : {std::tuple(1280, 800, 1.0f), std::tuple(1024, 700, 1.0f), std::tuple(3840, 2160, 2.0f)}) {
        Desk desk(on_surface("himmelblau", {GetParam()}, 20), {.width = width, .height = height, .scale = scale});
        desk.key(GLFW_KEY_I);
        desk.frames(3);
        const std::vector<TextLogEntry> texts = card_texts(desk, o.id);
        ASSERT_GT(texts.size(), 10U);
        std::string all;
        for (const TextLogEntry& e : texts) all += e.string + " ";
        for (const Parameter& p : o.hyperparameters) EXPECT_NE(all.find(p.id), std::string::npos) << p.id;
        for (const Quantity& q : o.slots) EXPECT_NE(all.find(q.id), std::string::npos) << q.id;
        EXPECT_NE(all.find(std::string(o.reference).substr(0, 12)), std::string::npos);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const TextLogEntry& a = texts[i];
            if (!visible(a)) continue;
            EXPECT_GE(a.rect.height(), 8 * scale) << a.string;
            EXPECT_GE(a.rect.x0, a.clip.x0 - 1) << a.string;
            EXPECT_LE(a.rect.x1, a.clip.x1 + 1) << a.string;
            for (std::size_t j = 0; j < i; ++j) {
                if (!visible(texts[j])) continue;
                EXPECT_FALSE(a.rect.inset(0.6f).overlaps(texts[j].rect.inset(0.6f)) && a.clip == texts[j].clip) << o.id << ": '" << a.string << "' lies upon '" << texts[j].string << "' at " << width;
            }
        }
    }
}

TEST_P(EveryCard, HasAPanelWithNothingUponAnythingElse) {
    for (const auto& [width, height, scale] : {std::tuple(1280, 800, 1.0f), std::tuple(1024, 700, 1.0f), std::tuple(3840, 2160, 2.0f)}) {
        Desk desk(on_surface("himmelblau", {GetParam()}, 20), {.width = width, .height = height, .scale = scale});
        desk.session().apply(SetPlayhead{7});
        if (!step_is_open(desk)) desk.key(GLFW_KEY_A);
        desk.frames(3);
        ASSERT_TRUE(step_is_open(desk));
        const Rect pane = desk.pane("anatomy");
        std::vector<TextLogEntry> texts;
        for (const TextLogEntry& e : desk.texts())
            if (pane.inset(-1).contains(e.clip)) texts.push_back(e);
        EXPECT_GT(texts.size(), 3U);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            EXPECT_GE(texts[i].rect.x0, pane.x0) << texts[i].string;
            EXPECT_LE(texts[i].rect.x1, pane.x1 - 4 * scale) << texts[i].string;
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_FALSE(texts[i].rect.inset(0.6f).overlaps(texts[j].rect.inset(0.6f)) && texts[i].clip == texts[j].clip)
                    << GetParam() << ": '" << texts[i].string << "' lies upon '" << texts[j].string << "' at " << width;
        }
    }
}

std::vector<std::string_view> optimizer_ids() {
    std::vector<std::string_view> ids;
    for (const OptimizerSpec& o : optimizer_catalogue()) ids.push_back(o.id);
    return ids;
}
INSTANTIATE_TEST_SUITE_P(All, EveryCard, testing::ValuesIn(optimizer_ids()), [](const auto& p) { return std::string(p.param); });

}  // namespace
}  // namespace thalweg::test
