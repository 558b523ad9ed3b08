// Claims about every optimizer of the catalogue: a new rule is tested the moment it is listed.
#include "core/optimizers/optimizer.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

#include "core/numerics/denormals.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::racer_with;
using test::same_bits;

constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();

// A bowl ½‖θ − centre‖² whose centre can be put where the gradient is as wanted.
class Bowl final : public Objective {
public:
    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        for (std::size_t i = 0; i < theta.size(); ++i) {
            gradient[i] = theta[i] - centre;
            loss[i] = 0.5 * gradient[i].squaredNorm();
        }
    }
    Derivatives derivatives(const Point& theta) const override { return {0.5 * (theta - centre).squaredNorm(), theta - centre, Eigen::Matrix2d::Identity()}; }
    void heights(std::span<const double>, double, std::span<double>) const override {}
    Point centre = Point::Zero();
};

// A rule stepped by hand, without a race. Rules that ask the problem themselves find a bowl with the given gradient.
struct Stepper {
    explicit Stepper(const RacerSetup& s) : setup(s), state(s.optimizer->rule.state_bytes / sizeof(Pair) + 1), theta(s.start) {
        setup.optimizer->rule.begin(setup.hyper.data(), theta.data(), state.data());
    }
    Point step(const Point& g) {
        const Point before = theta;
        if (const Rule& rule = setup.optimizer->rule; rule.step) {
            rule.step(setup.hyper.data(), ++t, Pair::load(g.data()), Pair::load(theta.data()), state.data()).store(theta.data());
        } else {
            Bowl bowl;
            bowl.centre = theta - g;
            const Noise none;  // the oracle refers to it
            Oracle oracle(bowl, 0, ++t, none, Point::Zero(), setup.clipping);
            rule.update(setup.hyper.data(), t, oracle, theta.data(), state.data());
        }
        return theta - before;
    }
    RacerSetup setup;
    std::vector<Pair> state;  // of Pairs, for their alignment
    Point theta;
    int t = 0;
};

void run(Race& race, const RacerSetup& setup, std::string_view surface, int steps) {
    race.arrange({test::problem_on(surface), 0, steps}, {setup});
    race.advance();
}

// Without what moves a racer that has no gradient: the pull to 0, and a first moment that does not start at 0.
RacerSetup at_rest(RacerSetup setup) {
    for (const char* key : {"weight_decay", "lambd", "initial_m"})
        if (const int i = index_of(setup.optimizer->hyperparameters, key); i >= 0) setup.hyper[static_cast<std::size_t>(i)] = 0;
    return setup;
}

class Optimizer : public testing::TestWithParam<std::string> {
protected:
    const OptimizerSpec& spec = *find_optimizer(GetParam());
    bool follows_gradient() const { return spec.family != family::gradient_free; }
    RacerSetup with_defaults(const Point& start) const { return {.optimizer = &spec, .hyper = default_hyperparameters(spec), .start = start}; }
};

INSTANTIATE_TEST_SUITE_P(Every, Optimizer, testing::ValuesIn(test::ids(optimizer_catalogue())), [](const auto& each) { return each.param; });

TEST_P(Optimizer, HasCompleteFacts) {
    EXPECT_FALSE(spec.name.empty());
    EXPECT_FALSE(spec.formula.empty());
    EXPECT_FALSE(spec.convention.empty());
    EXPECT_FALSE(spec.reference.empty());
    ASSERT_FALSE(spec.hyperparameters.empty());
    EXPECT_FALSE(spec.family.empty());
    const bool has_rate = std::any_of(spec.hyperparameters.begin(), spec.hyperparameters.end(), [](const Parameter& p) { return p.id == "lr"; });
    EXPECT_EQ(spec.has_learning_rate(), has_rate || spec.hyperparameters[0].id.ends_with("lr")) << "a learning rate stands first";
    EXPECT_LE(spec.hyperparameters.size(), max_hyperparameters);
    EXPECT_TRUE((spec.rule.step == nullptr) != (spec.rule.update == nullptr));
    std::set<std::string_view> keys{"optimizer", "name", "hidden", "colour", "clip_norm", "clip_value", "schedule", "momentum_schedule", "wrapper"};  // those of every racer
    for (const Parameter& p : spec.hyperparameters) {
        SCOPED_TRACE(p.id);
        EXPECT_TRUE(keys.insert(p.id).second) << "listed twice, or a key of every racer";
        EXPECT_FALSE(p.symbol.empty());
        EXPECT_FALSE(p.meaning.empty());
        EXPECT_LT(p.range.min, p.range.max);
        EXPECT_EQ(complaint(p, p.default_value), "");
        const Range slider = p.slider_range();
        EXPECT_LT(slider.min, slider.max);
        EXPECT_TRUE(p.range.contains(slider.min) && p.range.contains(slider.max)) << "the slider leaves the range";
        if (p.scale == Scale::log || p.scale == Scale::log_count) { EXPECT_GE(slider.min, 0); }
        if (p.scale == Scale::one_minus_log) { EXPECT_LT(p.range.max, 1); }
        if (p.scale == Scale::toggle) { EXPECT_TRUE(p.range.min == 0 && p.range.max == 1); }
    }
}

TEST_P(Optimizer, NamesEveryQuantityOnce) {
    std::set<std::string_view> ids;
    for (const auto* list : {&spec.slots, &spec.derived})
        for (const Quantity& q : *list) {
            SCOPED_TRACE(q.id);
            EXPECT_TRUE(ids.insert(q.id).second);
            EXPECT_FALSE(q.symbol.empty());
            EXPECT_FALSE(q.meaning.empty());
            if (!q.with.empty()) { EXPECT_TRUE(ids.contains(q.with)) << "shares the plot of " << q.with << ", which is not listed before it"; }
        }
}

TEST_P(Optimizer, KeepsItsSlotsWithinItsState) { EXPECT_LE(spec.rule.slots_offset + spec.slots.size() * sizeof(Pair), spec.rule.state_bytes + sizeof(Pair) * spec.slots.empty()); }

// With nothing to follow and no memory, there is no reason to move.
TEST_P(Optimizer, LeavesAStationaryPointAlone) {
    if (!follows_gradient()) GTEST_SKIP() << "does not follow the gradient";
    for (const auto& [surface, minimum] : {std::pair{"rosenbrock", Point(1, 1)}, {"himmelblau", Point(3, 2)}, {"booth", Point(1, 3)}}) {
        Race race;
        run(race, at_rest(with_defaults(minimum)), surface, 50);
        const History& history = race.history(0);
        ASSERT_EQ(history.rows(), 51);
        for (const Point& theta : history.path()) ASSERT_EQ(theta, minimum) << surface;
        race.details(0, 0, 51, [&](const StepDetail& d) {
            for (const Point& slot : d.slots) ASSERT_TRUE(slot.allFinite());
            for (const Point& q : d.derived) ASSERT_EQ(q.hasNaN(), d.step == 0);  // there are none before update 1
        });
    }
}

// The first step goes down the slope, along x and along y. (The misprint says of itself that it does not.)
TEST_P(Optimizer, StepsDownhillFirst) {
    if (!follows_gradient()) GTEST_SKIP() << "does not follow the gradient";
    if (!spec.warning.empty()) GTEST_SKIP() << spec.warning;
    Stepper stepper(with_defaults({1, -2}));
    Point moved = stepper.step({0.5, -0.25});
    if (moved.isZero(0)) moved = stepper.step({0.5, -0.25});  // of a rule that only looks around in update 1
    EXPECT_LT(moved.x(), 0);
    EXPECT_GT(moved.y(), 0);
}

// x and y travel in one pack but never mix: exchanging them exchanges the path.
TEST_P(Optimizer, TreatsBothCoordinatesAlike) {
    if (!follows_gradient()) GTEST_SKIP() << "does not follow the gradient";
    Stepper one(with_defaults({0.7, -0.4})), other(with_defaults({-0.4, 0.7}));
    test::Numbers numbers(11);
    for (int t = 0; t < 200; ++t) {
        const double a = numbers.between(-2, 2), b = numbers.between(-20, 20);
        one.step({a, b});
        other.step({b, a});
        if (spec.rule.step) ASSERT_TRUE(same_bits(one.theta, Point(other.theta.y(), other.theta.x()))) << t;
        else ASSERT_LE((one.theta - Point(other.theta.y(), other.theta.x())).norm(), 1e-9 * std::max(1.0, one.theta.norm())) << t;  // whole vectors round otherwise
    }
}

TEST_P(Optimizer, StepsByHandAsInARace) {
    if (!spec.rule.step) GTEST_SKIP() << "asks the problem itself";
    for (const char* surface : {"rosenbrock", "rastrigin", "beale"}) {
        const Point start = find_surface(surface)->start;
        Race race;
        run(race, with_defaults(start), surface, 300);
        const History& history = race.history(0);
        const DenormalsFlushed guard;
        const auto problem = test::problem_on(surface);
        Stepper stepper(with_defaults(start));
        for (int t = 0; t < history.rows(); ++t) {
            ASSERT_TRUE(same_bits(stepper.theta, history.theta(t))) << surface << ' ' << t;
            stepper.step(problem->objective->derivatives(stepper.theta).gradient);
        }
    }
}

// A copy of the state is a checkpoint.
TEST_P(Optimizer, ContinuesFromACopyOfItsState) {
    Stepper stepper(with_defaults({0.3, 0.9}));
    test::Numbers numbers(12);
    for (int t = 0; t < 37; ++t) stepper.step({numbers.between(-1, 1), numbers.between(-1, 1)});
    Stepper copy = stepper;
    for (int t = 0; t < 50; ++t) {
        const Point g(numbers.between(-1, 1), numbers.between(-1, 1));
        stepper.step(g);
        copy.step(g);
        ASSERT_TRUE(same_bits(stepper.theta, copy.theta));
    }
    EXPECT_EQ(std::memcmp(stepper.state.data(), copy.state.data(), spec.rule.state_bytes), 0);
}

// Each end of each range is a number that a file may hold, so each must at worst diverge: no NaN ever enters a history.
TEST_P(Optimizer, RunsAtBothEndsOfEveryRange) {
    for (std::size_t i = 0; i < spec.hyperparameters.size(); ++i)
        for (const double value : {spec.hyperparameters[i].range.min, spec.hyperparameters[i].range.max}) {
            SCOPED_TRACE(std::string(spec.hyperparameters[i].id) + " = " + shortest(value));
            RacerSetup setup = with_defaults({-1.2, 1});
            setup.hyper[i] = value;
            Race race;
            run(race, setup, "rosenbrock", 200);
            const History& history = race.history(0);
            ASSERT_GE(history.rows(), 1);
            EXPECT_EQ(history.rows() == 201, race.ending(0) == Ending::open);
            for (const Point& theta : history.path()) ASSERT_FALSE(escaped(theta));
        }
}

TEST_P(Optimizer, RefusesHyperparametersOutsideTheirRange) {
    for (std::size_t i = 0; i < spec.hyperparameters.size(); ++i) {
        const Parameter& p = spec.hyperparameters[i];
        SCOPED_TRACE(p.id);
        std::vector<double> bad{std::nextafter(p.range.min, -inf), std::nextafter(p.range.max, inf), p.range.min - 1, p.range.max + 1, -inf, inf, nan};
        if (p.scale == Scale::toggle || test::is_whole(p)) bad.push_back(0.5);
        for (const double value : bad) {
            RacerChoice racer = default_racer(spec, {});
            const RacerChoice before = racer;
            EXPECT_TRUE(test::contains(set_racer_key(racer, p.id, value), std::string(p.id))) << value;
            EXPECT_EQ(racer, before) << "a refused value was stored";

            Scenario scenario = default_scenario();  // and a scenario that holds it all the same says which racer it is
            racer.hyper[i] = value;
            scenario.racers.insert(scenario.racers.begin() + 1, racer);
            EXPECT_TRUE(test::contains(complaint(scenario), "racer 2 (" + std::string(spec.name) + "): " + std::string(p.id) + " = "));
        }
        for (const double value : {p.range.min, p.range.max, p.default_value}) {
            RacerChoice racer = default_racer(spec, {});
            EXPECT_EQ(set_racer_key(racer, p.id, value), "");
            EXPECT_TRUE(same_bits(racer.hyper[i], value));
        }
        RacerChoice racer = default_racer(spec, {});
        EXPECT_TRUE(test::contains(set_racer_key(racer, p.id, std::string("fast")), std::string(p.id)));
        const std::string as_flag = set_racer_key(racer, p.id, true);
        if (p.scale == Scale::toggle) EXPECT_EQ(as_flag, "");
        else EXPECT_TRUE(test::contains(as_flag, std::string(p.id) + " must be a number"));
    }
}

// A hyperparameter that changed nothing, whatever the switches say, would be a slider without a purpose.
TEST_P(Optimizer, HeedsEveryHyperparameterButThoseThatSayTheyHaveNoEffect) {
    std::vector<std::size_t> switches;
    for (std::size_t i = 0; i < spec.hyperparameters.size(); ++i)
        if (spec.hyperparameters[i].scale == Scale::toggle) switches.push_back(i);
    for (std::size_t i = 0; i < spec.hyperparameters.size(); ++i) {
        const Parameter& p = spec.hyperparameters[i];
        bool heeded = false;
        for (const char* surface : {"himmelblau", "rosenbrock", "michalewicz", "drop_wave"})  // some rules need trouble to show what they have against it
            for (unsigned setting = 0; setting < 2U << switches.size() && !heeded; ++setting) {
                RacerSetup setup = with_defaults({0.5, -0.5});
                for (std::size_t k = 0; k < switches.size(); ++k) setup.hyper[switches[k]] = setting >> k & 1;
                for (const auto& [key, value] : {std::pair{"reset_every", 10.0}, {"weight_decay", 0.01}, {"warmup_steps", 10.0}})  // what others refine
                    if (const int k = index_of(spec.hyperparameters, key); k >= 0) setup.hyper[static_cast<std::size_t>(k)] = value;
                setup.hyper[0] = setting >> switches.size() ? 1e-3 : 0.1;  // with long steps most arrive, so their gradients fade; some diverge
                RacerSetup more = setup, less = setup;
                more.hyper[i] = p.scale == Scale::toggle ? 1 - setup.hyper[i] : 0.5 * (p.default_value + p.slider_range().max);
                less.hyper[i] = p.slider_range().min;  // some limits show only from the other side
                if (test::is_whole(p)) more.hyper[i] = std::floor(more.hyper[i]);
                Race race;
                race.arrange({test::problem_on(surface), 0, 200}, {setup, more, less});
                race.advance();
                heeded = !test::same_path(race.history(0), race.history(1)) || !test::same_path(race.history(0), race.history(2));
            }
        EXPECT_EQ(heeded, p.meaning.find("no effect") == std::string_view::npos) << p.id;
    }
}

// A schedule that leaves the rate as it is leaves the path as it is, bit for bit, although the race takes another way there.
TEST_P(Optimizer, GoesTheSamePathUnderAConstantSchedule) {
    if (!spec.has_learning_rate()) GTEST_SKIP() << "has no learning rate";
    RacerSetup plain = with_defaults({-1.1, 0.8}), scheduled = plain;
    scheduled.lr_schedule = default_schedule(*find_schedule("constant"), 200);
    Race race;
    race.arrange({test::problem_on("rosenbrock"), 0, 200}, {plain, scheduled});
    race.advance();
    EXPECT_TRUE(test::same_path(race.history(0), race.history(1)));
}

TEST(OptimizerCatalogue, HasUniqueSnakeCaseIds) {
    std::set<std::string_view> ids, names;
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        EXPECT_TRUE(ids.insert(spec.id).second) << spec.id;
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
        EXPECT_EQ(spec.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos) << spec.id;
        EXPECT_EQ(find_optimizer(spec.id), &spec);
    }
    EXPECT_EQ(find_optimizer("adm"), nullptr);
    EXPECT_GE(ids.size(), 55U);
    EXPECT_LE(ids.size(), static_cast<std::size_t>(max_racers)) << "not all of them can meet in one race";
}

TEST(AdamMisprint, WarnsThatItIsNotAdam) { EXPECT_TRUE(test::contains(std::string(find_optimizer("adam_misprint")->warning), "not Adam")); }

TEST(Adam, FirstStepHasLengthLrWhateverTheGradientsScale) {
    for (const char* id : {"adam", "adam_l2", "adamw", "amsgrad", "adamax", "adam_eps_inside_sqrt", "adam_epoch_reset"})
        for (const double scale : {1e-2, 1.0, 1e4, 1e8}) {
            RacerSetup setup = at_rest(racer_with(id, {{"lr", 1e-3}}, {0, 0}));
            const Point moved = Stepper(setup).step({3 * scale, -scale});
            // √(ĝ² + 1e-8) exceeds |g| by up to 5e-9/g²; ε outside the root by 1e-8/|g|.
            const double room = std::string_view(id) == "adam_eps_inside_sqrt" ? 1e-3 * 5.1e-9 / (scale * scale) : 1e-3 * 1.1e-8 / scale;
            EXPECT_NEAR(moved.x(), -1e-3, room + 1e-18) << id << ' ' << scale;
            EXPECT_NEAR(moved.y(), +1e-3, room + 1e-18) << id << ' ' << scale;
        }
}

TEST(Sgd, FirstStepGrowsWithTheGradientsScale) { EXPECT_EQ(Stepper(racer_with("sgd", {{"lr", 0.5}}, {0, 0})).step({3e4, -1e4}), Point(-1.5e4, 0.5e4)); }

// The switches lead to the named forms, bit for bit.
struct Switch {
    const char* base;
    std::vector<std::pair<std::string_view, double>> values;
    const char* form;
    std::vector<std::pair<std::string_view, double>> also = {};
};

TEST(Switches, EqualTheirNamedForms) {
    const std::vector<Switch> switches{
        {"adam", {{"bias_correction_m", 0}}, "adam_bc_v_only"},
        {"adam", {{"bias_correction_m", 0}, {"bias_correction_v", 0}}, "adam_no_bias_correction"},
        {"adam", {{"eps_inside_sqrt", 1}}, "adam_eps_inside_sqrt"},
        {"adam", {{"eps_hat", 1}}, "adam_eps_hat"},
        {"adam", {{"reset_every", 10}}, "adam_epoch_reset"},
        {"adam", {{"weight_decay", 0.01}}, "adam_l2"},
        {"adam_l2", {{"weight_decay", 0}}, "adam"},
        {"adamw", {{"weight_decay", 0}}, "adam"},
        {"adamw", {{"amsgrad", 1}, {"weight_decay", 0}}, "amsgrad"},
        {"rmsprop", {{"centered", 1}}, "rmsprop_centered"},
        {"rmsprop", {{"momentum", 0.9}}, "rmsprop_momentum"},
        {"rmsprop", {{"eps_inside_sqrt", 1}}, "rmsprop_eps_inside_sqrt"},
        {"momentum", {{"dampening", 0.9}}, "momentum_dampened"},
        {"momentum", {{"momentum", 0}}, "sgd"},
        {"nesterov", {{"momentum", 0}}, "sgd"},
        {"nesterov_optax", {{"momentum", 0}}, "sgd"},
        {"ema_momentum", {{"momentum", 0}}, "sgd"},
        {"qhm", {{"nu", 0}}, "sgd"},
        {"qhm", {{"nu", 1}, {"momentum", 0.9}}, "ema_momentum"},
    };
    for (const Switch& s : switches)
        for (const char* surface : {"rosenbrock", "himmelblau"}) {
            RacerSetup base = racer_with(s.base), form = racer_with(s.form);
            for (const auto& [key, value] : s.values) base.hyper[static_cast<std::size_t>(index_of(base.optimizer->hyperparameters, key))] = value;
            base.hyper[0] = form.hyper[0] = 1e-3;
            Race race;
            race.arrange({test::problem_on(surface), 0, 300}, {base, form, racer_with(s.base, {{"lr", 1e-3}})});
            race.advance();
            EXPECT_TRUE(test::same_path(race.history(0), race.history(1))) << s.base << " as " << s.form;
            EXPECT_FALSE(test::same_path(race.history(0), race.history(2))) << s.base << " does not notice";
        }
}

TEST(Adam, ForgetsBothMomentsAtEveryReset) {
    Stepper once(racer_with("adam_epoch_reset", {{"reset_every", 10}})), fresh(racer_with("adam"));
    test::Numbers numbers(13);
    for (int t = 0; t < 10; ++t) once.step({numbers.between(-1, 1), numbers.between(-1, 1)});
    fresh.theta = once.theta;
    for (int t = 0; t < 10; ++t) {
        const Point g(numbers.between(-1, 1), numbers.between(-1, 1));
        once.step(g);
        fresh.step(g);
        ASSERT_TRUE(same_bits(once.theta, fresh.theta)) << t;
    }
}

}  // namespace
}  // namespace thalweg
