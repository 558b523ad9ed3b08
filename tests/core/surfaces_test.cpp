// Claims about every surface of the catalogue, and about least squares where they apply.
#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/keys.hpp"
#include "core/surfaces/surface.hpp"

#include <limits>
#include <set>

#include "core/numerics/functions.hpp"
#include "core/numerics/whole_power.hpp"
#include "tests/core/differences.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;
using test::Estimate;
using test::same_bits;
using test::slope;

constexpr double rounding = std::numeric_limits<double>::epsilon();

bool inside(const Box& box, const Point& p) { return p.x() >= box.x_min && p.x() <= box.x_max && p.y() >= box.y_min && p.y() <= box.y_max; }

double loss_at(const Objective& objective, const Point& at) {
    Point gradient;
    double loss = 0;
    objective.evaluate({&at, 1}, {&gradient, 1}, {&loss, 1});
    return loss;
}
Point gradient_at(const Objective& objective, const Point& at) {
    Point gradient;
    double loss = 0;
    objective.evaluate({&at, 1}, {&gradient, 1}, {&loss, 1});
    return gradient;
}

// Points of interest and random ones, in the surface's domain.
std::vector<Point> points_of(const SurfaceSpec& surface, int random) {
    std::vector<Point> points{surface.start};
    points.insert(points.end(), surface.minima.begin(), surface.minima.end());
    Numbers numbers(7);
    for (int i = 0; i < random; ++i) points.emplace_back(numbers.between(surface.domain.x_min, surface.domain.x_max), numbers.between(surface.domain.y_min, surface.domain.y_max));
    return points;
}

class Surface : public testing::TestWithParam<std::string> {
protected:
    const SurfaceSpec& spec = *find_surface(GetParam());
    const std::unique_ptr<Objective> objective = spec.make(test::defaults(spec));
};

INSTANTIATE_TEST_SUITE_P(Every, Surface, testing::ValuesIn(test::ids(surface_catalogue())), [](const auto& each) { return each.param; });

TEST_P(Surface, HasCompleteFacts) {
    EXPECT_FALSE(spec.name.empty());
    EXPECT_FALSE(spec.formula.empty());
    EXPECT_FALSE(spec.shows.empty());
    EXPECT_LT(spec.domain.x_min, spec.domain.x_max);
    EXPECT_LT(spec.domain.y_min, spec.domain.y_max);
    EXPECT_TRUE(inside(spec.domain, spec.start));
    EXPECT_EQ(spec.minima.empty(), !spec.minimum.has_value());
    for (const Point& at : spec.minima) EXPECT_TRUE(inside(spec.domain, at)) << at.transpose();
    std::set<std::string_view> ids;
    for (const Parameter& p : spec.parameters) {
        EXPECT_TRUE(ids.insert(p.id).second) << p.id;
        EXPECT_FALSE(p.symbol.empty()) << p.id;
        EXPECT_FALSE(p.meaning.empty()) << p.id;
        EXPECT_EQ(complaint(p, p.default_value), "");
        EXPECT_TRUE(p.range.contains(p.slider_range().min) && p.range.contains(p.slider_range().max)) << p.id;
    }
}

// A minimum is listed to nine digits or more; the curvature turns what is missing into a gradient.
TEST_P(Surface, HasZeroGradientAtItsListedMinima) {
    if (spec.minima_on_border) GTEST_SKIP() << "lowest on the border of its domain only";
    for (const Point& at : spec.minima) {
        const Derivatives d = objective->derivatives(at);
        EXPECT_LE(d.gradient.norm(), 1e-9 * (1 + d.hessian.norm()) * (1 + at.norm())) << at.transpose();
    }
}

// Terms that cancel at the minimum (Schwefel's: 838 - 838) leave their own rounding; the loss at the start tells how large they are.
double rounding_at_minimum(const SurfaceSpec& spec, const Objective& objective) { return 64 * rounding * (1 + std::abs(*spec.minimum) + std::min(1e3, std::abs(loss_at(objective, spec.start)))); }

TEST_P(Surface, HasTheListedLossAtItsMinima) {
    for (const Point& at : spec.minima) EXPECT_NEAR(loss_at(*objective, at), *spec.minimum, rounding_at_minimum(spec, *objective)) << at.transpose();
}

// Along a curve of minima nothing bends, so the Hessian there has rank one; and the problem names no single point as the goal.
TEST_P(Surface, HasACurveOfMinimaWhereItSaysSo) {
    const Problem problem = surface_problem(spec, test::defaults(spec));
    if (!spec.minima_on_curve) {
        EXPECT_EQ(problem.minima.size(), spec.minima.size());
        return;
    }
    EXPECT_TRUE(problem.minima.empty());
    EXPECT_EQ(problem.minimum, spec.minimum);
    EXPECT_FALSE(spec.minima.empty());
    for (const Point& at : spec.minima) {
        const Eigen::Matrix2d h = objective->derivatives(at).hessian;
        EXPECT_GT(h.norm(), 0) << at.transpose();
        EXPECT_LE(std::abs(h(0, 0) * h(1, 1) - h(0, 1) * h(1, 0)), 1e-9 * h.squaredNorm()) << at.transpose();
    }
}

TEST_P(Surface, IsLowestAtItsListedMinima) {
    if (!spec.minimum) GTEST_SKIP() << "has no lower bound";
    const double room = rounding_at_minimum(spec, *objective);
    const double width = std::max(spec.domain.x_max - spec.domain.x_min, spec.domain.y_max - spec.domain.y_min);
    for (const Point& at : spec.minima)
        for (const double radius : {1e-2, 1e-3, 1e-4, 1e-5})
            for (int k = 0; k < 64; ++k) {
                const double angle = 0.1 * k;
                const Point beside = at + radius * width * Point(std::cos(angle), std::sin(angle));
                if (inside(spec.domain, beside)) { EXPECT_GE(loss_at(*objective, beside), *spec.minimum - room) << beside.transpose(); }
            }
    std::vector<double> row(401);
    const std::vector<double> x = test::evenly(spec.domain.x_min, (spec.domain.x_max - spec.domain.x_min) / 400, row.size());
    for (int j = 0; j <= 400; ++j) {  // nor is anything lower elsewhere in the domain
        const double y = spec.domain.y_min + (spec.domain.y_max - spec.domain.y_min) * j / 400;
        objective->heights(x, y, row);
        for (std::size_t i = 0; i < row.size(); ++i) ASSERT_GE(row[i], *spec.minimum - room) << "column " << i << ", y " << y;
    }
}

// The differences cannot be trusted below their own error, times 20 because a lucky coincidence makes it look small.
void expect_agreement(double exact, const Estimate& differences, double scale, const Point& at, const char* what, int& sharp) {
    EXPECT_LE(std::abs(exact - differences.value), 20 * differences.error + 1e-9 * scale) << what << " at " << at.transpose() << ": " << exact << " against " << differences.value;
    sharp += differences.error < 1e-6 * scale;
}

TEST_P(Surface, HasDerivativesThatAgreeWithCentralDifferences) {
    const Point unit[2] = {{1, 0}, {0, 1}};
    const double width = std::min(spec.domain.x_max - spec.domain.x_min, spec.domain.y_max - spec.domain.y_min);
    const double h = std::min(0.05, 0.02 * width);  // shorter than the ripples of every surface here
    int compared = 0, sharp = 0;
    for (const Point& at : points_of(spec, 60)) {
        if (compared && at == spec.start) continue;
        const Derivatives d = objective->derivatives(at);
        const bool tip = std::find(spec.minima.begin(), spec.minima.end(), at) != spec.minima.end();
        if (tip) continue;  // cones and kinks meet there; the gradient has its own test
        const double steep = std::max(1e-3, d.gradient.norm()), bent = std::max(1e-3, d.hessian.norm());
        for (int k = 0; k < 2; ++k) {
            expect_agreement(d.gradient[k], slope([&](double s) { return loss_at(*objective, at + s * unit[k]); }, h), steep, at, "gradient", sharp);
            for (int i = 0; i < 2; ++i)
                expect_agreement(d.hessian(i, k), slope([&](double s) { return gradient_at(*objective, at + s * unit[k])[i]; }, h), bent, at, "Hessian", sharp);
            compared += 3;
        }
    }
    EXPECT_GE(compared, 6 * 60);
    EXPECT_GE(sharp, compared * 8 / 10) << "the differences are too coarse to prove anything";
}

// A pixel of a map is the number that a run would compute, and a point's neighbours in a group do not matter.
void expect_one_answer(const Objective& objective, const std::vector<Point>& points) {
    std::vector<Point> alone_gradient(points.size());
    std::vector<double> alone_loss(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        objective.evaluate({&points[i], 1}, {&alone_gradient[i], 1}, {&alone_loss[i], 1});
        const Derivatives d = objective.derivatives(points[i]);
        ASSERT_TRUE(same_bits(d.loss, alone_loss[i])) << points[i].transpose();
        ASSERT_TRUE(same_bits(d.gradient, alone_gradient[i])) << points[i].transpose() << ": " << d.gradient.transpose() << " against " << alone_gradient[i].transpose();
        ASSERT_TRUE(same_bits(d.hessian(0, 1), d.hessian(1, 0)));
        double height = 0;
        objective.heights({&points[i].x(), 1}, points[i].y(), {&height, 1});
        ASSERT_TRUE(same_bits(height, alone_loss[i])) << points[i].transpose();
    }
    for (std::size_t n = 1; n <= 9; ++n)
        for (std::size_t first = 0; first + n <= points.size(); ++first) {
            std::vector<Point> gradient(n);
            std::vector<double> loss(n);
            objective.evaluate({&points[first], n}, gradient, loss);
            for (std::size_t k = 0; k < n; ++k) {
                ASSERT_TRUE(same_bits(loss[k], alone_loss[first + k])) << "group of " << n;
                ASSERT_TRUE(same_bits(gradient[k], alone_gradient[first + k])) << "group of " << n;
            }
        }
    for (std::size_t n = 1; n <= 19; ++n) {
        const double x0 = points[0].x(), dx = 0.1, y = points[0].y();
        std::vector<double> row(n);
        objective.heights(test::evenly(x0, dx, n), y, row);
        for (std::size_t i = 0; i < n; ++i) ASSERT_TRUE(same_bits(row[i], loss_at(objective, {x0 + static_cast<double>(i) * dx, y}))) << "pixel " << i << " of " << n;
    }
}

TEST_P(Surface, GivesTheSameBitsAloneInAGroupAsAFieldAndWithAHessian) { expect_one_answer(*objective, points_of(spec, 12)); }

TEST_P(Surface, GivesTheSameBitsFarOutsideItsDomain) {
    std::vector<Point> points;
    Numbers numbers(8);
    for (int i = 0; i < 12; ++i) points.emplace_back(numbers.between(-1e4, 1e4), numbers.between(-1e4, 1e4));
    expect_one_answer(*objective, points);
}

TEST_P(Surface, TakesAnyInput) {
    constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    for (const double x : {0.0, -0.0, 5e-324, 1e-160, 1e12, -1e12, 1e200, inf, -inf, nan})
        for (const double y : {0.0, 1e12, inf, nan}) {
            const Point at(x, y);
            loss_at(*objective, at);
            objective->derivatives(at);
        }
}

TEST(LeastSquares, GivesTheSameBitsAloneInAGroupAsAFieldAndWithAHessian) {
    for (const ShippedDataset& data : dataset_catalogue()) {
        SCOPED_TRACE(data.id);
        std::vector<Point> points;
        Numbers numbers(9);
        for (int i = 0; i < 12; ++i) points.emplace_back(numbers.between(-5, 5), numbers.between(-5, 5));
        expect_one_answer(*test::problem_on_data(data.id)->objective, points);
    }
}

TEST(SurfaceCatalogue, HasUniqueSnakeCaseIds) {
    std::set<std::string_view> ids, names;
    for (const SurfaceSpec& spec : surface_catalogue()) {
        EXPECT_TRUE(ids.insert(spec.id).second) << spec.id;
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
        EXPECT_EQ(spec.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos) << spec.id;
        EXPECT_EQ(find_surface(spec.id), &spec);
    }
    EXPECT_EQ(find_surface("rosenbrok"), nullptr);
    EXPECT_GE(ids.size(), 52U);
}

// A parameter that changed nothing would be a slider without a purpose.
TEST(SurfaceCatalogue, HasNoParameterWithoutEffect) {
    for (const SurfaceSpec& spec : surface_catalogue())
        for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
            std::vector<double> values = test::defaults(spec);
            const Derivatives before = spec.make(values)->derivatives(spec.start);
            values[i] = 0.5 * (values[i] + spec.parameters[i].range.max);
            const Derivatives after = spec.make(values)->derivatives(spec.start);
            EXPECT_TRUE(after.loss != before.loss || after.gradient != before.gradient) << spec.id << ' ' << spec.parameters[i].id;
        }
}

// Powers by run-time and compile-time exponents multiply in the same order.
TEST(Power, HasTheSameBitsWhicheverWayTheExponentIsGiven) {
    Numbers numbers(11);
    for (int i = 0; i < 100; ++i) {
        const double x = numbers.between(-3, 3);
        EXPECT_TRUE(same_bits(whole_power(x, 1), power<1>(x)));
        EXPECT_TRUE(same_bits(whole_power(x, 5), power<5>(x)));
        EXPECT_TRUE(same_bits(whole_power(x, 20), power<20>(x)));
        EXPECT_TRUE(same_bits(whole_power(x, 49), power<49>(x)));
    }
}

// The gradients of one cycle sum to three times the exact one, whatever the seed; the losses likewise.
TEST(Reddi, ShowsTheSequenceOfThePaper) {
    const double c = 7;
    const std::unique_ptr<Objective> objective = find_surface("reddi")->make(std::vector<double>{c});
    ASSERT_TRUE(objective->stochastic());
    const Point at(0.3, -0.4);
    for (int first = 1; first < 20; first += 3) {
        Point sum = Point::Zero();
        double losses = 0;
        for (int k = 0; k < 3; ++k) {
            Point g;
            objective->sample_gradients({&at, 1}, 3, first + k, {&g, 1});
            EXPECT_EQ(g, Point(k == 0 ? c : -1, at.y())) << "update " << first + k;
            EXPECT_NEAR(objective->sample_loss(at, 3, first + k), (k == 0 ? c : -1) * at.x() + 0.5 * at.y() * at.y(), 1e-15);
            losses += objective->sample_loss(at, 3, first + k);
            sum += g;
        }
        EXPECT_LE((sum / 3 - gradient_at(*objective, at)).norm(), 1e-15);
        EXPECT_NEAR(losses / 3, loss_at(*objective, at), 1e-15);
    }
}

// Adam with a short memory climbs, AMSGrad descends: β₁ = 0, β₂ = 0.1, C = 3, a rate of 0.1/√t.
TEST(Reddi, LetsAdamClimbAndAmsgradDescend) {
    Scenario scenario = default_scenario();
    scenario.problem = default_problem(*find_surface("reddi"));
    scenario.problem.start = {0, 0};
    scenario.steps = 3000;
    scenario.racers.clear();
    for (const char* id : {"adam", "amsgrad"}) {
        RacerChoice racer = default_racer(*find_optimizer(id), scenario.racers);
        const auto set = [&](const char* key, const KeyValue& value) { ASSERT_EQ(set_racer_key(racer, key, value, scenario.steps), "") << key; };
        set("lr", 0.1);
        set("beta1", 0.0);
        set("beta2", 0.1);
        set("schedule.kind", std::string("inverse_sqrt"));
        scenario.racers.push_back(racer);
    }
    Race race;
    race.arrange(build_arena(scenario), build_setups(scenario));
    race.advance();
    EXPECT_GT(race.history(0).theta(3000).x(), 1);
    EXPECT_LT(race.history(1).theta(3000).x(), 0);
}

// A racer that was thrown far out finds a plateau there, not a NaN.
TEST(Sigmoid, IsFlatFarOut) {
    const std::unique_ptr<Objective> neuron = find_surface("saturating_neuron")->make({});
    for (const double far : {1e3, -1e3, 1e9, -1e9}) {
        const Derivatives d = neuron->derivatives({far, 3});
        EXPECT_TRUE(std::isfinite(d.loss)) << far;
        EXPECT_LE(d.gradient.norm(), 1e-100) << far;
        EXPECT_LE(d.hessian.norm(), 1e-100) << far;
    }
    EXPECT_TRUE(std::isnan(sigmoid(std::numeric_limits<double>::quiet_NaN())));
    EXPECT_NEAR(sigmoid(-40.0), std::exp(-40.0), 1e-30);
}

// The picture of vanishing and exploding gradients: along the diagonal of a chain of fifty layers.
TEST(DeepScalarChain, HasGradientsThatVanishAndExplode) {
    const std::unique_ptr<Objective> chain = find_surface("deep_scalar_chain")->make(std::vector<double>{25, 25});
    EXPECT_NEAR(gradient_at(*chain, {0.5, 0.5}).sum(), -8.9e-14, 1e-15);
    EXPECT_NEAR(gradient_at(*chain, {1.5, 1.5}).sum(), 1.35e19, 1e17);
}

// A wall beside a plain.
TEST(RnnCliff, HasAWallBesideAPlain) {
    const std::unique_ptr<Objective> cliff = find_surface("rnn_cliff")->make(std::vector<double>{50});
    double steepest = 0;
    for (int i = -40; i <= 40; ++i)
        for (int j = -40; j <= 40; ++j) steepest = std::max(steepest, gradient_at(*cliff, {5.2 + i * 5e-4, -2.74 + j * 5e-4}).norm());
    EXPECT_GT(steepest, 2e3);
    EXPECT_LT(gradient_at(*cliff, {7, -1.2}).norm(), 1e-2);
}

// Value, first and second derivative along x of every function that a formula may use, against the closed forms.
TEST(Dual, DifferentiatesEveryFunctionTwice) {
    using D1 = Dual<double>;
    using D2 = Dual<D1>;
    const auto expect = [](const D2& f, double value, double first, double second, const char* what) {
        EXPECT_NEAR(f.v.v, value, 8 * rounding * std::abs(value)) << what;
        EXPECT_NEAR(f.d.x.v, first, 16 * rounding * std::abs(first)) << what;
        EXPECT_NEAR(f.v.d.x, first, 16 * rounding * std::abs(first)) << what;
        EXPECT_NEAR(f.d.x.d.x, second, 64 * rounding * (std::abs(second) + std::abs(first))) << what;
        EXPECT_TRUE(f.d.y.v == 0 && f.d.y.d.y == 0) << what << ": nothing depends on y";
    };
    for (const double a : {0.3, 1.7, 2.5}) {
        const D2 x{D1{a, {1.0, 0.0}}, {D1{1.0}, D1{0.0}}};
        const double t = std::tanh(a), r = std::sqrt(a);
        expect(exp(x), std::exp(a), std::exp(a), std::exp(a), "exp");
        expect(log(x), std::log(a), 1 / a, -1 / (a * a), "log");
        expect(sin(x), std::sin(a), std::cos(a), -std::sin(a), "sin");
        expect(cos(x), std::cos(a), -std::sin(a), -std::cos(a), "cos");
        expect(tanh(x), t, 1 - t * t, -2 * t * (1 - t * t), "tanh");
        expect(sqrt(x), r, 0.5 / r, -0.25 / (r * a), "sqrt");
        expect(pow(x, 2.5), std::pow(a, 2.5), 2.5 * std::pow(a, 1.5), 3.75 * r, "pow");
        expect(abs(-x), a, 1, 0, "abs");
        expect(inverse_or_zero(x), 1 / a, -1 / (a * a), 2 / (a * a * a), "inverse");
        expect(3.0 / x, 3 / a, -3 / (a * a), 6 / (a * a * a), "c / x");
        expect(x / 4.0, a / 4, 0.25, 0, "x / c");
        expect(2.0 - x, 2 - a, -1, 0, "c - x");
        expect(x - 2.0, a - 2, 1, 0, "x - c");
        expect(2.0 + x, 2 + a, 1, 0, "c + x");
        expect(3.0 * x, 3 * a, 3, 0, "c x");
        expect(max(x, D2(0.1)), a, 1, 0, "max with something smaller");
        expect(max(x * x, D2(10.0)) / 10.0, 1, 0, 0, "max with something larger");
        expect(min(x * x, D2(10.0)), a * a, 2 * a, 2, "min with something larger");
        expect(whole_power(x, 7), std::pow(a, 7), 7 * std::pow(a, 6), 42 * std::pow(a, 5), "x⁷");
        expect(x * x * x, a * a * a, 3 * a * a, 6 * a, "x³");
        expect(power<5>(x), std::pow(a, 5), 5 * std::pow(a, 4), 20 * std::pow(a, 3), "x⁵");
        expect(x * x / (x + 1.0), a * a / (a + 1), a * (a + 2) / ((a + 1) * (a + 1)), 2 / std::pow(a + 1, 3), "x² / (x + 1)");
        expect(sin(x) - exp(x), std::sin(a) - std::exp(a), std::cos(a) - std::exp(a), -std::sin(a) - std::exp(a), "sin x - exp x");
    }
}

// Conventions at kinks, those of PyTorch: |x| has derivative 0 at 0, and so has sqrt.
TEST(Dual, HasDerivativeZeroAtKinks) {
    using D = Dual<double>;
    const D zero{0.0, {1, 2}};
    EXPECT_EQ(abs(zero).d.x, 0);
    EXPECT_EQ(sqrt(zero).d.y, 0);
    EXPECT_EQ(sign(zero).v, 0);
    EXPECT_EQ(inverse_or_zero(0.0), 0);
    EXPECT_EQ(abs(D{-3.0, {1, 2}}).d.y, -2);
    const D one{1.0, {1, 0}}, other{1.0, {0, 1}};
    EXPECT_EQ(max(one, other).d.x, 0.5) << "where both sides are equal the derivative is their mean";
    EXPECT_EQ(min(one, other).d.y, 0.5);
}

}  // namespace
}  // namespace thalweg
