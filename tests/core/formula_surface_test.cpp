// Claims about formulas that users type.
#include "core/formula/user_formula.hpp"

#include <array>

#include "core/formula/evaluate.hpp"
#include "core/problems/minima.hpp"
#include "tests/core/differences.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::contains;
using test::Numbers;
using test::same_bits;

std::shared_ptr<const UserFormula> formula_of(const std::string& text, const UserFormula::Defaults& defaults = {}) {
    auto parsed = UserFormula::parse(text, defaults);
    if (const auto* error = std::get_if<FormulaError>(&parsed)) {
        ADD_FAILURE() << text << ": " << describe(*error, text);
        return formula_of("0");
    }
    return std::get<0>(parsed);
}
std::unique_ptr<Objective> objective_of(const std::string& text, const UserFormula::Defaults& defaults = {}) {
    const auto formula = formula_of(text, defaults);
    std::vector<double> values;
    for (const Parameter& p : formula->parameters()) values.push_back(p.default_value);
    return formula->objective(values);
}
double loss_at(const Objective& objective, const Point& at) {
    double loss = 0;
    objective.gradient(Pair::load(at.data()), loss);
    return loss;
}
Point gradient_at(const Objective& objective, const Point& at) {
    double loss = 0;
    Point g;
    objective.gradient(Pair::load(at.data()), loss).store(g.data());
    return g;
}

// A formula of sums, products, powers and functions, at most so deep. Smooth ones have no kinks and are defined everywhere.
std::string random_formula(Numbers& numbers, int depth, bool smooth) {
    static constexpr std::array leaves{"x", "y", "x", "y", "a", "0.7", "2", "pi"};
    static constexpr std::array gentle{"sin", "cos", "tanh", "atan", "sigmoid", "softplus"};
    static constexpr std::array wild{"sqrt", "cbrt", "abs", "sign", "exp", "log", "log2", "log10", "log1p", "tan", "asin", "acos", "sinh", "cosh", "relu", "floor", "step"};
    static constexpr std::array pairs{"min", "max", "pow", "atan2", "mod"};
    if (depth == 0) return leaves[numbers.below(leaves.size())];
    const auto part = [&] { return random_formula(numbers, depth - 1, smooth); };
    switch (numbers.below(smooth ? 8 : 12)) {
        case 0: return "(" + part() + " + " + part() + ")";
        case 1: return "(" + part() + " - " + part() + ")";
        case 2: case 3: return part() + "*" + part();
        case 4: return part() + "/(1 + (" + part() + ")^2)";
        case 5: return "(" + part() + ")^" + std::to_string(1 + numbers.below(3));
        case 6: case 7: return std::string(gentle[numbers.below(gentle.size())]) + "(" + part() + ")";
        case 8: case 9: return std::string(wild[numbers.below(wild.size())]) + "(" + part() + ")";
        case 10: return std::string(pairs[numbers.below(pairs.size())]) + "(" + part() + ", " + part() + ")";
        default: return "where(" + part() + " < " + part() + ", " + part() + ", -" + part() + ")";
    }
}

TEST(Formula, HasDerivativesThatAgreeWithCentralDifferences) {
    Numbers numbers(11);
    int compared = 0, sharp = 0;
    for (int k = 0; k < 200; ++k) {
        const std::string text = random_formula(numbers, 4, true);
        const auto objective = objective_of(text, {{"a", 1.3}});
        for (int i = 0; i < 3; ++i) {
            const Point at(numbers.between(-1.5, 1.5), numbers.between(-1.5, 1.5));
            const Derivatives d = objective->derivatives(at);
            if (!std::isfinite(d.loss) || std::abs(d.loss) > 1e6) continue;
            const double steep = std::max(1.0, d.gradient.norm()), bent = std::max(1.0, d.hessian.norm());
            for (int axis = 0; axis < 2; ++axis) {
                const Point unit = Point::Unit(axis);
                const auto expect = [&](double exact, const test::Estimate& e, double scale) {
                    EXPECT_LE(std::abs(exact - e.value), 20 * e.error + 1e-9 * scale) << text << " at " << at.transpose() << ": " << exact << " against " << e.value;
                    ++compared;
                    sharp += e.error < 1e-6 * scale;
                };
                expect(d.gradient[axis], test::slope([&](double h) { return loss_at(*objective, at + h * unit); }, 0.02), steep);
                for (int other = 0; other < 2; ++other)
                    expect(d.hessian(other, axis), test::slope([&](double h) { return gradient_at(*objective, at + h * unit)[other]; }, 0.02), bent);
            }
        }
    }
    EXPECT_GT(compared, 3000);
    EXPECT_GT(sharp, compared * 9 / 10);
}

TEST(Formula, HasTheSameBitsOnEveryPath) {
    Numbers numbers(5);
    constexpr double x0 = -2.1, dx = 0.013;
    for (int k = 0; k < 400; ++k) {
        const std::string text = random_formula(numbers, 1 + k % 5, false);
        const auto objective = objective_of(text, {{"a", -0.6}});
        const double y = numbers.between(-2, 2);
        std::vector<double> row(k % 3 == 0 ? 320 : 37);
        objective->heights(test::evenly(x0, dx, row.size()), y, row);
        std::vector<Point> theta, gradient(row.size());
        for (std::size_t i = 0; i < row.size(); ++i) theta.emplace_back(x0 + static_cast<double>(i) * dx, y);
        std::vector<double> loss(row.size());
        objective->evaluate(theta, gradient, loss);
        for (std::size_t i = 0; i < row.size(); ++i) {
            ASSERT_TRUE(same_bits(row[i], loss[i])) << text << " at " << theta[i].transpose() << ": " << row[i] << " in a row, " << loss[i] << " at points";
            if (i % 7) continue;
            const Derivatives d = objective->derivatives(theta[i]);
            ASSERT_TRUE(same_bits(d.loss, loss[i])) << text;
            ASSERT_TRUE(same_bits(loss_at(*objective, theta[i]), loss[i])) << text;
            ASSERT_TRUE(same_bits(gradient_at(*objective, theta[i]), gradient[i])) << text << " at " << theta[i].transpose();
            ASSERT_TRUE(same_bits(d.gradient, gradient[i])) << text << " at " << theta[i].transpose() << ": " << d.gradient.transpose() << " against " << gradient[i].transpose();
        }
    }
}

// The evaluator of the printed rules reads the same tree with the standard library's functions.
TEST(Formula, MeansWhatTheEvaluatorOfRulesReadsInIt) {
    Numbers numbers(3);
    for (int k = 0; k < 300; ++k) {
        const std::string text = random_formula(numbers, 3, true);
        if (text.find("atan") != std::string::npos || text.find("s") != text.find("sin") || text.find("sigmoid") != std::string::npos || text.find("softplus") != std::string::npos) continue;
        const Point at(numbers.between(-2, 2), numbers.between(-2, 2));
        Scope scope;
        scope.names = {{"x", at.x()}, {"y", at.y()}, {"a", 1.0}};
        const double expected = evaluate(std::get<Expression>(parse_expression(text)), scope).scalar();
        EXPECT_NEAR(loss_at(*objective_of(text), at), expected, 1e-12 * (1 + std::abs(expected))) << text;
    }
    for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, double>>{
             {"2^3^2", 512}, {"-2^2", -4}, {"2**-1", 0.5}, {"-x^2", -9}, {"x^0.5", std::sqrt(3.0)}, {"x^1.5", std::pow(3.0, 1.5)}, {"x^-2", 1.0 / 9}, {"(-x)^3", -27}, {"x^100", std::pow(3.0, 100)},
             {"e^y", std::exp(-0.5)}, {"x^y", std::pow(3, -0.5)}, {"1 - 2 - 3", -4}, {"8/4/2", 1}, {"ln(x)", std::log(3)}, {"log2(8)", 3}, {"log10(1000)", 3}, {"mod(y, 2)", 1.5}, {"floor(y)", -1},
             {"min(x, y, -7)", -7}, {"max(1, x, 2)", 3}, {"if(x > 2 and y < 0, 10, 20)", 10}, {"where(x == 3, x, y)", 3}, {"step(y)", 0}, {"relu(y) + relu(x)", 3}, {"atan2(x, y)", std::atan2(3, -0.5)},
             {"cbrt(-8)", -2}, {"tau - 2*π", 0}, {"2·x² − y³", 18.125}, {"sign(y)*abs(y)", -0.5}, {"softplus(x)", std::log1p(std::exp(3))}, {"sigmoid(-800)", 0}, {"softplus(800)", 800}, {"1.5e1*x", 45}})
        EXPECT_NEAR(loss_at(*objective_of(text), {3, -0.5}), expected, 1e-14 * (1 + std::abs(expected))) << text;
}

TEST(Formula, IsTheBuiltInSurfaceWhenItSaysTheSame) {
    struct Pairing {
        const char *surface, *text;
        bool bits;  // the same operations in the same order
    };
    for (const Pairing& p : {Pairing{"rosenbrock", "(1-x)^2 + 100*(y - x^2)^2", true}, Pairing{"himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", false},
                             Pairing{"beale", "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2", false}, Pairing{"booth", "(x + 2*y - 7)^2 + (2*x + y - 5)^2", false},
                             Pairing{"rastrigin", "20 + (x^2 - 10*cos(tau*x)) + (y^2 - 10*cos(tau*y))", true},
                             Pairing{"six_hump_camel", "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (4*y^2 - 4)*y^2", false}}) {
        const SurfaceSpec& spec = *find_surface(p.surface);
        const auto built_in = spec.make({});
        const auto typed = objective_of(p.text);
        Numbers numbers(2);
        for (int i = 0; i < 200; ++i) {
            const Point at(numbers.between(spec.domain.x_min, spec.domain.x_max), numbers.between(spec.domain.y_min, spec.domain.y_max));
            const Derivatives a = built_in->derivatives(at), b = typed->derivatives(at);
            if (p.bits) {
                EXPECT_TRUE(same_bits(a.loss, b.loss) && same_bits(a.gradient, b.gradient) && same_bits(Point(a.hessian.col(0)), Point(b.hessian.col(0)))) << p.surface;
            } else {
                EXPECT_NEAR(a.loss, b.loss, 1e-12 * (1 + std::abs(a.loss))) << p.surface;
                EXPECT_LE((a.gradient - b.gradient).norm(), 1e-11 * (1 + a.gradient.norm())) << p.surface;
                EXPECT_LE((a.hessian - b.hessian).norm(), 1e-10 * (1 + a.hessian.norm())) << p.surface;
            }
        }
    }
}

TEST(Formula, KinksFollowTheConventions) {
    for (const char* text : {"sqrt(x) + sqrt(x^2 + y^2)", "abs(x) + relu(y)", "cbrt(x) + cbrt(y)"}) EXPECT_EQ(gradient_at(*objective_of(text), {0, 0}), Point(0, 0)) << text;
    EXPECT_EQ(gradient_at(*objective_of("max(2*x, 4*y)"), {0, 0}), Point(1, 2));
    EXPECT_EQ(gradient_at(*objective_of("where(x < 0, log(x), 3*x)"), {2, 0}), Point(3, 0));  // the branch not taken leaks nothing
    EXPECT_EQ(gradient_at(*objective_of("sigmoid(x)"), {-800, 0}), Point(0, 0));
}

TEST(Formula, IsNotDefinedOutsideItsDomainAndSaysSoInEveryDerivative) {
    for (const char* text : {"log(x)", "sqrt(x)", "asin(3 + y)", "x^0.3", "max(log(x), 0)", "min(0, sqrt(x)) + y", "log10(x)*y"}) {
        const auto objective = objective_of(text);
        const Derivatives d = objective->derivatives({-1, 2});
        EXPECT_TRUE(std::isnan(d.loss) && d.gradient.array().isNaN().all() && d.hessian.array().isNaN().all()) << text;
        EXPECT_TRUE(gradient_at(*objective, {-1, 2}).array().isNaN().all()) << text;
    }
}

TEST(Formula, UnknownNamesAreParametersInOrderOfAppearance) {
    const auto formula = formula_of("a*x^2 + beta1*y + a + lambda", {{"a", 100}});
    ASSERT_EQ(formula->parameters().size(), 3U);
    EXPECT_EQ(formula->parameters()[0].id, "a");
    EXPECT_EQ(formula->parameters()[0].default_value, 100);
    EXPECT_EQ(formula->parameters()[0].slider.max, 100);
    EXPECT_EQ(formula->parameters()[1].symbol, "β₁");
    EXPECT_EQ(formula->parameters()[1].default_value, 1);
    EXPECT_EQ(formula->parameters()[1].slider.min, -10);
    EXPECT_EQ(formula->typeset(), "a·x² + β₁·y + a + λ");
    EXPECT_EQ(loss_at(*formula->objective(std::vector<double>{2, 3, 5}), {10, 100}), 2 * 100 + 3 * 100 + 2 + 5);
}

TEST(Formula, SaysWhereItWentWrongAndWhatWasExpected) {
    struct Case {
        std::string text;
        std::size_t column;
        const char* message;
    };
    std::string long_sum = "x";
    while (long_sum.size() < max_formula_length) long_sum += "+x";
    for (const Case& c : std::vector<Case>{{"", 1, "expected a number, a name or '('"}, {"x +", 4, "expected a number, a name or '('"}, {"(1-x", 5, "expected ')'"}, {"2x", 2, "to multiply write 2*x"},
                         {"(2 x)^2", 4, "to multiply write 2*x"}, {"(1-x)(y)", 6, "to multiply write *("}, {"x ? y", 3, "expected an operator, not '?'"}, {"x + é", 5, "not 'é'"}, {"π + $", 5, "not '$'"},
                         {"sin x", 5, "to multiply"}, {"1 + sin", 8, "expected '(': sin is a function"}, {"1 + sine(x)", 5, "did you mean 'sin'"}, {"a(x)", 1, "to multiply write a*(…)"},
                         {"y*pow(x)", 3, "pow takes 2 arguments, not 1"}, {"max(x)", 1, "2 or more arguments, not 1"}, {"x = 3", 3, "to compare write =="}, {"1 < x < 2", 7, "do not chain"},
                         {"atan2(x; y)", 8, "expected ',' or ')', not ';'"}, {"x^", 3, "expected a number"}, {"1..2", 3, "to multiply"}, {"* x", 1, "not '*'"},
                         {std::string(500, '('), 201, "too many brackets"}, {std::string(500, '-') + "x", 201, "too many brackets"}, {long_sum, 2001, "at most 2000"}}) {
        const auto parsed = UserFormula::parse(c.text);
        const auto* error = std::get_if<FormulaError>(&parsed);
        ASSERT_NE(error, nullptr) << c.text;
        EXPECT_EQ(column_of(*error, c.text), c.column) << c.text << ": " << error->message;
        EXPECT_TRUE(contains(error->message, c.message)) << c.text;
    }
}

bool has(const std::vector<Point>& all, const Point& wanted, double within) {
    return std::any_of(all.begin(), all.end(), [&](const Point& p) { return (p - wanted).norm() <= within; });
}

TEST(Formula, ItsMinimaAreFound) {
    struct Case {
        const char* text;
        std::vector<Point> lowest;
        std::size_t others;
        std::optional<double> minimum;
        double within = 1e-7;
    };
    for (const Case& c : std::vector<Case>{
             {"(1-x)^2 + 100*(y - x^2)^2", {{1, 1}}, 0, 0.0},
             {"(x^2 + y - 11)^2 + (x + y^2 - 7)^2", {{3, 2}, {-2.805118086952745, 3.131312518250573}, {-3.779310253377747, -3.283185991286170}, {3.584428340330492, -1.848126526964404}}, 0, 0.0},
             {"(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (4*y^2 - 4)*y^2", {{0.0898420131003, -0.712656403020}, {-0.0898420131003, 0.712656403020}}, 4, -1.0316284534898774},
             {"abs(x - 1) + 3*abs(y + 2.03)", {{1, -2.03}}, 0, 0.0},
             {"sqrt((x - 0.3)^2 + (y + 0.1)^2)", {{0.3, -0.1}}, 0, 0.0},
             {"max(abs(x), abs(y - 1)) + 0.1*x", {{0, 1}}, 0, 0.0},
             {"x^4 + (y - 1)^4", {{0, 1}}, 0, 0.0, 1e-3},
             {"(x + y)^2", {}, 0, 0.0},
             {"x^2 - y^2", {}, 0, {}},
             {"x + y", {}, 0, {}},
             {"7", {}, 0, {}},
             {"log(x) + y^2", {}, 0, {}},
             {"x*log(x) + y^2 - y", {{1 / std::exp(1.0), 0.5}}, 0, -1 / std::exp(1.0) - 0.25},
             {"1e9*(x^2 + y^2) + 1e9", {{0, 0}}, 0, 1e9},
             {"1e-9*(x^2 + (y-1)^2)", {{0, 1}}, 0, 0.0},
             {"x^3 - 3*x + y^2", {}, 1, {}}}) {  // lower at the border than at (1, 0)
        const FoundMinima found = find_minima(*objective_of(c.text), default_formula_domain);
        EXPECT_EQ(found.lowest.size() + found.others.size(), c.lowest.size() + c.others) << c.text;
        for (const Point& p : c.lowest) EXPECT_TRUE(has(found.lowest, p, c.within) || (!c.minimum && has(found.others, p, c.within))) << c.text << ": " << p.transpose();
        EXPECT_EQ(found.minimum.has_value(), c.minimum.has_value()) << c.text;
        if (found.minimum && c.minimum) { EXPECT_NEAR(*found.minimum, *c.minimum, 1e-9 * (1 + std::abs(*c.minimum))) << c.text; }
    }
}

class Counting : public Objective {
public:
    explicit Counting(const Objective& objective) : objective_(objective) {}
    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        calls += static_cast<int>(theta.size());
        objective_.evaluate(theta, gradient, loss);
    }
    Derivatives derivatives(const Point& theta) const override {
        ++calls;
        return objective_.derivatives(theta);
    }
    void heights(std::span<const double> x, double y, std::span<double> loss) const override { objective_.heights(x, y, loss); }
    mutable int calls = 0;

private:
    const Objective& objective_;
};

TEST(Formula, TheMinimaOfBuiltInSurfacesAreFoundToo) {
    int known = 0, found_all = 0;
    for (const SurfaceSpec& spec : surface_catalogue()) {
        if (spec.minima.empty() || spec.minima_on_border) continue;
        const auto objective = spec.make(test::defaults(spec));
        const Counting counting(*objective);
        const FoundMinima found = find_minima(counting, spec.domain);
        EXPECT_LT(counting.calls, 31'000) << spec.id;  // a slider must not wait for it: the patience of the search, and one candidate's worst case
        bool all = true;
        for (const Point& p : spec.minima) all = all && has(found.lowest, p, 1e-4 * (spec.domain.x_max - spec.domain.x_min));
        ++known;
        found_all += all;
        if (!all) std::cout << "not found: " << spec.id << '\n';
    }
    EXPECT_GE(found_all, known * 3 / 4);
}

TEST(Formula, NeverCrashesOnRandomText) {
    Numbers numbers(99);
    const std::string alphabet = "xyabe0123456789.+-*/^()<>=, sincoglpqrtwhmdf_";
    int valid = 0;
    for (int k = 0; k < 20000; ++k) {
        std::string text;
        if (k % 3 == 0) {
            for (std::size_t n = numbers.below(60); n-- > 0;) text += static_cast<char>(numbers.below(256));
        } else if (k % 3 == 1) {
            for (std::size_t n = numbers.below(40); n-- > 0;) text += alphabet[numbers.below(alphabet.size())];
        } else {
            text = random_formula(numbers, 3, false);
            for (std::size_t n = numbers.below(3); n-- > 0 && !text.empty();) {
                const std::size_t at = numbers.below(text.size());
                switch (numbers.below(3)) {
                    case 0: text.erase(at, 1 + numbers.below(4)); break;
                    case 1: text.insert(at, 1, alphabet[numbers.below(alphabet.size())]); break;
                    default: text[at] = static_cast<char>(numbers.below(256));
                }
            }
        }
        const auto parsed = UserFormula::parse(text);
        if (const auto* error = std::get_if<FormulaError>(&parsed)) {
            EXPECT_LE(error->position, text.size()) << text;
            EXPECT_FALSE(error->message.empty()) << text;
            continue;
        }
        ++valid;
        const auto& formula = std::get<0>(parsed);
        std::vector<double> values(formula->parameters().size(), 0.5);
        const auto objective = formula->objective(values);
        std::vector<double> row(40);
        objective->heights(test::evenly(-1, 0.1, row.size()), 0.3, row);
        // What is typeset means the same, wherever it can be typed again.
        if (formula->typeset().size() <= max_formula_length && k % 20 == 2) find_minima(*objective, default_formula_domain);
    }
    EXPECT_GT(valid, 2000);
    for (const std::string& part : {std::string("x+"), std::string("(x+"), std::string("sin("), std::string("x^"), std::string("-"), std::string("x*y+a-")}) {
        std::string text;
        while (text.size() < max_formula_length - 10) text += part;
        UserFormula::parse(text);
        UserFormula::parse(text + "x");
        UserFormula::parse(text + "x" + std::string(5, ')'));
    }
}

}  // namespace
}  // namespace thalweg
