// Rules that search along a line, learn curvature or trust a model: what their textbooks promise.
#include <Eigen/LU>
#include <algorithm>
#include <limits>
#include <set>

#include "core/race/race.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::racer_with;

std::vector<StepDetail> rows(const RacerSetup& setup, std::string_view surface, int steps) {
    Race race;
    race.arrange({test::problem_on(surface), 0, steps}, {setup});
    race.advance();
    std::vector<StepDetail> all;
    race.details(0, 0, race.history(0).rows(), [&](const StepDetail& d) { all.push_back(d); });
    return all;
}

double value(const RacerSetup& setup, std::string_view id) { return setup.hyper[static_cast<std::size_t>(index_of(setup.optimizer->hyperparameters, id))]; }
Point slot(const RacerSetup& setup, const StepDetail& row, std::string_view id) {
    const auto& slots = setup.optimizer->slots;
    const auto at = std::find_if(slots.begin(), slots.end(), [&](const Quantity& q) { return q.id == id; });
    EXPECT_NE(at, slots.end()) << id;
    return row.slots[static_cast<std::size_t>(at - slots.begin())];
}

TEST(GdArmijo, TakesTheFirstTrialThatDescendsEnoughAndCountsEveryOne) {
    const RacerSetup setup = racer_with("gd_armijo", {{"lr", 1}, {"c1", 0.1}, {"shrink", 0.7}});
    const auto problem = test::problem_on("rosenbrock");
    const auto all = rows(setup, "rosenbrock", 100);
    for (std::size_t k = 0; k + 1 < all.size(); ++k) {
        const double a = slot(setup, all[k + 1], "a").x(), decrease = 0.1 * all[k].gradient.squaredNorm();
        const auto loss = [&](double at) { return problem->objective->derivatives(all[k].theta - at * all[k].gradient).loss; };
        ASSERT_LE(loss(a), all[k].loss - a * decrease * (1 - 1e-12));
        int trials = 1;
        for (double longer = a; longer < 0.99; ++trials) {
            longer /= 0.7;
            ASSERT_GT(loss(longer), all[k].loss - longer * decrease) << "a longer step would have done";
        }
        ASSERT_EQ(all[k + 1].evaluations - all[k].evaluations, 1 + trials);
    }
}

TEST(StrongWolfe, FindsStepsThatMeetBothConditions) {
    for (const char* id : {"cg_fr", "cg_pr", "cg_hs", "cg_dy", "bfgs", "lbfgs_strong_wolfe"})
        for (const char* surface : {"rosenbrock", "himmelblau", "beale"}) {
            SCOPED_TRACE(std::string(id) + " on " + surface);
            const RacerSetup setup = racer_with(id, {}, find_surface(surface)->start);
            const double c1 = 1e-4, c2 = std::string_view(id) == "lbfgs_strong_wolfe" ? 0.9 : value(setup, "c2");
            const auto all = rows(setup, surface, 60);
            int checked = 0;
            for (std::size_t k = 0; k + 1 < all.size() && all[k].gradient.norm() > 1e-3; ++k, ++checked) {
                const Point move = all[k + 1].theta - all[k].theta;
                const double before = all[k].gradient.dot(move), after = all[k + 1].gradient.dot(move);
                ASSERT_LT(before, 0) << k;
                ASSERT_LE(all[k + 1].loss, all[k].loss + c1 * before + 1e-12) << k;
                ASSERT_LE(std::abs(after), -c2 * before * (1 + 1e-9)) << k;
                ASSERT_LE(all[k + 1].evaluations - all[k].evaluations, 27) << k;
            }
            EXPECT_GE(checked, 4);
            EXPECT_LT(all.back().gradient.norm(), 1e-4) << "arrives";
        }
}

TEST(ConjugateGradient, FourFormulasAreOneMethodOnAQuadraticAndEndInTwoUpdates) {
    std::vector<std::vector<StepDetail>> paths;
    for (const char* id : {"cg_fr", "cg_pr", "cg_hs", "cg_dy"}) paths.push_back(rows(racer_with(id, {{"c2", 1e-9}}, {3, -2}), "quadratic_rotated", 2));
    for (const auto& path : paths) {
        EXPECT_GT((path[1].theta - path[2].theta).norm(), 1e-2) << "one step is not enough";
        EXPECT_LE(path[2].theta.norm(), 1e-6);
        for (const int k : {1, 2}) EXPECT_LE((path[static_cast<std::size_t>(k)].theta - paths[0][static_cast<std::size_t>(k)].theta).norm(), 1e-6);
    }
}

TEST(Bfgs, EndsInTwoUpdatesOnAQuadraticAndKnowsItsInverseHessian) {
    const RacerSetup setup = racer_with("bfgs", {{"c2", 1e-9}}, {3, -2});
    const auto all = rows(setup, "quadratic_rotated", 2);
    EXPECT_LE(all[2].theta.norm(), 1e-6);
    Eigen::Matrix2d H;
    H << slot(setup, all[2], "H_x").transpose(), slot(setup, all[2], "H_y").transpose();
    const Eigen::Matrix2d A = test::problem_on("quadratic_rotated")->objective->derivatives({0, 0}).hessian;
    EXPECT_LE((H * A - Eigen::Matrix2d::Identity()).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(Bfgs, KeepsItsInverseSymmetricAndPositiveDefinite) {
    const RacerSetup setup = racer_with("bfgs");
    for (const StepDetail& row : rows(setup, "rosenbrock", 60)) {
        const Point x = slot(setup, row, "H_x"), y = slot(setup, row, "H_y");
        ASSERT_NEAR(x.y(), y.x(), 1e-9 * std::max(1.0, std::abs(x.y())));
        ASSERT_GT(x.x(), 0);
        ASSERT_GT(x.x() * y.y() - x.y() * y.x(), 0);
    }
}

TEST(TrustRegion, StaysInItsCircleAndAdaptsIt) {
    for (const char* surface : {"rosenbrock", "himmelblau", "styblinski_tang", "ackley"}) {
        SCOPED_TRACE(surface);
        const RacerSetup setup = racer_with("trust_region", {{"radius", 0.2}, {"max_radius", 0.5}}, surface == std::string_view("ackley") ? Point(2.3, 1.1) : Point(-1.2, 1));
        const auto all = rows(setup, surface, 80);
        std::set<double> factors;
        for (std::size_t k = 0; k + 1 < all.size(); ++k) {
            const double radius = slot(setup, all[k], "Delta").x(), next = slot(setup, all[k + 1], "Delta").x(), gain = slot(setup, all[k + 1], "gain").x();
            ASSERT_LE((all[k + 1].theta - all[k].theta).norm(), radius * (1 + 1e-12)) << k;
            ASSERT_LE(next, 0.5);
            ASSERT_LE(all[k + 1].loss, all[k].loss + 1e-13 * std::max(1.0, std::abs(all[k].loss))) << k;
            if (gain < 0.25) ASSERT_EQ(next, radius / 4) << k;
            else if (next != radius) { ASSERT_TRUE(gain > 0.75 && next == std::min(0.5, 2 * radius)) << k; }
            factors.insert(next / radius);
        }
        EXPECT_GE(factors.size(), 2U) << "the radius never changed";
        EXPECT_LT(all.back().gradient.norm(), 1e-6);
    }
}

TEST(LevenbergMarquardt, DescendsFromAMaximumToAMinimum) {
    const RacerSetup setup = racer_with("levenberg_marquardt", {}, {-0.3, -0.9});
    const auto all = rows(setup, "himmelblau", 60);
    const Eigen::Matrix2d H = test::problem_on("himmelblau")->objective->derivatives(all[0].theta).hessian;
    ASSERT_TRUE(H.determinant() > 0 && H.trace() < 0) << "starts where both curvatures are negative";
    for (std::size_t k = 0; k + 1 < all.size(); ++k) ASSERT_LE(all[k + 1].loss, all[k].loss + 1e-12);
    EXPECT_LE(all.back().loss, 1e-20);
}

// f at a point turned back by an angle.
class Turned final : public Objective {
public:
    Turned(std::shared_ptr<const Objective> f, double angle) : f_(std::move(f)) { turn_ << std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle); }
    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        for (std::size_t i = 0; i < theta.size(); ++i) {
            const Point back = turn_.transpose() * theta[i];
            Point g;
            f_->evaluate({&back, 1}, {&g, 1}, {&loss[i], 1});
            gradient[i] = turn_ * g;
        }
    }
    Derivatives derivatives(const Point& theta) const override {
        Derivatives d = f_->derivatives(turn_.transpose() * theta);
        d.gradient = turn_ * d.gradient;
        d.hessian = turn_ * d.hessian * turn_.transpose();
        return d;
    }
    void heights(std::span<const double>, double, std::span<double>) const override {}
    Point operator()(const Point& p) const { return turn_ * p; }

private:
    std::shared_ptr<const Objective> f_;
    Eigen::Matrix2d turn_;
};

// How far the path on the turned problem is from the turned path.
double unlike_when_turned(std::string_view id, const Point& start, int steps) {
    const auto problem = test::problem_on("himmelblau");
    auto turned_problem = std::make_shared<Problem>(*problem);
    const auto turned = std::make_shared<Turned>(problem->objective, 0.7);
    turned_problem->objective = turned;
    RacerSetup setup = racer_with(id, {}, start);
    Race race, turned_race;
    race.arrange({problem, 0, steps}, {setup});
    setup.start = (*turned)(start);
    turned_race.arrange({turned_problem, 0, steps}, {setup});
    race.advance();
    turned_race.advance();
    double worst = 0;
    for (int k = 0; k <= steps; ++k) worst = std::max(worst, ((*turned)(race.history(0).theta(k)) - turned_race.history(0).theta(k)).norm());
    return worst;
}

TEST(Rotation, TurnsThePathsOfRulesThatSeeWholeVectors) {
    for (const char* id : {"sgd", "newton_damped", "newton_saddle_free", "levenberg_marquardt", "trust_region", "gd_armijo", "shampoo", "soap", "muon"})
        EXPECT_LE(unlike_when_turned(id, {2.2, 1.1}, 30), 1e-7) << id;
    for (const char* id : {"adam", "adagrad"}) EXPECT_GT(unlike_when_turned(id, {2.2, 1.1}, 30), 1e-3) << id;
}

// Nothing that can be asked for here is a number to follow.
class Trouble final : public Objective {
public:
    Trouble(double loss, double slope) : loss_(loss), slope_(slope) {}
    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        std::fill_n(gradient.begin(), theta.size(), Point(slope_, slope_));
        std::fill_n(loss.begin(), theta.size(), loss_);
    }
    Derivatives derivatives(const Point&) const override { return {loss_, {slope_, slope_}, Eigen::Matrix2d::Constant(loss_)}; }
    void heights(std::span<const double>, double, std::span<double>) const override {}

private:
    double loss_, slope_;
};

TEST(Trouble, LeavesSearchesWhereTheyAreAfterFewEvaluations) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        const bool searches = spec.family == family::line_search || spec.family == family::gradient_free || spec.id == "levenberg_marquardt" || spec.id == "trust_region";
        if (!searches || spec.id == "lbfgs") continue;  // L-BFGS without a search never looks at the loss
        for (const auto& [loss, slope] : {std::pair{nan, nan}, {inf, 1.0}, {nan, 1.0}, {3.0, nan}, {inf, inf}, {1.0, 0.0}}) {
            SCOPED_TRACE(std::string(spec.id) + ": f = " + std::to_string(loss) + ", slope " + std::to_string(slope));
            auto problem = std::make_shared<Problem>(*test::problem_on("booth"));
            problem->objective = std::make_shared<Trouble>(loss, slope);
            Race race;
            race.arrange({problem, 0, 20}, {racer_with(spec.id, {}, {0.5, 0.25})});
            race.advance();
            ASSERT_EQ(race.history(0).rows(), 21);
            for (const Point& theta : race.history(0).path()) ASSERT_EQ(theta, Point(0.5, 0.25));
            EXPECT_LE(race.history(0).evaluations(20), 20 * 70);
            race.details(0, 0, 21, [&](const StepDetail& d) {
                for (const Point& s : d.slots) ASSERT_FALSE(s.hasNaN());
            });
        }
    }
}

}  // namespace
}  // namespace thalweg
