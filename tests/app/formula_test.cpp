// Typing a formula, right and wrong, upon the whole window.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/app/support/desk.hpp"

namespace thalweg::test {
namespace {

using namespace thalweg::app;

void open_editor(Desk& desk) {
    const TextLogEntry* formula = desk.find_containing("f(x, y) = ");
    ASSERT_NE(formula, nullptr);
    desk.click(static_cast<double>(formula->rect.x0) + 20, static_cast<double>(formula->rect.centre_y()));
    desk.frames(3);
    ASSERT_NE(desk.find_containing("Your own formula"), nullptr);
}
// In place of what stands there.
void retype(Desk& desk, std::string_view text) {
    desk.key(GLFW_KEY_A, true);
    desk.type(text);
    desk.frames(2);
}

Scenario on_formula(const std::string& text, const UserFormula::Defaults& defaults = {}) {
    Scenario scenario = default_scenario();
    scenario.problem = default_problem(std::get<0>(UserFormula::parse(text, defaults)));
    return scenario;
}

TEST(FormulaEditor, TypingAFormulaMakesItTheSurfaceWithSliders) {
    Desk desk(default_scenario(), {.height = 1400});  // its sliders are below those of four racers
    open_editor(desk);
    retype(desk, "kappa*(x - 1)^2 + y^2");
    desk.key(GLFW_KEY_ENTER);
    desk.settle();
    ASSERT_NE(desk.scenario().problem.formula, nullptr);
    EXPECT_EQ(desk.scenario().problem.formula->text(), "kappa*(x - 1)^2 + y^2");
    EXPECT_NE(desk.find_containing("κ·(x − 1)² + y²"), nullptr);
    EXPECT_NE(desk.find("κ"), nullptr);  // the slider
    ASSERT_EQ(desk.session().problem().minima.size(), 1U);
    EXPECT_NEAR(desk.session().problem().minima[0].x(), 1, 1e-9);
    desk.key(GLFW_KEY_Z, true);
    EXPECT_EQ(desk.scenario(), default_scenario());
}

TEST(FormulaEditor, SaysWhatIsWrongWhileItIsTypedAndKeepsTheLastSurface) {
    Desk desk;
    open_editor(desk);
    retype(desk, "(1 - x");
    EXPECT_NE(desk.find_containing("column 7: expected ')'"), nullptr);
    desk.key(GLFW_KEY_ENTER);  // not yet
    desk.frames(3);
    EXPECT_EQ(desk.scenario(), default_scenario());
    retype(desk, "2x");
    EXPECT_NE(desk.find_containing("to multiply write 2*x"), nullptr);
    desk.key(GLFW_KEY_ESCAPE);
    desk.settle();
    EXPECT_EQ(desk.find_containing("to multiply"), nullptr);
    EXPECT_EQ(desk.scenario(), default_scenario());
    EXPECT_FALSE(desk.session().can_undo());
}

TEST(FormulaEditor, SlidersKeepTheirValuesWhereANameStays) {
    Scenario scenario = on_formula("a*x^2 + b*y^2", {{"a", 3}, {"b", 4}});
    scenario.problem.start = {2, 2};
    Desk desk(scenario);
    open_editor(desk);
    retype(desk, "b*y^2 + c*x^4");
    desk.key(GLFW_KEY_ENTER);
    desk.settle();
    EXPECT_EQ(desk.scenario().problem.parameters, (std::vector<double>{4, 1}));
    EXPECT_EQ(desk.scenario().problem.start, Point(2, 2));
}

TEST(FormulaLibrary, KeepsFormulasUnderTheirNames) {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("thalweg-formulas-" + std::to_string(::getpid()));
    FormulaLibrary library(folder);
    EXPECT_TRUE(library.saved().empty());
    ProblemChoice choice = on_formula("a*x^2 + y^2", {{"a", 7}}).problem;
    for (const char* name : {"Bowl", "../odd / name", "Bowl"}) {
        choice.formula_name = name;
        EXPECT_EQ(library.save(choice), "");
    }
    FormulaLibrary again(folder);
    ASSERT_EQ(again.saved().size(), 2U);
    choice.formula_name = "Bowl";
    EXPECT_EQ(again.saved()[1], choice);
    EXPECT_EQ(again.remove("Bowl"), "");
    EXPECT_EQ(again.saved().size(), 1U);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) EXPECT_EQ(entry.path().extension(), ".toml");
    std::filesystem::remove_all(folder);
    EXPECT_FALSE(FormulaLibrary({}).save(choice).empty());
}

TEST(ShippedFormulas, AreValidAndHaveNames) {
    EXPECT_GE(shipped_formulas().size(), 4U);
    for (const ProblemChoice& problem : shipped_formulas()) {
        Scenario scenario = default_scenario();
        scenario.problem = problem;
        EXPECT_EQ(complaint(scenario), "");
        EXPECT_FALSE(problem.formula_name.empty());
        EXPECT_FALSE(build_problem(problem)->minima.empty()) << problem.formula_name;
    }
}

TEST(Undefined, GroundIsNamedUnderTheMouseAndEndsRacers) {
    Scenario scenario = on_formula("log(x) + y^2");
    scenario.problem.start = {0.5, 1};
    Desk desk(scenario);
    desk.settle();
    bool ended = false;
    for (std::size_t i = 0; i < desk.session().race().size(); ++i) ended = ended || desk.session().race().ending(i) == Ending::diverged;
    EXPECT_TRUE(ended);
    const ImVec2 at = desk.plane().pixel({-3, 1});
    desk.move(static_cast<double>(at.x), static_cast<double>(at.y));
    desk.frames(2);
    EXPECT_NE(desk.find_containing("not defined here"), nullptr);
}

}  // namespace
}  // namespace thalweg::test
