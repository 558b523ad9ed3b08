// What cards and taken-apart steps say in words.
#include "core/optimizers/card.hpp"

#include <algorithm>
#include <cmath>

#include "core/formula/text.hpp"
#include "core/race/anatomy_text.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::contains;
using test::problem_on;
using test::racer_with;

TEST(Card, HasASentencePerLine) {
    EXPECT_EQ(sentences("PyTorch Adam, optax adam: ε outside. Decay is L2."), (std::vector<std::string>{"PyTorch Adam, optax adam: ε outside.", "Decay is L2."}));
    EXPECT_EQ(sentences("Sutskever et al. 2013, e.g. eq. 3"), (std::vector<std::string>{"Sutskever et al. 2013, e.g. eq. 3"}));
    EXPECT_EQ(sentences("ρ = 0.9. θ follows."), (std::vector<std::string>{"ρ = 0.9.", "θ follows."}));
    EXPECT_EQ(sentences("PyTorch RMSprop. optax: ρ = 0.9."), (std::vector<std::string>{"PyTorch RMSprop.", "optax: ρ = 0.9."}));
    EXPECT_TRUE(sentences("").empty());
}

TEST(Card, LosesNoWordOfAnyConvention) {
    for (const OptimizerSpec& o : optimizer_catalogue()) {
        std::string all;
        for (const std::string& s : sentences(o.convention)) all += (all.empty() ? "" : " ") + s;
        EXPECT_EQ(all, o.convention) << o.id;
    }
}

TEST(Card, WritesALineWithItsCondition) {
    const OptimizerSpec& adam = *find_optimizer("adam");
    std::vector<std::string> lines;
    for (const Statement& s : adam.lines()) lines.push_back(statement_text(s, adam));
    for (const char* line : {"m ← β₁·m + (1 − β₁)·g", "m̂ ← m/(1 − β₁ᵗ)   if correct m is on", "m̂ ← m   if correct m is off"}) EXPECT_EQ(std::count(lines.begin(), lines.end(), line), 1) << line;
}

TEST(Card, KnowsWhichLinesApplyBeforeAnyStep) {
    const OptimizerSpec& adam = *find_optimizer("adam");
    std::vector<double> hyper = default_hyperparameters(adam);
    const auto of = [&](std::string_view text) {
        for (const Statement& s : adam.lines())
            if (format_statement(s).find(text) != std::string::npos) return applies(s, adam, hyper);
        ADD_FAILURE() << "no line " << text;
        return Applies::depends;
    };
    EXPECT_EQ(of("m ← "), Applies::no) << "a part of the condition is known to fail, whatever t is";
    EXPECT_EQ(of("√(v̂ + ε)"), Applies::no);
    EXPECT_EQ(of("(√v̂ + ε)"), Applies::yes);
    hyper[static_cast<std::size_t>(index_of(adam.hyperparameters, "reset_every"))] = 10;
    EXPECT_EQ(of("m ← "), Applies::depends) << "at the steps of a reset only";
}

TEST(Card, ListsTheFormsThatShareAFormula) {
    std::vector<std::string_view> ids;
    for (const OptimizerSpec* o : other_forms(*find_optimizer("adam"))) ids.push_back(o->id);
    EXPECT_NE(std::find(ids.begin(), ids.end(), "adam_eps_hat"), ids.end());
    EXPECT_EQ(std::find(ids.begin(), ids.end(), "adam"), ids.end());
    EXPECT_EQ(std::find(ids.begin(), ids.end(), "sgd"), ids.end());
}

TEST(Card, SaysHowManyReferenceCasesThereAre) {
    EXPECT_TRUE(contains(coverage_text(*find_optimizer("adam")), "reference cases (adam"));
    EXPECT_TRUE(contains(coverage_text(*find_optimizer("adam")), "largest error"));
}

TEST(AnatomyText, PutsTheNumbersOfTheStepIntoTheFormula) {
    Race race;
    race.arrange({problem_on("quadratic_ill"), 1, 5}, {racer_with("momentum", {{"lr", 0.01}, {"momentum", 0.9}}, {-4, 2})});
    race.advance();
    const auto anatomy = dissect(race, 0, 1);
    ASSERT_TRUE(anatomy);
    // f = ½(x² + 100y²) from (−4, 2): the first step leads to (−3.96, 0), where g = (−3.96, 0) and the buffer is (−4, 200).
    const std::string text = describe(*anatomy, {"x", "y"});
    EXPECT_TRUE(contains(text, "0.9·(−4)")) << text;
    EXPECT_TRUE(contains(text, "= −7.56"));
    EXPECT_TRUE(contains(text, "0.9·200"));
    EXPECT_TRUE(contains(text, "Parts of the step"));
}

TEST(AnatomyText, CallsTheSumRightForEveryOptimizerAndWrongWhenAPartIsMissing) {
    for (const OptimizerSpec& optimizer : optimizer_catalogue()) {
        Race race;
        race.arrange({problem_on("himmelblau"), 1, 12}, {RacerSetup{.optimizer = &optimizer, .hyper = default_hyperparameters(optimizer), .start = {-1, 2}}});
        race.advance();
        for (int k = 0; k + 1 < race.history(0).rows(); ++k) {
            auto anatomy = dissect(race, 0, k);
            ASSERT_TRUE(anatomy) << optimizer.id;
            EXPECT_TRUE(adds_up(*anatomy)) << optimizer.id << ", step " << k;
            for (const AnatomyLine& line : anatomy->lines) EXPECT_TRUE(!line.applies || !live_text(line, 0).empty()) << optimizer.id;
            if (anatomy->parts.empty() || anatomy->parts.back().move.norm() < 1e-9) continue;
            anatomy->parts.pop_back();
            EXPECT_FALSE(adds_up(*anatomy)) << optimizer.id << ", step " << k;
        }
    }
}

}  // namespace
}  // namespace thalweg
