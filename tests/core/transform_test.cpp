// Surfaces moved, stretched and turned: exact derivatives, everything that a problem knows moves along, and what it shows of the rules.
#include "core/problems/transformed.hpp"

#include <numbers>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/scenario/toml.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::contains;
using test::Numbers;
using test::same_bits;

constexpr Transform oblique{{1.5, -0.75, 2, 0.5, 0.6}};

Transform any_transform(Numbers& numbers) {
    Transform t;
    for (std::size_t i = 0; i < t.values.size(); ++i) t.values[i] = numbers.between(transform_parameters()[i].range.min, transform_parameters()[i].range.max);
    return t;
}

Problem moved(const SurfaceSpec& surface, const Transform& transform) { return transformed(surface_problem(surface, test::defaults(surface)), transform); }

TEST(Transform, StretchesThenTurnsThenMoves) {
    const Transform t{{10, 20, 2, 3, std::numbers::pi / 2}};
    EXPECT_LE((t.apply({1, 0}) - Point(10, 22)).norm(), 1e-14);
    EXPECT_LE((t.apply({0, 1}) - Point(7, 20)).norm(), 1e-14);
    EXPECT_TRUE(Transform{}.identity());
    EXPECT_FALSE(t.identity());
}

TEST(Transform, RevertsWhatItApplies) {
    Numbers numbers(1);
    for (int i = 0; i < 100; ++i) {
        Transform t = any_transform(numbers);
        t.values[0] /= 1e5, t.values[1] /= 1e5;
        const Point u(numbers.between(-5, 5), numbers.between(-5, 5)), p = t.apply(u);
        EXPECT_LE((t.revert(p) - u).norm(), 4e-15 * (1 + p.norm()) * (1 + 1 / std::min(t.values[2], t.values[3]))) << i;
    }
}

TEST(Transform, ThatDoesNothingGivesTheObjectiveItself) {
    const SurfaceSpec& surface = *find_surface("ackley");
    Problem problem = surface_problem(surface, {});
    const Objective* before = problem.objective.get();
    const Problem after = transformed(problem, {});
    EXPECT_EQ(after.objective.get(), before);
    EXPECT_EQ(after.formula, surface.formula);
}

// f(p) = f_surface(revert(p)), with the chain rule written out by hand for the derivatives.
TEST(Transform, FollowsTheChainRuleOnEverySurface) {
    Numbers numbers(2);
    const double c = std::cos(0.6), s = std::sin(0.6);
    Eigen::Matrix2d a;
    a << c / 2, s / 2, -s / 0.5, c / 0.5;
    for (const SurfaceSpec& surface : surface_catalogue()) {
        const auto own = surface.make(test::defaults(surface));
        const Problem turned = moved(surface, oblique);
        for (int i = 0; i < 10; ++i) {
            const Point u(numbers.between(surface.domain.x_min, surface.domain.x_max), numbers.between(surface.domain.y_min, surface.domain.y_max));
            const Point p = oblique.apply(u);
            const Derivatives here = turned.objective->derivatives(p), there = own->derivatives(oblique.revert(p));
            EXPECT_TRUE(same_bits(here.loss, there.loss)) << surface.id;
            EXPECT_LE((here.gradient - a.transpose() * there.gradient).norm(), 1e-13 * (1 + there.gradient.norm())) << surface.id;
            EXPECT_LE((here.hessian - a.transpose() * there.hessian * a).norm(), 1e-12 * (1 + there.hessian.norm())) << surface.id;
            EXPECT_TRUE(same_bits(here.hessian(0, 1), here.hessian(1, 0)));
        }
    }
}

// And without trusting any chain rule: central differences of the loss and of the gradient.
TEST(Transform, HasDerivativesThatAgreeWithCentralDifferences) {
    constexpr double h = 1e-4;
    Numbers numbers(3);
    const auto loss = [](const Objective& f, const Point& at) { return f.derivatives(at).loss; };
    for (const char* id : {"rosenbrock", "himmelblau", "peaks", "branin"}) {
        const Problem turned = moved(*find_surface(id), oblique);
        for (int i = 0; i < 20; ++i) {
            const Point p = oblique.apply({numbers.between(-1, 1), numbers.between(-1, 1)});
            const Derivatives d = turned.objective->derivatives(p);
            for (int k = 0; k < 2; ++k) {
                const Point step = h * Point::Unit(k);
                const double slope = (loss(*turned.objective, p + step) - loss(*turned.objective, p - step)) / (2 * h);
                EXPECT_NEAR(d.gradient[k], slope, 1e-4 * (1 + d.hessian.norm())) << id;
                const Point bend = (turned.objective->derivatives(p + step).gradient - turned.objective->derivatives(p - step).gradient) / (2 * h);
                EXPECT_LE((d.hessian.col(k) - bend).norm(), 1e-4 * (1 + d.hessian.norm())) << id;
            }
        }
    }
}

// A pixel of a map is the number that a run would compute, for turned surfaces too; more points than one block.
TEST(Transform, GivesTheSameBitsAloneInAGroupAndAsAField) {
    for (const char* id : {"rosenbrock", "ackley", "rnn_cliff"}) {
        const Problem turned = moved(*find_surface(id), oblique);
        const Objective& f = *turned.objective;
        constexpr std::size_t n = 150;
        std::vector<Point> points, gradient(n);
        std::vector<double> row(n), loss(n);
        for (std::size_t i = 0; i < n; ++i) points.emplace_back(-3 + static_cast<double>(i) * 0.05, 0.7);
        f.heights(test::evenly(-3, 0.05, n), 0.7, row);
        f.evaluate(points, gradient, loss);
        for (std::size_t i = 0; i < n; ++i) {
            const Derivatives d = f.derivatives(points[i]);
            EXPECT_TRUE(same_bits(row[i], loss[i]) && same_bits(d.loss, loss[i])) << id << ' ' << i;
            EXPECT_TRUE(same_bits(d.gradient, gradient[i])) << id << ' ' << i;
        }
    }
}

TEST(Transform, TakesMinimaStartAndViewAlong) {
    for (const SurfaceSpec& surface : surface_catalogue()) {
        const Problem turned = moved(surface, oblique), own = surface_problem(surface, test::defaults(surface));
        ASSERT_EQ(turned.minima.size(), own.minima.size());
        const auto within = [&](const Point& p) {
            const double room = 1e-12 * (1 + p.norm());
            return p.x() >= turned.domain.x_min - room && p.x() <= turned.domain.x_max + room && p.y() >= turned.domain.y_min - room && p.y() <= turned.domain.y_max + room;
        };
        for (std::size_t i = 0; i < own.minima.size(); ++i) {
            EXPECT_LE((oblique.revert(turned.minima[i]) - own.minima[i]).norm(), 1e-14 * (1 + own.minima[i].norm())) << surface.id;
            EXPECT_TRUE(within(turned.minima[i])) << surface.id;
        }
        EXPECT_TRUE(within(turned.start)) << surface.id;
        EXPECT_EQ(turned.minimum, own.minimum);
    }
}

// The sample of an update is turned with the surface.
TEST(Transform, TurnsSampledGradientsToo) {
    const Problem turned = moved(*find_surface("reddi"), {{0, 0, 1, 1, std::numbers::pi / 2}});
    ASSERT_TRUE(turned.objective->stochastic());
    const Point at(0, 0);
    Point g;
    turned.objective->sample_gradients({&at, 1}, 0, 1, {&g, 1});
    EXPECT_LE((g - Point(0, 3)).norm(), 1e-15) << "x of the surface points along y";
    EXPECT_NEAR(turned.objective->sample_loss({0, 0.5}, 0, 1), 1.5, 1e-15);
}

// The probe itself. A rule that commutes with rotations takes the same path on the turned surface, turned; one that scales
// every coordinate by itself does not.
double apart(const char* optimizer, std::initializer_list<std::pair<const char*, double>> values) {
    Scenario straight = default_scenario();
    straight.problem = default_problem(*find_surface("quadratic_ill"));
    straight.problem.parameters[0] = 10;
    straight.steps = 40;
    straight.racers = {default_racer(*find_optimizer(optimizer), {})};
    for (const auto& [key, value] : values) EXPECT_EQ(set_racer_key(straight.racers[0], key, value), "");
    Scenario turned = straight;
    const Transform rotation{{0, 0, 1, 1, 0.7}};
    set_transform(turned.problem, rotation);
    Race a, b;
    a.arrange(build_arena(straight), build_setups(straight));
    b.arrange(build_arena(turned), build_setups(turned));
    a.advance();
    b.advance();
    double worst = 0;
    for (int t = 0; t <= straight.steps; ++t) worst = std::max(worst, (rotation.apply(a.history(0).theta(t)) - b.history(0).theta(t)).norm());
    return worst;
}
TEST(RotationProbe, TurnsThePathOfPlainDescentMomentumAndNewton) {
    EXPECT_LE(apart("sgd", {{"lr", 0.05}}), 1e-12);
    EXPECT_LE(apart("momentum", {{"lr", 0.02}}), 1e-12);
    EXPECT_LE(apart("newton_damped", {}), 1e-12);
}
TEST(RotationProbe, BendsThePathOfAdamAndItsKin) {
    EXPECT_GT(apart("adam", {{"lr", 0.3}}), 0.5);
    EXPECT_GT(apart("rmsprop", {{"lr", 0.3}}), 0.5);
}

TEST(TransformChoice, TakesTheStartAlongAndBringsItBackUnchanged) {
    Numbers numbers(4);
    ProblemChoice problem = default_problem(*find_surface("rosenbrock"));
    for (int i = 0; i < 1000; ++i) {  // a hand on the sliders
        Transform t;
        t.values = {numbers.between(-5, 5), numbers.between(-5, 5), numbers.between(0.1, 10), numbers.between(0.1, 10), numbers.between(-3, 3)};
        set_transform(problem, t);
        ASSERT_LE((t.revert(problem.start) - Point(-1.2, 1)).norm(), 1e-12) << i;
    }
    set_transform(problem, {});
    EXPECT_EQ(problem.start, Point(-1.2, 1)) << "to the last bit";
}

TEST(TransformFile, ReadsBackAnyTransform) {
    Numbers numbers(5);
    for (int i = 0; i < 50; ++i) {
        Scenario scenario = default_scenario();
        scenario.problem.transform = any_transform(numbers);
        const std::string text = format_scenario(scenario);
        const ScenarioOrError read = parse_scenario(text, "t.toml");
        ASSERT_TRUE(std::holds_alternative<Scenario>(read)) << std::get<std::string>(read);
        EXPECT_EQ(std::get<Scenario>(read), scenario) << text;
    }
    EXPECT_FALSE(contains(format_scenario(default_scenario()), "transform"));
}

TEST(TransformFile, MovesTheDefaultStartUnlessOneIsGiven) {
    const auto read = [](const std::string& text) { return std::get<Scenario>(parse_scenario(text, "t.toml")).problem; };
    const std::string table = "[problem.transform]\nshift_x = 3\n";
    EXPECT_EQ(read("[problem]\nsurface = \"beale\"\n" + table).start, find_surface("beale")->start + Point(3, 0));
    EXPECT_EQ(read("[problem]\nsurface = \"beale\"\nstart = [1, 2]\n" + table).start, Point(1, 2));
}

TEST(TransformFile, ExplainsWhatIsWrong) {
    const auto wrong = [](const std::string& text) {
        const ScenarioOrError read = parse_scenario(text, "t.toml");
        const auto* message = std::get_if<std::string>(&read);
        return message ? *message : std::string();
    };
    EXPECT_TRUE(contains(wrong("[problem.transform]\nscale_x = 0\n"), "t.toml:2: [problem.transform] scale_x = 0 is outside 0.001 … 1000"));
    EXPECT_TRUE(contains(wrong("[problem.transform]\nrotatoin = 1\n"), "did you mean 'rotation'?"));
    EXPECT_TRUE(contains(wrong("[problem.transform]\nrotation = \"much\"\n"), "rotation must be a number"));
    EXPECT_TRUE(contains(wrong("[problem]\ntransform = 3\n"), "transform must be a table"));
    EXPECT_TRUE(contains(wrong("[problem]\ndata = \"four_points\"\n[problem.transform]\nrotation = 1\n"), "a transform belongs to a surface, not to data"));
}

}  // namespace
}  // namespace thalweg
