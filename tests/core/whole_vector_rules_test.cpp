// Matrix preconditioners and rules without gradients, against independent forms of themselves.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>

#include "core/race/race.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::racer_with;

std::vector<StepDetail> rows(const RacerSetup& setup, std::string_view surface, int steps, std::uint64_t seed = 0) {
    Race race;
    race.arrange({test::problem_on(surface), seed, steps}, {setup});
    race.advance();
    std::vector<StepDetail> all;
    race.details(0, 0, race.history(0).rows(), [&](const StepDetail& d) { all.push_back(d); });
    return all;
}
double loss_at(std::string_view surface, const Point& p) { return test::problem_on(surface)->objective->derivatives(p).loss; }

// The inverse root of a positive 2 × 2 matrix in closed form: √M = (M + √det·I)/√(tr + 2√det).
Eigen::Matrix2d inverse_root(const Eigen::Matrix2d& m) {
    const double s = std::sqrt(m.determinant()), t = std::sqrt(m.trace() + 2 * s);
    return ((m + s * Eigen::Matrix2d::Identity()) / t).inverse();
}

TEST(Shampoo, IsFullMatrixAdagradOnAVector) {
    for (const char* surface : {"himmelblau", "booth"}) {
        Point theta(0.4, -0.7);
        Eigen::Matrix2d sum = 1e-2 * Eigen::Matrix2d::Identity();
        const auto all = rows(racer_with("shampoo", {{"lr", 0.3}, {"eps", 1e-2}}, theta), surface, 100);
        for (const StepDetail& row : all) {
            ASSERT_LE((row.theta - theta).norm(), 1e-8) << row.step;
            const Point g = test::problem_on(surface)->objective->derivatives(theta).gradient;
            sum += g * g.transpose();
            theta -= 0.3 * inverse_root(sum) * g;
        }
    }
}

TEST(Shampoo, WithExponentOneMultipliesByTheInverse) {
    const auto all = rows(racer_with("shampoo", {{"lr", 0.3}, {"eps", 1}, {"exponent", 1}}, {2, 1}), "booth", 1);
    const Point g = all[0].gradient;
    EXPECT_LE((all[1].theta - all[0].theta + 0.3 * g / (1 + g.squaredNorm())).norm(), 1e-12) << "(I + g·gᵀ)⁻¹·g = g/(1 + ‖g‖²)";
}

// With all gradients along one axis the basis is the axes, and update 1 only looks around.
TEST(Soap, IsAdamOneUpdateLaterWhereItsBasisIsTheAxes) {
    const auto soap = rows(racer_with("soap", {{"lr", 0.05}, {"weight_decay", 0}}, {4, 0}), "quadratic_ill", 101);
    const auto adam = rows(racer_with("adam_eps_hat", {{"lr", 0.05}, {"beta1", 0.95}, {"beta2", 0.95}}, {4, 0}), "quadratic_ill", 100);
    EXPECT_EQ(soap[1].theta, soap[0].theta);
    for (std::size_t k = 0; k < adam.size(); ++k) ASSERT_LE((soap[k + 1].theta - adam[k].theta).norm(), 1e-12) << k;
}

TEST(Soap, KeepsAnOrthogonalBasisThatFollowsTheStatistics) {
    const auto all = rows(racer_with("soap", {{"lr", 0.02}, {"frequency", 1}}, {3, -2}), "quadratic_rotated", 200);
    for (const StepDetail& row : all) {
        Eigen::Matrix2d L, Q;
        L << row.slots[2].transpose(), row.slots[3].transpose();
        Q << row.slots[4].transpose(), row.slots[5].transpose();
        ASSERT_LE((Q.transpose() * Q - Eigen::Matrix2d::Identity()).norm(), 1e-12);
        if (row.step == 1) { ASSERT_LE(std::abs((Q.transpose() * L * Q)(0, 1)), 1e-9 * L.norm()); }
    }
}

TEST(Muon, OnAVectorIsNormalisedMomentumOfFixedLength) {
    for (const double lr : {0.02, 0.5}) {
        const auto all = rows(racer_with("muon", {{"lr", lr}}, {-1.2, 1}), "rosenbrock", 50);
        Point b = Point::Zero();
        for (std::size_t k = 0; k + 1 < all.size(); ++k) {
            b = 0.95 * b + 0.05 * all[k].gradient;
            const Point u = 0.05 * all[k].gradient + 0.95 * b, move = all[k + 1].theta - all[k].theta;
            ASSERT_NEAR(move.norm() / lr, 0.6964, 1e-3) << k;
            ASSERT_LE((move.normalized() + u.normalized()).norm(), 1e-9) << k;
        }
    }
}

// The textbook's loop over a list of vertices, with its own sorting.
struct Simplex {
    std::array<std::pair<double, Point>, 3> v;
    std::string_view surface;
    std::pair<double, Point> at(const Point& p) const { return {loss_at(surface, p), p}; }
    void sort() { std::stable_sort(v.begin(), v.end(), [](const auto& a, const auto& b) { return a.first < b.first; }); }
    void iterate() {
        const Point c = (v[0].second + v[1].second) / 2;
        const auto along = [&](double k) { return at(c + k * (v[2].second - c)); };
        const auto r = along(-1);
        if (r.first < v[0].first) {
            const auto e = along(-2);
            v[2] = e.first < r.first ? e : r;
        } else if (r.first < v[1].first) {
            v[2] = r;
        } else {
            const bool beyond = r.first < v[2].first;
            const auto contracted = along(beyond ? -0.5 : 0.5);
            if (beyond ? contracted.first <= r.first : contracted.first < v[2].first) v[2] = contracted;
            else
                for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) v[i] = at((v[0].second + v[i].second) / 2);
        }
        sort();
    }
};

TEST(NelderMead, IsTheTextbooksLoop) {
    for (const char* surface : {"rosenbrock", "himmelblau", "rastrigin"}) {
        const Point start(-1.2, 1);
        Simplex simplex{{}, surface};
        simplex.v = {simplex.at(start), simplex.at(start + Point(0.5, 0)), simplex.at(start + Point(0, 0.5))};
        simplex.sort();
        const auto all = rows(racer_with("nelder_mead", {}, start), surface, 60);
        for (std::size_t k = 1; k < all.size(); ++k) {
            for (std::size_t i = 0; i < 3; ++i) ASSERT_LE((all[k].slots[i] - simplex.v[i].second).norm(), 1e-9) << surface << ", update " << k << ", vertex " << i;
            simplex.iterate();
        }
        EXPECT_EQ(all[1].evaluations, 3);
    }
    EXPECT_LE((rows(racer_with("nelder_mead"), "rosenbrock", 200).back().theta - Point(1, 1)).norm(), 1e-6);
}

TEST(CmaEs, KeepsItsCovarianceSymmetricAndPositiveAndFindsTheValleysEnd) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const auto all = rows(racer_with("cma_es"), "rosenbrock", 250, seed);
        for (const StepDetail& row : all) {
            const Point x = row.slots[1], y = row.slots[2];
            ASSERT_EQ(x.y(), y.x());
            ASSERT_GT(x.x(), 0);
            ASSERT_GT(x.x() * y.y() - x.y() * y.x(), 0);
            ASSERT_EQ(row.evaluations, 6 * row.step);
        }
        EXPECT_LE(all.back().loss, 1e-12) << seed;
    }
}

// Its draws are normal with the covariance that it says: over many generations on one spot, the mean of y·yᵀ of the better half tells.
TEST(CmaEs, LearnsTheShapeOfAValley) {
    const auto all = rows(racer_with("cma_es", {}, {3, 3}), "quadratic_ill", 60, 4);
    const StepDetail& last = all.back();
    Eigen::Matrix2d C;
    C << last.slots[1].transpose(), last.slots[2].transpose();
    const Eigen::Vector2d values = Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(C).eigenvalues();
    EXPECT_GT(values[1] / values[0], 10) << "the inverse Hessian has the ratio 100";
    EXPECT_GT(C(0, 0), C(1, 1)) << "long along the flat axis";
}

// The tutorial's equations with the weights of the whole population (eqs. 46 to 58), from the draws of the generation and the state before it.
Eigen::Matrix2d active_covariance(const StepDetail& before, const StepDetail& after, int lambda, std::string_view surface, std::uint64_t seed) {
    const auto problem = test::problem_on(surface);
    const Noise silent;
    const Clipping open;
    const Oracle oracle(*problem->objective, seed, after.step, silent, Point::Zero(), open);
    Eigen::Matrix2d C;
    C << before.slots[1].transpose(), before.slots[2].transpose();
    const Eigen::Matrix2d whitening = inverse_root(C), root = whitening.inverse();
    std::vector<std::pair<double, Point>> y;
    for (int i = 0; i < lambda; ++i) {
        const auto number = static_cast<std::uint32_t>(2 * i);
        const Point step = root * Point(normal(oracle.draw(number)), normal(oracle.draw(number + 1)));
        y.emplace_back(problem->objective->derivatives(before.theta + before.slots[0].x() * step).loss, step);
    }
    std::sort(y.begin(), y.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    double plus = 0, plus_squares = 0, minus = 0, minus_squares = 0;
    std::vector<double> w;
    for (int i = 1; i <= lambda; ++i) {
        w.push_back(std::log((lambda + 1) / 2.0) - std::log(i));
        (i <= lambda / 2 ? plus : minus) += w.back();
        (i <= lambda / 2 ? plus_squares : minus_squares) += w.back() * w.back();
    }
    const double mu_eff = plus * plus / plus_squares, mu_eff_minus = minus * minus / minus_squares;
    const double c_1 = 2 / (3.3 * 3.3 + mu_eff), c_mu = std::min(1 - c_1, 2 * (0.25 + mu_eff + 1 / mu_eff - 2) / (16 + mu_eff));
    const double least = std::min({1 + c_1 / c_mu, 1 + 2 * mu_eff_minus / (mu_eff + 2), (1 - c_1 - c_mu) / (2 * c_mu)});
    const Point p_c = after.slots[4];
    const double c_c = (4 + mu_eff / 2) / (6 + mu_eff);
    const Point stalled = (1 - c_c) * before.slots[4];
    const double delta = (p_c - stalled).norm() <= 1e-14 * stalled.norm() ? c_c * (2 - c_c) : 0;  // h_σ = 0
    double sum = 0;
    Eigen::Matrix2d next = c_1 * p_c * p_c.transpose();
    for (std::size_t i = 0; i < w.size(); ++i) {
        w[i] *= w[i] >= 0 ? 1 / plus : least / -minus;
        sum += w[i];
        const double length = w[i] >= 0 ? 1 : 2 / (whitening * y[i].second).squaredNorm();
        next += c_mu * w[i] * length * y[i].second * y[i].second.transpose();
    }
    return next + (1 + c_1 * delta - c_1 - c_mu * sum) * C;
}

TEST(CmaEs, WhenActiveWeighsTheWholePopulationAsTheTutorialDoes) {
    for (const int lambda : {6, 7, 20}) {
        const auto all = rows(racer_with("cma_es", {{"lambda", lambda}, {"active", 1}}), "rosenbrock", 40, 3);
        for (std::size_t k = 0; k + 1 < all.size(); ++k) {
            const Eigen::Matrix2d expected = active_covariance(all[k], all[k + 1], lambda, "rosenbrock", 3);
            Eigen::Matrix2d C;
            C << all[k + 1].slots[1].transpose(), all[k + 1].slots[2].transpose();
            ASSERT_LE((C - expected).norm(), 1e-9 * expected.norm()) << lambda << ", update " << k + 1;
        }
    }
}

TEST(CmaEs, WhenActiveKeepsItsCovariancePositiveAndArrives) {
    for (const int lambda : {2, 3, 6, 100})
        for (const std::uint64_t seed : {1U, 2U}) {
            const auto all = rows(racer_with("cma_es", {{"lambda", lambda}, {"active", 1}}), "rosenbrock", 250, seed);
            for (const StepDetail& row : all) ASSERT_GT(row.slots[1].x() * row.slots[2].y() - row.slots[1].y() * row.slots[2].x(), 0) << lambda << ", step " << row.step;
            EXPECT_LE(all.back().loss, lambda >= 6 ? 1e-12 : 24.2) << lambda << ", seed " << seed;
        }
}

TEST(Spsa, EstimatesTheGradientByTheHandFormula) {
    const RacerSetup setup = racer_with("spsa", {{"lr", 0.01}, {"c", 0.2}, {"A", 5}, {"alpha", 0.7}, {"gamma", 0.2}}, {0.5, 0.5});
    const auto all = rows(setup, "himmelblau", 100, 5);
    std::array<int, 2> plus{};
    for (std::size_t k = 0; k + 1 < all.size(); ++k) {
        const Point delta = all[k + 1].slots[0], theta = all[k].theta;
        const double t = static_cast<double>(k) + 1, c = 0.2 / std::pow(t, 0.2);
        ASSERT_EQ(delta.cwiseAbs(), Point(1, 1));
        const Point estimate = (loss_at("himmelblau", theta + c * delta) - loss_at("himmelblau", theta - c * delta)) / (2 * c) * delta.cwiseInverse();
        ASSERT_LE((all[k + 1].slots[1] - estimate).norm(), 1e-9 * std::max(1.0, estimate.norm()));
        ASSERT_LE((all[k + 1].theta - theta + 0.01 / std::pow(t + 5, 0.7) * estimate).norm(), 1e-9);
        ASSERT_EQ(all[k + 1].evaluations, 2 * static_cast<int>(t));
        for (int axis = 0; axis < 2; ++axis) plus[static_cast<std::size_t>(axis)] += delta[axis] > 0;
    }
    for (const int count : plus) EXPECT_TRUE(count > 30 && count < 70) << count;
}

TEST(Draws, DependOnTheSeedAndNotOnRivals) {
    for (const char* id : {"cma_es", "spsa"}) {
        const auto one = rows(racer_with(id), "rosenbrock", 20, 1), same = rows(racer_with(id), "rosenbrock", 20, 1), other = rows(racer_with(id), "rosenbrock", 20, 2);
        EXPECT_EQ(one.back().theta, same.back().theta);
        EXPECT_NE(one.back().theta, other.back().theta);
    }
}

}  // namespace
}  // namespace thalweg
