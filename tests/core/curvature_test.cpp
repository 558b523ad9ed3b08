// Eigenvalues, stationary points and the gradient flow, against what is known of them.
#include "core/problems/curvature.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <chrono>
#include <map>

#include "core/problems/critical_points.hpp"
#include "core/problems/gradient_flow.hpp"
#include "core/problems/kinks.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;
using test::problem_on;

std::shared_ptr<const Objective> formula(std::string_view text) {
    const auto parsed = UserFormula::parse(std::string(text));
    return std::get<std::shared_ptr<const UserFormula>>(parsed)->objective({});
}

std::map<PointKind, int> counted(const CriticalPoints& found) {
    std::map<PointKind, int> count;
    for (const CriticalPoint& c : found.points) ++count[c.kind];
    return count;
}

TEST(Curvature, TakesSymmetricMatricesApart) {
    Numbers numbers(1);
    for (int i = 0; i < 500; ++i) {
        const double scale = std::pow(10, numbers.between(-8, 8));
        Eigen::Matrix2d h;
        h << numbers.between(-1, 1), 0, 0, numbers.between(-1, 1);
        h(0, 1) = h(1, 0) = numbers.between(-1, 1);
        h *= scale;
        Eigen::Vector2d values;
        Eigen::Matrix2d axes;
        eigen_of(h, values, axes);
        EXPECT_GE(values[0], values[1]);
        EXPECT_LE((axes * values.asDiagonal() * axes.transpose() - h).norm(), 1e-14 * scale * 10);
        EXPECT_LE((axes.transpose() * axes - Eigen::Matrix2d::Identity()).norm(), 1e-14);
        EXPECT_NEAR(values.sum(), h.trace(), 1e-14 * scale * 10);
        EXPECT_NEAR(values.prod() / (scale * scale), h.determinant() / (scale * scale), 1e-13);
    }
}

TEST(Curvature, KnowsTheValleyOfRosenbrock) {
    const auto problem = problem_on("rosenbrock");
    const Curvature c = curvature_at(*problem->objective, {1, 1});
    EXPECT_NEAR(c.condition(), 2508.01, 0.01);  // H = [802 −400; −400 200]
    EXPECT_NEAR(c.eigenvalues[0], 1001.6006, 1e-4);
    EXPECT_EQ(kind_of(c, 1e-3), PointKind::minimum);
    EXPECT_EQ(kind_of(curvature_at(*problem->objective, {-1.2, 1}), 1e-3), PointKind::slope);
}

TEST(Curvature, TellsWhatStandsWithinReach) {
    const auto saddle = formula("x^2 - y^2"), hill = formula("-x^2 - 3*y^2"), trough = formula("x^2"), cubic = formula("x^3 - 3*x*y^2");
    EXPECT_EQ(kind_of(curvature_at(*saddle, {0.01, 0}), 0.02), PointKind::saddle);
    EXPECT_EQ(kind_of(curvature_at(*saddle, {0.03, 0}), 0.02), PointKind::slope);
    EXPECT_EQ(kind_of(curvature_at(*hill, {0, 0}), 0.02), PointKind::maximum);
    EXPECT_EQ(kind_of(curvature_at(*trough, {0, 5}), 0.02), PointKind::flat);
    EXPECT_EQ(kind_of(curvature_at(*cubic, {0, 0}), 0.02), PointKind::flat);
    EXPECT_FALSE(curvature_at(*formula("log(x)"), {-1, 0}).defined);
    EXPECT_TRUE(std::isinf(curvature_at(*trough, {1, 5}).condition()));
}

TEST(Curvature, PredictsTheDecreaseOfAQuadraticExactly) {
    const auto bowl = formula("3*x^2 + x*y + y^2 - x"), valley = problem_on("rosenbrock")->objective;
    Numbers numbers(2);
    for (int i = 0; i < 50; ++i) {
        const Point at(numbers.between(-3, 3), numbers.between(-3, 3)), step(numbers.between(-1, 1), numbers.between(-1, 1));
        const Decrease d = decrease_of(*bowl, curvature_at(*bowl, at), step);
        EXPECT_NEAR(d.predicted, d.actual, 1e-12);
        const Curvature start = curvature_at(*valley, at);  // elsewhere the rest is of third order
        const Decrease whole = decrease_of(*valley, start, 1e-2 * step), half = decrease_of(*valley, start, 5e-3 * step);
        EXPECT_NEAR((whole.predicted - whole.actual) / (half.predicted - half.actual), 8, 0.5);
    }
}

TEST(CriticalPoints, OfHimmelblauAreFourMinimaFourSaddlesAndAMaximum) {
    const auto problem = problem_on("himmelblau");
    const CriticalPoints found = find_critical_points(*problem->objective, problem->domain);
    auto count = counted(found);
    EXPECT_EQ(count[PointKind::minimum], 4);
    EXPECT_EQ(count[PointKind::saddle], 4);
    EXPECT_EQ(count[PointKind::maximum], 1);
    EXPECT_EQ(found.points.size(), 9u);
    EXPECT_TRUE(found.complete);
    for (const CriticalPoint& c : found.points)
        if (c.kind == PointKind::maximum) { EXPECT_LT((c.at - Point(-0.270845, -0.923039)).norm(), 1e-6); }
}

TEST(CriticalPoints, AreTheKnownOnes) {
    struct Case { const char* text; Box box; int minima, saddles, maxima, flat, curves = 0; };
    const double r = 4;
    for (const Case& c : {Case{"x^2 + 100*y^2", {-r, r, -r, r}, 1, 0, 0, 0}, Case{"x^2 - y^2", {-r, r, -r, r}, 0, 1, 0, 0}, Case{"-x^2 - y^2", {-r, r, -r, r}, 0, 0, 1, 0},
                          Case{"x + y", {-r, r, -r, r}, 0, 0, 0, 0}, Case{"x^4 + y^4", {-r, r, -r, r}, 1, 0, 0, 0}, Case{"x^3 - 3*x*y^2", {-r, r, -r, r}, 0, 1, 0, 0},
                          Case{"x^2", {-r, r, -r, r}, 0, 0, 0, 0, 1}, Case{"3 + 0*x", {-r, r, -r, r}, 0, 0, 0, 0}, Case{"sin(x)*sin(y)", {-3.5, 3.5, -3.5, 3.5}, 2, 9, 2, 0},
                          Case{"abs(x - 0.3) + abs(y + 0.7)", {-r, r, -r, r}, 1, 0, 0, 0}, Case{"log(x)", {-r, r, -r, r}, 0, 0, 0, 0}, Case{"(x - 2*y)^2", {-r, r, -r, r}, 0, 0, 0, 0, 1},
                          Case{"-(x + y^2)^2", {-r, r, -r, r}, 0, 0, 0, 0, 1}, Case{"(x^2 + y^2 - 4)^2", {-r, r, -r, r}, 0, 0, 1, 0, 1}, Case{"sin(x)^2 + 0*y", {-r, r, -r, r}, 0, 0, 0, 0, 5},
                          Case{"0.5*(x^25*y^25 - 1)^2", {-0.5, 2, -0.5, 2}, 0, 0, 0, 0, 1}, Case{"exp(-(x - 20)^2) + 1", {-r, r, -r, r}, 0, 0, 0, 0},
                          Case{"x^2 + 1e-3*y^2", {-r, r, -r, r}, 1, 0, 0, 0}, Case{"x^2 + 1e-3*y", {-r, r, -r, r}, 0, 0, 0, 0}}) {
        const CriticalPoints found = find_critical_points(*formula(c.text), c.box);
        auto count = counted(found);
        EXPECT_EQ(static_cast<int>(found.curves.size()), c.curves) << c.text;
        EXPECT_EQ(count[PointKind::minimum], c.minima) << c.text;
        EXPECT_EQ(count[PointKind::saddle], c.saddles) << c.text;
        EXPECT_EQ(count[PointKind::maximum], c.maxima) << c.text;
        EXPECT_EQ(count[PointKind::flat], c.flat) << c.text;
    }
}

// On a smooth surface every listed minimum is among the points found; and each point found is stationary, or a minimum at a kink.
TEST(CriticalPoints, IncludeEveryListedMinimumAndNothingThatIsNone) {
    for (const SurfaceSpec& surface : surface_catalogue()) {
        SCOPED_TRACE(surface.id);
        const auto problem = problem_on(surface.id);
        const Box& box = problem->domain;
        const double extent = std::max(box.x_max - box.x_min, box.y_max - box.y_min);
        const auto start = std::chrono::steady_clock::now();
        const CriticalPoints found = find_critical_points(*problem->objective, box);
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        RecordProperty(std::string(surface.id), std::to_string(ms) + " ms, " + std::to_string(found.points.size()) + " points");
        if (std::getenv("THALWEG_TIMES")) std::printf("%-24s %7.2f ms %4zu points%s\n", std::string(surface.id).c_str(), ms, found.points.size(), found.complete ? "" : ", incomplete");
        if (found.complete && !surface.minima_on_border && !surface.minima_on_curve)
            for (const Point& m : problem->minima) {
                const bool listed = std::any_of(found.points.begin(), found.points.end(), [&](const CriticalPoint& c) { return c.kind != PointKind::saddle && c.kind != PointKind::maximum && (c.at - m).norm() < 1e-4 * extent; });
                EXPECT_TRUE(listed) << m.transpose();
            }
        for (const CriticalPoint& c : found.points) {
            const Curvature here = curvature_at(*problem->objective, c.at);
            ASSERT_TRUE(here.defined || c.kind == PointKind::minimum) << c.at.transpose();
            double low = 1e300, high = -1e300;
            for (int i = 0; i < 16; ++i) {
                const Point beside = c.at + 1e-5 * extent * Point(std::cos(i * M_PI / 8), std::sin(i * M_PI / 8));
                const double f = curvature_at(*problem->objective, beside).d.loss - here.d.loss;
                low = std::min(low, f), high = std::max(high, f);
            }
            const double rounding = 1e-12 * std::max(1.0, std::abs(here.d.loss));
            if (c.kind == PointKind::minimum) { EXPECT_GE(low, -rounding) << c.at.transpose(); }
            if (c.kind == PointKind::maximum) { EXPECT_LE(high, rounding) << c.at.transpose(); }
        }
    }
}

double to_curves(const CriticalPoints& found, const Point& p) {
    double nearest = 1e300;
    for (const CriticalCurve& curve : found.curves)
        for (const Point& q : curve.points) nearest = std::min(nearest, (q - p).norm());
    return nearest;
}

TEST(CriticalCurves, FollowTheFloorsOfTheSurfacesThatHaveThem) {
    for (const SurfaceSpec& surface : surface_catalogue()) {
        if (!surface.minima_on_curve) continue;
        SCOPED_TRACE(surface.id);
        const auto problem = problem_on(surface.id);
        const CriticalPoints found = find_critical_points(*problem->objective, problem->domain);
        EXPECT_TRUE(found.complete);
        ASSERT_FALSE(found.curves.empty());
        const Box& box = problem->domain;
        const Point cell = Point(box.x_max - box.x_min, box.y_max - box.y_min) / 128;
        for (const Point& example : surface.minima) EXPECT_LE(to_curves(found, example), 0.4 * cell.norm()) << example.transpose();
        for (const CriticalCurve& curve : found.curves) {
            EXPECT_EQ(curve.kind, PointKind::minimum);
            for (const Point& p : curve.points) EXPECT_LE(curvature_at(*problem->objective, p).d.loss - *problem->minimum, 1e-12) << p.transpose();
            for (std::size_t i = 1; i < curve.points.size(); ++i) EXPECT_LE((curve.points[i] - curve.points[i - 1]).cwiseQuotient(cell).cwiseAbs().maxCoeff(), 0.8);
        }
    }
}

TEST(CriticalCurves, OfAHyperbolaAreItsBranchesFromBorderToBorder) {
    const auto problem = problem_on("factorisation");
    const CriticalPoints found = find_critical_points(*problem->objective, problem->domain);
    ASSERT_EQ(found.curves.size(), 2u);
    EXPECT_EQ(counted(found)[PointKind::saddle], 1);
    EXPECT_EQ(found.points.size(), 1u);
    for (const CriticalCurve& curve : found.curves)
        for (const Point& end : {curve.points.front(), curve.points.back()}) EXPECT_GE(end.cwiseAbs().maxCoeff(), problem->domain.x_max - 1e-9) << end.transpose();
}

TEST(CriticalCurves, CloseWhereTheyAreRings) {
    const CriticalPoints ring = find_critical_points(*formula("(x^2 + y^2 - 4)^2"), {-4, 4, -4, 4});
    ASSERT_EQ(ring.curves.size(), 1u);
    const std::vector<Point>& points = ring.curves[0].points;
    EXPECT_EQ(points.front(), points.back());
    double turned = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        EXPECT_NEAR(points[i].norm(), 2, 1e-9);
        turned += std::atan2(points[i - 1].x() * points[i].y() - points[i - 1].y() * points[i].x(), points[i - 1].dot(points[i]));
    }
    EXPECT_NEAR(std::abs(turned), 2 * M_PI, 1e-9) << "once around";
    const auto waves = problem_on("drop_wave");
    const CriticalPoints rings = find_critical_points(*waves->objective, waves->domain);
    const auto crests = std::count_if(rings.curves.begin(), rings.curves.end(), [](const CriticalCurve& c) { return c.kind == PointKind::maximum; });
    EXPECT_GT(crests, 5);
    EXPECT_GT(static_cast<std::ptrdiff_t>(rings.curves.size()) - crests, 5);
}

TEST(CriticalPoints, GiveUpWhenToldTo) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(find_critical_points(*problem_on("himmelblau")->objective, problem_on("himmelblau")->domain, stop.get_token()).complete);
    const CriticalPoints many = find_critical_points(*formula("sin(20*x)*sin(20*y)"), {-4, 4, -4, 4});
    EXPECT_FALSE(many.complete);
}

TEST(GradientFlow, FallsToAMinimum) {
    for (const char* id : {"rosenbrock", "himmelblau", "quadratic_ill", "beale", "six_hump_camel", "rastrigin", "styblinski_tang"}) {
        SCOPED_TRACE(id);
        const auto problem = problem_on(id);
        const Box& box = problem->domain;
        const FlowLine line = gradient_flow(*problem->objective, problem->start, box);
        EXPECT_EQ(line.ending, FlowLine::Ending::stationary);
        ASSERT_GE(line.points.size(), 3u);
        EXPECT_LT(line.points.size(), 1500u) << "a stiff valley must not cost more";
        EXPECT_EQ(line.points.front(), problem->start);
        double former = std::numeric_limits<double>::infinity();
        for (const Point& p : line.points) {
            const double loss = curvature_at(*problem->objective, p).d.loss;
            EXPECT_LE(loss, former);
            former = loss;
        }
        const double extent = std::max(box.x_max - box.x_min, box.y_max - box.y_min);
        EXPECT_EQ(kind_of(curvature_at(*problem->objective, line.points.back()), 1e-6 * extent), PointKind::minimum);
        for (std::size_t i = 1; i < line.points.size(); ++i) EXPECT_LE((line.points[i] - line.points[i - 1]).norm(), 0.025 * extent);
    }
}

// x² + κy²: y = y₀(x/x₀)^κ, whatever the speed.
TEST(GradientFlow, FollowsTheExactCurveOfAQuadratic) {
    for (const double kappa : {1.0, 3.0, 30.0}) {
        const auto bowl = formula("x^2 + " + std::to_string(kappa) + "*y^2");
        double worst[2] = {0, 0};
        for (int fine = 0; fine < 2; ++fine) {
            const FlowLine line = gradient_flow(*bowl, {2, 1.5}, {-4, 4, -4, 4}, fine ? 1e-9 : 1e-6);
            EXPECT_EQ(line.ending, FlowLine::Ending::stationary);
            for (const Point& p : line.points) worst[fine] = std::max(worst[fine], std::abs(p.y() - 1.5 * std::pow(std::max(p.x(), 0.0) / 2, kappa)));
            EXPECT_LT(line.points.back().norm(), 1e-6);
        }
        EXPECT_LT(worst[0], 8e-4) << kappa;
        EXPECT_LT(worst[1], 8e-6) << kappa;
    }
}

TEST(GradientFlow, SlidesAlongKinksToTheirLowestPoint) {
    struct Case { const char* text; Point from, to; };
    for (const Case& c : {Case{"abs(x) + abs(y)", {-3, 2}, {0, 0}}, Case{"abs(x) + 50*abs(y)", {-3, 2}, {0, 0}}, Case{"max(abs(x), abs(y))", {-3, 2}, {0, 0}}, Case{"abs(x - 0.3) + (y + 0.7)^2", {-3, 2}, {0.3, -0.7}},
                          Case{"abs(y - x^2) + 0.1*(x - 1)^2", {-1.5, 3}, {1, 1}}, Case{"10*abs(x^2 + y^2 - 4) + x", {1, 3}, {-2, 0}}, Case{"abs(x + y - 1) + abs(x - 2*y)", {3, 3}, {2.0 / 3, 1.0 / 3}}}) {
        SCOPED_TRACE(c.text);
        const auto objective = formula(c.text);
        const FlowLine line = gradient_flow(*objective, c.from, {-4, 4, -4, 4});
        EXPECT_EQ(line.ending, FlowLine::Ending::stationary);
        EXPECT_LE((line.points.back() - c.to).norm(), 1e-4) << line.points.back().transpose();
        EXPECT_LT(line.points.size(), 1200u);
        double former = std::numeric_limits<double>::infinity();
        for (const Point& p : line.points) {
            const double loss = curvature_at(*objective, p).d.loss;
            EXPECT_LE(loss, former);
            former = loss;
        }
        for (std::size_t i = 1; i < line.points.size(); ++i) EXPECT_LE((line.points[i] - line.points[i - 1]).norm(), 0.2);
    }
}

TEST(GradientFlow, StaysOnTheKinkThatItSlidesAlongAndCrossesOneThatLetsItThrough) {
    const FlowLine line = gradient_flow(*formula("abs(y - x^2) + 0.1*(x - 1)^2"), {-1.5, 3}, {-4, 4, -4, 4});
    std::size_t on_it = 0;
    for (const Point& p : line.points) on_it += std::abs(p.y() - p.x() * p.x()) < 1e-6;
    EXPECT_GT(on_it, 30u);
    const FlowLine through = gradient_flow(*formula("abs(y) + 3*y + 0.01*x^2"), {1, 2}, {-4, 4, -4, 4});
    EXPECT_EQ(through.ending, FlowLine::Ending::left);
    EXPECT_NEAR(through.points.back().y(), -4, 1e-9);
}

TEST(GradientFlow, FindsTheBestLineOfTheAbsoluteLoss) {
    const Problem problem = regression_problem(find_dataset("outliers"), 0, {Loss::l1, 1, 0});
    ASSERT_FALSE(problem.minima.empty());
    const FlowLine line = gradient_flow(*problem.objective, problem.start, problem.domain);
    EXPECT_EQ(line.ending, FlowLine::Ending::stationary);
    EXPECT_LE((line.points.back() - problem.minima[0]).norm(), 1e-3);
}

TEST(Kinks, MixTheGradientsOnBothSides) {
    const Point radii(1e-6, 1e-6);
    const auto flat = gradients_around(*formula("x + 2*y"), {0.3, 0.4}, radii);
    ASSERT_TRUE(flat);
    EXPECT_EQ(flat->spread, 0);
    EXPECT_LE((flat->least - Point(1, 2)).norm(), 1e-12);
    const auto valley = gradients_around(*formula("3*abs(x) + y"), {0, 1}, radii);
    ASSERT_TRUE(valley);
    EXPECT_DOUBLE_EQ(valley->spread, 6);
    EXPECT_LE((valley->least - Point(0, 1)).norm(), 1e-12) << "what is left is the slope of the valley itself";
    EXPECT_EQ(gradients_around(*formula("abs(x) + abs(y)"), {0, 0}, radii)->least, Point(0, 0));
    EXPECT_FALSE(gradients_around(*formula("log(x)"), {0, 0}, radii));
}

TEST(GradientFlow, SaysHowItEnds) {
    using Ending = FlowLine::Ending;
    const Box box{-2, 2, -2, 2};
    const FlowLine away = gradient_flow(*formula("x^2 - y^2"), {1, 0.001}, box);
    EXPECT_EQ(away.ending, Ending::left);
    EXPECT_NEAR(away.points.back().y(), 2, 1e-12) << "it ends on the border";
    EXPECT_EQ(gradient_flow(*formula("x^2 - y^2"), {0, 0}, box).points.size(), 1u);
    EXPECT_EQ(gradient_flow(*formula("x^2 - y^2"), {0, 0}, box).ending, Ending::stationary);
    EXPECT_EQ(gradient_flow(*formula("log(x)"), {-1, 0}, box).ending, Ending::undefined);
    EXPECT_EQ(gradient_flow(*formula("sqrt(x - 1) + y"), {1.5, 0}, box).ending, Ending::undefined);
    EXPECT_EQ(gradient_flow(*formula("x^4 + y^4"), {1, 0.5}, box).ending, Ending::stationary);
    EXPECT_EQ(gradient_flow(*formula("x^2"), {5, 0}, box).ending, Ending::left) << "it begins outside";
    EXPECT_EQ(gradient_flow(*formula("x"), {0, 0}, box).ending, Ending::left);
    for (const SurfaceSpec& surface : surface_catalogue()) {  // whatever the surface, it comes to an end and does not rise
        const auto problem = problem_on(surface.id);
        const FlowLine line = gradient_flow(*problem->objective, problem->start, problem->domain);
        EXPECT_LE(line.points.size(), static_cast<std::size_t>(most_flow_steps) + 1) << surface.id;
        if (std::getenv("THALWEG_TIMES")) std::printf("%-24s %5zu points, ending %d\n", std::string(surface.id).c_str(), line.points.size(), static_cast<int>(line.ending));
    }
}

}  // namespace
}  // namespace thalweg
