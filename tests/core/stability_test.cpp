// Every limit of a learning rate that the facts state is the limit that a race finds.
#include "core/optimizers/stability.hpp"

#include <gtest/gtest.h>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

constexpr double kappa = 20;

std::shared_ptr<const Problem> bowl() {
    ProblemChoice choice = default_problem(*find_surface("quadratic_rotated"));
    choice.parameters[0] = kappa;
    return build_problem(choice);
}

// Near the minimum ε outweighs everything else in a denominator: what divides gradients then stands still. Moments without resets, decays on.
RacerSetup near_the_minimum(const OptimizerSpec& optimizer, bool decays) {
    RacerSetup setup{.optimizer = &optimizer, .hyper = default_hyperparameters(optimizer), .start = {1e-30, 0.7e-30}};
    const auto put = [&](std::string_view key, double value) {
        if (const int i = index_of(optimizer.hyperparameters, key); i >= 0) setup.hyper[static_cast<std::size_t>(i)] = value;
    };
    put("eps", 1);
    put("momentum_decay", 10);
    put("weight_decay", decays ? 0.2 : 0);
    put("initial_m", 0);
    put("initial_v", 0);
    put("lr_decay", 0);
    put("beta2", 0.9);  // a rectified rate needs some memory of v to have passed
    return setup;
}

StabilityLimit limit_of(const RacerSetup& setup, const std::shared_ptr<const Problem>& problem) {
    RacerSetup slow = setup;
    slow.hyper[0] = 1e-6;
    Race race;
    race.arrange({.problem = problem, .steps = 600}, {slow});
    race.advance();
    std::optional<StabilityLimit> limit;
    race.details(0, 600, 601, [&](const StepDetail& d) { limit = stability_limit(*slow.optimizer, slow.hyper, d.derived, problem->objective->derivatives(d.theta).hessian); });
    EXPECT_TRUE(limit) << setup.optimizer->id;
    return limit.value_or(StabilityLimit{1, 1, false});
}

// How much farther the racer is after many steps than after 200.
double growth(RacerSetup setup, const std::shared_ptr<const Problem>& problem, double lr) {
    setup.hyper[0] = lr;
    Race race;
    race.arrange({.problem = problem, .steps = 1500}, {setup});
    race.advance();
    const History& h = race.history(0);
    double early = 0, late = 0;
    for (int row = 0; row < h.rows(); ++row) {
        const double away = h.theta(row).norm();
        if (away > 1e-6) return 1e6;  // it has left the neighbourhood in which denominators stand still
        if (row >= 200 && row < 260) early = std::max(early, away);  // bias corrections make the first steps too long
        if (row >= 1440) late = std::max(late, away);
    }
    return late / early;
}

class Limit : public testing::TestWithParam<std::string> {};

TEST_P(Limit, IsWhereARaceTurnsFromSettlingToLeaving) {
    const OptimizerSpec& optimizer = *find_optimizer(GetParam());
    for (const bool decays : {false, true}) {
        const auto problem = bowl();
        const RacerSetup setup = near_the_minimum(optimizer, decays);
        const StabilityLimit limit = limit_of(setup, problem);
        const double rate = limit.largest_rate();
        ASSERT_TRUE(std::isfinite(rate) && rate > 0);
        EXPECT_LT(growth(setup, problem, 0.99 * rate), 0.1) << "decay " << decays;
        EXPECT_GT(growth(setup, problem, 1.01 * rate), 10) << "decay " << decays;
        if (index_of(optimizer.hyperparameters, "weight_decay") < 0) break;
    }
}

std::vector<std::string> with_limits() {
    std::vector<std::string> all;
    for (const OptimizerSpec& spec : optimizer_catalogue())
        if (!spec.stability.limit.empty()) all.emplace_back(spec.id);
    return all;
}

INSTANTIATE_TEST_SUITE_P(Every, Limit, testing::ValuesIn(with_limits()), [](const auto& each) { return each.param; });

TEST(Stability, StatesTheTextbookLimits) {
    Eigen::Matrix2d h;
    h << 1000, 0, 0, 1;
    const auto rate = [&](std::string_view id) {
        const OptimizerSpec& o = *find_optimizer(id);
        std::vector<Point> derived(o.derived.size(), Point(1e-3, 1e-3));  // α/(√v̂ + ε) = α: P = I
        auto hyper = default_hyperparameters(o);
        if (const int decay = index_of(o.hyperparameters, "weight_decay"); decay >= 0) hyper[static_cast<std::size_t>(decay)] = 0;
        hyper[0] = 1e-3;
        return stability_limit(o, hyper, derived, h)->largest_rate();
    };
    EXPECT_DOUBLE_EQ(rate("sgd"), 2e-3);
    EXPECT_NEAR(rate("momentum"), 3.8e-3, 1e-15);
    EXPECT_NEAR(rate("nesterov"), 3.8 / 2.8 * 1e-3, 1e-15);
    EXPECT_NEAR(rate("adam"), 38e-3, 1e-14);  // Cohen et al. 2022
    EXPECT_EQ(stability_text(*find_optimizer("sgd")), "2/λmax");
    EXPECT_EQ(stability_text(*find_optimizer("momentum")), "2·(1 + μ)/(1 − τ)/λmax");
    EXPECT_NE(stability_text(*find_optimizer("adam")).find("λ′max"), std::string::npos);
    EXPECT_EQ(stability_text(*find_optimizer("lion")), "");
    EXPECT_TRUE(std::isinf(stability_limit(*find_optimizer("sgd"), std::vector{1.0, 0.0}, {}, -h)->largest_rate())) << "on a hilltop nothing can overshoot";
    EXPECT_FALSE(stability_limit(*find_optimizer("adam"), default_hyperparameters(*find_optimizer("adam")), std::vector(4, Point(NAN, NAN)), h)) << "no update was made yet";
}

// The steepest direction need not be an axis: a preconditioner that mends it counts.
TEST(Stability, ChangesWithThePreconditioner) {
    Eigen::Matrix2d h;
    h << 100, 0, 0, 1;
    const OptimizerSpec& rmsprop = *find_optimizer("rmsprop");
    auto hyper = default_hyperparameters(rmsprop);
    const auto sharpness = [&](const Point& rate) { return stability_limit(rmsprop, hyper, std::vector{Point(1, 1), Point(rate * hyper[0])}, h)->sharpness; };
    EXPECT_NEAR(sharpness({1, 1}), 100, 1e-12);
    EXPECT_NEAR(sharpness({0.01, 1}), 1, 1e-12);
    EXPECT_NEAR(sharpness({0.01, 5}), 5, 1e-12);
}

TEST(Moves, FromTheRacersOwnPointAreItsStep) {
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        Race race;
        race.arrange({.problem = test::problem_on("rosenbrock"), .seed = 3, .steps = 30, .noise = {.kind = Noise::Kind::gaussian, .scale = 0.1}}, {{.optimizer = &spec, .hyper = default_hyperparameters(spec), .start = {-1.2, 1}}});
        race.advance();
        const History& h = race.history(0);
        const int k = std::min(17, h.rows() - 2);
        if (k < 0) continue;
        const std::vector<Point> from{h.theta(k), Point(0.5, 0.5), h.theta(k)};
        std::vector<Point> to(3);
        ASSERT_TRUE(race.moves(0, k, from, to)) << spec.id;
        EXPECT_TRUE(test::same_bits(to[0], h.theta(k + 1))) << spec.id;
        EXPECT_TRUE(test::same_bits(to[2], to[0])) << spec.id << ": the state is copied for each";
        EXPECT_EQ(race.moves(0, 30, from, to), h.rows() == 31) << "the update that the run does not make is known all the same";
        EXPECT_FALSE(race.moves(0, h.rows(), from, to));
    }
}

}  // namespace
}  // namespace thalweg
