// Formulas are set as in a paper, and nothing of them lies upon anything else.
#include "app/widgets/math_text.hpp"

#include <gtest/gtest.h>

#include "app/shell/gui.hpp"
#include "app/widgets/text.hpp"
#include "core/race/anatomy.hpp"

namespace thalweg::app {
namespace {

class Formulas : public testing::Test {
protected:
    Formulas() {
        gui_.begin_frame({800, 600}, 1.0 / 60);
        const Ui& ui = gui_.ui();
        style = {ui.fonts.formula, ui.fonts.small, 1};
    }
    ~Formulas() override { gui_.end_frame(); }

    MathBox set(std::string_view text) { return set_expression(style, std::get<Expression>(parse_expression(text))); }
    static const MathBox::Text& text(const MathBox& box, std::string_view string) {
        for (const MathBox::Text& t : box.texts)
            if (t.string == string) return t;
        ADD_FAILURE() << "no " << string;
        static const MathBox::Text none{};
        return none;
    }

    Gui gui_{GuiBackend::none, 1, true};
    MathStyle style;
};

TEST_F(Formulas, StackFractions) {
    const MathBox box = set("a/(b + c)");
    EXPECT_LT(text(box, "a").y, 0);
    EXPECT_GT(text(box, "b").y, 0);
    EXPECT_EQ(text(box, "b").y, text(box, "c").y);
    ASSERT_EQ(box.rules.size(), 1U);
    EXPECT_LE(box.rules[0].x0, text(box, "b").x);
    for (const MathBox::Text& t : box.texts) EXPECT_NE(t.string, "(") << "the bar holds the sum together";
}

TEST_F(Formulas, PutFactorsBesideFractionsInsteadOfStackingFractions) {
    const MathBox box = set("a/b*g/c");
    ASSERT_EQ(box.rules.size(), 2U);
    EXPECT_EQ(box.rules[0].y0, box.rules[1].y0) << "a/b · g/c, both on the axis";
    EXPECT_EQ(text(box, "a").y, text(box, "g").y);
    EXPECT_EQ(text(box, "b").y, text(box, "c").y);
}

TEST_F(Formulas, DrawTheLineOfARootOverAllThatIsUnderIt) {
    const MathBox box = set("sqrt(a + b)");
    ASSERT_EQ(box.rules.size(), 1U);
    for (const MathBox::Text& t : box.texts) {
        EXPECT_GE(t.x, box.rules[0].x0);
        EXPECT_GT(t.y, box.rules[0].y1);
    }
    EXPECT_GE(box.rules[0].x1, text(box, "b").x + 5);
}

TEST_F(Formulas, RaiseExponentsAndLowerIndices) {
    const MathBox box = set("beta1^t");
    EXPECT_EQ(text(box, "β").y, 0);
    EXPECT_LT(text(box, "t").y, -3);
    EXPECT_GT(text(box, "1").y, 3);
    EXPECT_EQ(text(box, "t").x, text(box, "1").x) << "one above the other";
    EXPECT_EQ(text(box, "t").font, style.index);
}

TEST_F(Formulas, KeepBracketsWhereTheyAreNeeded) {
    const auto brackets = [&](std::string_view formula) {
        int n = 0;
        for (const MathBox::Text& t : set(formula).texts) n += t.string == "(";
        return n;
    };
    EXPECT_EQ(brackets("a*(b + c)"), 1);
    EXPECT_EQ(brackets("a*b + c"), 0);
    EXPECT_EQ(brackets("a - (b - c)"), 1);
    EXPECT_EQ(brackets("(a + b)^2"), 1);
    EXPECT_EQ(brackets("(a + b)/(c + d)"), 0);
}

TEST_F(Formulas, BreakSumsThatAreTooWide) {
    const Statement statement = std::get<0>(parse_statements("theta = theta - lr*weight_decay*theta - lr*m_hat/(sqrt(v_hat) + eps)"))[0];
    const auto one = set_statement(style, statement, usual_symbol, 1e4f), two = set_statement(style, statement, usual_symbol, one->width - 10);
    ASSERT_TRUE(one && two);
    EXPECT_LE(two->width, one->width - 10);
    EXPECT_GT(two->height(), one->height() + 10);
    EXPECT_FALSE(set_statement(style, statement, usual_symbol, 20));
}

TEST_F(Formulas, OfEveryOptimizerFitACardAndNeverLieUponThemselves) {
    for (const OptimizerSpec& o : optimizer_catalogue())
        for (const Statement& s : o.lines()) {
            std::vector<TextLogEntry> texts;
            set_text_log(&texts);
            const std::array styles{style, MathStyle{gui_.ui().fonts.body, gui_.ui().fonts.small, 1}};
            ImDrawList& list = *ImGui::GetForegroundDrawList();
            const float bottom = draw_statement(list, styles, s, [&](std::string_view name) { return symbol_in(o, name); }, 10, 20, 480, IM_COL32_WHITE);
            set_text_log(nullptr);
            const Rect page{10, 20, 490, bottom};
            ASSERT_FALSE(texts.empty());
            for (std::size_t i = 0; i < texts.size(); ++i) {
                EXPECT_TRUE(page.inset(-1.5f).contains(texts[i].rect)) << o.id << ": '" << texts[i].string << "' of " << format_statement(s);
                for (std::size_t j = 0; j < i; ++j)
                    EXPECT_FALSE(texts[i].rect.inset(0.6f).overlaps(texts[j].rect.inset(0.6f))) << o.id << ": '" << texts[i].string << "' lies upon '" << texts[j].string << "' in " << format_statement(s);
            }
        }
}

}  // namespace
}  // namespace thalweg::app
