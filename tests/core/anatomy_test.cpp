// The printed formula of every optimizer is its rule, and the parts of a step add up to it.
#include "core/race/anatomy.hpp"

#include "core/formula/evaluate.hpp"
#include "core/formula/text.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::problem_on;

class Formula : public testing::TestWithParam<std::string_view> {
protected:
    const OptimizerSpec& spec = *find_optimizer(GetParam());
};

std::vector<std::string_view> all_optimizers() {
    std::vector<std::string_view> ids;
    for (const OptimizerSpec& o : optimizer_catalogue()) ids.push_back(o.id);
    return ids;
}

double relative(const Point& a, const Point& b, double size) { return (a - b).cwiseAbs().maxCoeff() / std::max(size, b.cwiseAbs().maxCoeff()); }

// Every variant that the switches of the optimizer make, one switch at a time, and small changes of its numbers.
std::vector<std::vector<double>> settings(const OptimizerSpec& spec) {
    std::vector<std::vector<double>> all{default_hyperparameters(spec)};
    for (std::size_t i = 1; i < spec.hyperparameters.size(); ++i) {
        const Parameter& p = spec.hyperparameters[i];
        std::vector<double> values = all[0];
        if (p.scale == Scale::toggle) values[i] = 1 - values[i];
        else if (p.scale == Scale::count || p.scale == Scale::log_count) values[i] = std::min(p.range.max, std::max(p.range.min, values[i] + 3));
        else if (p.scale == Scale::choice) values[i] = values[i] + 1 <= p.range.max ? values[i] + 1 : 0;
        else values[i] = std::clamp(values[i] * 0.9 + 0.01, p.range.min, p.range.max);
        all.push_back(values);
    }
    return all;
}

// Calls visit(anatomy, before, after) for steps of several races.
template <class Visit>
void for_steps(const OptimizerSpec& spec, Visit&& visit) {
    for (const std::vector<double>& hyper : settings(spec))
        for (const char* surface : {"rosenbrock", "himmelblau", "ackley"}) {
            Race race;
            const auto problem = problem_on(surface);
            race.arrange({problem, 3, 60}, {RacerSetup{.optimizer = &spec, .hyper = hyper, .start = problem->start + Point(0.1, 0.05)}});
            race.advance();
            std::vector<StepDetail> rows;
            race.details(0, 0, race.history(0).rows(), [&](const StepDetail& d) { rows.push_back(d); });
            for (int k = 0; k + 1 < static_cast<int>(rows.size()); ++k) {
                const auto anatomy = dissect(race, 0, k);
                ASSERT_TRUE(anatomy);
                SCOPED_TRACE(std::string(surface) + ", update " + std::to_string(k + 1));
                visit(*anatomy, rows[static_cast<std::size_t>(k)], rows[static_cast<std::size_t>(k) + 1], hyper);
                if (testing::Test::HasFailure()) return;
            }
        }
}

TEST_P(Formula, GivesThePointAndTheSlotsThatTheRuleGives) {
    for_steps(spec, [&](const Anatomy& a, const StepDetail& before, const StepDetail& after, const std::vector<double>&) {
        std::map<std::string, Value> last{{"theta", Value(before.from)}};  // stays where no line moves it
        for (const AnatomyLine& line : a.lines)
            if (line.applies && !line.statement->value.empty()) last[line.statement->name] = line.value;
        const double size = std::max({1.0, before.theta.cwiseAbs().maxCoeff(), after.move.cwiseAbs().maxCoeff()});
        EXPECT_LE(relative(last["theta"].vector(), after.theta, size), 1e-12) << "theta";
        for (std::size_t i = 0; i < spec.slots.size(); ++i) {
            const Quantity& q = spec.slots[i];
            const std::string name(q.shape == Shape::row ? q.id.substr(0, q.id.size() - 2) : q.id);
            if (!last.contains(name)) continue;
            const Point value = q.shape == Shape::row ? Point(last[name].m.row(q.id.ends_with("_x") ? 0 : 1)) : last[name].vector();
            const double scale = q.shape == Shape::row ? last[name].m.cwiseAbs().maxCoeff() : std::max(before.slots[i].cwiseAbs().maxCoeff(), q.shape == Shape::scalar ? 1e-3 : 1e-300);
            EXPECT_LE(relative(value, after.slots[i], scale), 1e-11) << q.id;
        }
    });
}

TEST_P(Formula, PrintsThePointAndEverySlotThatTheRuleKeeps) {
    EXPECT_TRUE(std::any_of(spec.lines().begin(), spec.lines().end(), [](const Statement& s) { return s.name == "theta" && !s.value.empty(); }));
    for (const Quantity& q : spec.slots) {
        const std::string name(q.shape == Shape::row ? q.id.substr(0, q.id.size() - 2) : q.id);
        EXPECT_TRUE(std::any_of(spec.lines().begin(), spec.lines().end(), [&](const Statement& s) { return s.name == name; })) << name;
    }
}

TEST_P(Formula, HasPartsThatAddUpToTheStep) {
    for_steps(spec, [&](const Anatomy& a, const StepDetail& before, const StepDetail& after, const std::vector<double>&) {
        Point sum = Point::Zero();
        double size = std::max(1.0, before.theta.cwiseAbs().maxCoeff());
        for (const AnatomyPart& part : a.parts) {
            sum += part.move;
            size = std::max(size, part.move.cwiseAbs().maxCoeff());
        }
        EXPECT_LE(relative(a.theta + sum, after.theta, size), 1e-12);
        EXPECT_TRUE(!a.parts.empty() || after.theta == before.theta);
    });
}

// The decay in a step is a part of its own, and it is there only where the rule decays. Where a quotient is clipped, it goes into the
// clipped quotient, as a gradient goes into its sign; so clipping is off here.
TEST_P(Formula, ShowsEveryDecayAsAPartThatPullsToZero) {
    for (const std::string_view name : decay_names) {
        const int decay = index_of(spec.hyperparameters, name);
        if (decay < 0) continue;
        for (const double value : {0.0, 0.1}) {
            RacerSetup setup{.optimizer = &spec, .hyper = default_hyperparameters(spec), .start = {-1.2, 1}};
            setup.hyper[static_cast<std::size_t>(decay)] = value;
            if (const int clip = index_of(spec.hyperparameters, "clip"); clip >= 0) setup.hyper[static_cast<std::size_t>(clip)] = 0;
            Race race;
            race.arrange({problem_on("rosenbrock"), 3, 12}, {setup});
            race.advance();
            for (int k = 0; k + 1 < race.history(0).rows(); ++k) {
                const auto anatomy = dissect(race, 0, k);
                ASSERT_TRUE(anatomy);
                if (anatomy->next == anatomy->theta) continue;  // ADOPT and SOAP only look at first
                SCOPED_TRACE(std::string(name) + " = " + std::to_string(value) + ", update " + std::to_string(k + 1));
                int found = 0;
                for (const AnatomyPart& part : anatomy->parts) {
                    if (part.decay != name) continue;
                    ++found;
                    for (int c = 0; c < 2; ++c) EXPECT_LT(part.move[c] * anatomy->names.find(part.source)->second.at(c), 0);
                }
                EXPECT_EQ(found, value > 0 ? 1 : 0);
            }
        }
    }
}

// The summands of a line but for multiples of points, which only together are a move.
int moves_of(const Expression& e, const OptimizerSpec& spec) {
    using Kind = Expression::Kind;
    if (e.kind == Kind::sum || e.kind == Kind::difference) return moves_of(e.arguments[0], spec) + moves_of(e.arguments[1], spec);
    if (e.kind == Kind::product) return moves_of(e.arguments[1], spec);
    const bool point = e.kind == Kind::name && (e.name == "theta" || std::any_of(spec.slots.begin(), spec.slots.end(), [&](const Quantity& q) { return q.id == e.name && q.shape == Shape::point; }));
    return point ? 0 : 1;
}

TEST_P(Formula, HasAPartForEveryTermOfTheLineThatMovesTheRacer) {
    for_steps(spec, [&](const Anatomy& a, const StepDetail&, const StepDetail&, const std::vector<double>&) {
        for (const AnatomyLine& line : a.lines) {
            const bool moves = line.applies && line.statement->name == "theta" && !line.statement->value.empty() && a.next != a.theta;
            EXPECT_GE(static_cast<int>(a.parts.size()), moves ? moves_of(line.statement->value[0], spec) : 0);
        }
    });
}

TEST(Anatomy, PullsScheduleFreeDescentToZeroByWhatTheAverageTakesOfTheDecayAtY) {
    Race race;
    race.arrange({problem_on("rosenbrock"), 3, 12}, {test::racer_with("schedule_free_sgd", {{"lr", 1e-3}, {"weight_decay", 0.1}})});
    race.advance();
    for (int k = 0; k < 12; ++k) {
        const auto anatomy = dissect(race, 0, k);
        ASSERT_TRUE(anatomy);
        const auto part = std::find_if(anatomy->parts.begin(), anatomy->parts.end(), [](const AnatomyPart& p) { return !p.decay.empty(); });
        ASSERT_NE(part, anatomy->parts.end());
        std::vector<StepDetail> row;
        race.details(0, k, k + 1, [&](const StepDetail& d) { row.push_back(d); });
        const Point y = row[0].slots[0], expected = -1e-3 * 0.1 / (k + 1) * y;  // z enters with weight 1/t
        EXPECT_LE((part->move - expected).norm(), 1e-14 * y.norm());
        EXPECT_EQ(symbol_of(*anatomy->optimizer, *part), "λ·y");
    }
}

TEST_P(Formula, ReadsAsText) {
    for (const Statement& s : spec.lines()) EXPECT_FALSE(format_statement(s, [&](std::string_view name) { return symbol_in(spec, name); }).empty());
}

INSTANTIATE_TEST_SUITE_P(Every, Formula, testing::ValuesIn(all_optimizers()), [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace thalweg
