// Numbers and words as files and messages write them.
#include "core/facts/text.hpp"

#include <clocale>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/facts/parameter.hpp"
#include "core/formula/text.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::same_bits;

std::vector<double> all_sorts() {
    std::vector<double> values{0.0, -0.0, 1, -1, 0.1, 1.0 / 3, 1e21, 1e22, 123456789012345678.0, 5e-324, std::numeric_limits<double>::min(), std::numeric_limits<double>::max(), std::numeric_limits<double>::epsilon()};
    test::Numbers numbers(21);
    for (int i = 0; i < 2000; ++i) values.push_back(numbers.between(-1, 1) * std::exp2(numbers.between(-1000, 1000)));
    return values;
}

TEST(Text, NumbersReadBackAsTheSameDouble) {
    for (const double value : all_sorts()) {
        for (const std::string& text : {shortest(value), seventeen_digits(value)}) {
            ASSERT_TRUE(same_bits(std::strtod(text.c_str(), nullptr), value)) << text;
            ASSERT_TRUE(same_bits(number(text).value_or(NAN), value)) << text;
        }
        ASSERT_LE(shortest(value).size(), seventeen_digits(value).size());
    }
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(seventeen_digits(0.1), "0.10000000000000001");
    EXPECT_EQ(seventeen_digits(0.5), "0.5");
    EXPECT_EQ(seventeen_digits(1e-20), "9.9999999999999995e-21");
}

TEST(Text, NumbersDoNotFollowTheLanguageOfTheSystem) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    bool found = false;
    for (const char* comma : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8"}) found = found || std::setlocale(LC_ALL, comma);
    const std::string written = seventeen_digits(0.5), brief = shortest(0.5);
    const auto read = number("0.5");
    std::setlocale(LC_ALL, before.c_str());
    if (!found) GTEST_SKIP() << "no locale with a decimal comma is installed";
    EXPECT_EQ(written, "0.5");
    EXPECT_EQ(brief, "0.5");
    EXPECT_EQ(read, 0.5);
}

TEST(Text, ANumberIsTheWholeTextAndFinite) {
    EXPECT_EQ(number("1.5"), 1.5);
    EXPECT_EQ(number("+1.5"), 1.5);
    EXPECT_EQ(number("-1e-3"), -1e-3);
    EXPECT_EQ(number(".5"), 0.5);
    for (const char* text : {"", "+", "-", "+-1", "++1", "1.5x", " 1", "1 ", "1,5", "nan", "inf", "-inf", "1e999", "0x10", "one"}) EXPECT_EQ(number(text), std::nullopt) << text;
}

TEST(Text, QuotedTextReadsBackThroughJson) {
    std::string everything;
    for (int c = 1; c < 128; ++c) everything += static_cast<char>(c);
    for (const std::string& text : {std::string("Adam"), std::string("say \"hi\" \\ there"), std::string("β₁ é 中"), everything, std::string("a\0b", 3)}) {
        const std::string quoted = quoted_text(text);
        EXPECT_EQ(nlohmann::json::parse(quoted).get<std::string>(), text);
    }
}

TEST(Text, AMistypedWordFindsItsNeighbourAndNonsenseFindsNone) {
    const std::vector<std::string> known{"adam", "adamw", "sgd", "momentum", "rmsprop"};
    EXPECT_EQ(closest("adm", known), "adam");
    EXPECT_EQ(closest("momentun", known), "momentum");
    EXPECT_EQ(closest("rms_prop", known), "rmsprop");
    EXPECT_EQ(closest("conjugate_gradient", known), "");
    EXPECT_EQ(closest("x", {}), "");
    EXPECT_EQ(unknown("optimizer", "adm", known), "unknown optimizer 'adm'; did you mean 'adam'? Known: adam, adamw, sgd, momentum, rmsprop");
    EXPECT_EQ(unknown("optimizer", "conjugate_gradient", {"adam"}), "unknown optimizer 'conjugate_gradient'. Known: adam");
    EXPECT_EQ(joined({}), "");
    EXPECT_EQ(joined({"a", "b"}, "/"), "a/b");
}

TEST(Text, APowerOfAPowerOfTenHasItsBrackets) {
    const auto number = [](double value) { return Expression{.kind = Expression::Kind::number, .number = value, .name = {}, .arguments = {}}; };
    const auto of = [&](Expression::Kind kind, double a, double b) { return format_expression({.kind = kind, .name = {}, .arguments = {number(a), number(b)}}, [](std::string_view name) { return std::string(name); }); };
    using Kind = Expression::Kind;
    EXPECT_EQ(of(Kind::power, 2.266e-7, 2), "(2.266·10⁻⁷)²");
    EXPECT_EQ(of(Kind::power, 2.266e7, 2), "(2.266·10⁷)²");
    EXPECT_EQ(of(Kind::power, 0.25, 2), "0.25²");
    EXPECT_EQ(of(Kind::product, 0.9, 5.919e-8), "0.9·5.919·10⁻⁸");
    EXPECT_EQ(of(Kind::quotient, 0.9, 5.919e-8), "0.9/(5.919·10⁻⁸)");
    EXPECT_EQ(of(Kind::product, 0.9, -5.919e-8), "0.9·(−5.919·10⁻⁸)");
}

TEST(ParameterFacts, ComplainInWordsThatNameTheValueAndTheRange) {
    const Parameter beta{"beta1", "β₁", "decay", 0.9, {0, 0.9999}, Scale::one_minus_log};
    EXPECT_EQ(complaint(beta, 0.5), "");
    EXPECT_EQ(complaint(beta, 1.5), "beta1 = 1.5 is outside 0 … 0.9999");
    EXPECT_EQ(complaint(beta, std::numeric_limits<double>::quiet_NaN()), "beta1 = nan is outside 0 … 0.9999");
    EXPECT_EQ(complaint(Parameter{"centered", "c", "", 0, {0, 1}, Scale::toggle}, 0.5), "centered = 0.5 must be true or false");
    EXPECT_EQ(complaint(Parameter{"every", "k", "", 0, {0, 9}, Scale::count}, 2.5), "every = 2.5 must be a whole number");
    EXPECT_EQ(index_of(std::vector{beta}, "beta1"), 0);
    EXPECT_EQ(index_of(std::vector{beta}, "beta2"), -1);
}

}  // namespace
}  // namespace thalweg
