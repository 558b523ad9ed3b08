// Noise of the gradients that networks train by: the formula of the plane, one draw per update for all racers and all evaluations.
#include <sstream>

#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "core/scenario/trace.hpp"
#include "network_support.hpp"

namespace thalweg {
namespace {

using test::network_with;
using test::racer_with;
using test::same_bits;
using test::same_history;
using enum NetworkKey;

const std::vector<Noise> kinds{{Noise::Kind::gaussian, 0.3}, {Noise::Kind::multiplicative, 0.5}, {Noise::Kind::student_t, 0.2, 1.5}};

BuiltNetwork small(double of_a_batch = 0) { return build_network(network_with({{depth, 1.0}, {width, 7.0}, {batch, of_a_batch}}, "circle"), 3); }
TrainingArena with_noise(const BuiltNetwork& built, const Noise& noise, int steps = 30) { return {built.problem, 5, steps, noise}; }

Vector<double> vector_of(std::span<const double> numbers) { return Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Eigen::Index>(numbers.size())); }
Vector<double> draws_of(const Noise& noise, std::uint64_t seed, int t, Eigen::Index count) {
    Vector<double> draws(count);
    noise_of_update(noise, seed, t, std::span(draws.data(), static_cast<std::size_t>(count)));
    return draws;
}

// What SGD received for its next update with lr = 1.
struct Received { Vector<double> exact, noisy; };
Received receive(Learner& learner) {
    const auto n = learner.theta().size();
    Received r{.exact = vector_of({learner.gradient(), n}), .noisy = vector_of(learner.theta())};
    EXPECT_TRUE(learner.advance());
    r.noisy -= vector_of(learner.theta());
    return r;
}

TEST(NetworkNoise, BeginsAsThatOfThePlaneAndFillsAnyNumberOfCoordinates) {
    for (const Noise& noise : kinds)
        for (const int t : {1, 2, 900}) {
            const Point plane = noise_of_update(noise, 77, t);
            const Vector<double> many = draws_of(noise, 77, t, 203);
            EXPECT_TRUE(same_bits(plane, Point(many.head<2>())));
            for (const Eigen::Index count : {1, 3, 8, 13}) EXPECT_EQ(draws_of(noise, 77, t, count), many.head(count));
            EXPECT_NE(draws_of(noise, 78, t, 203), many);
            EXPECT_NE(draws_of(noise, 77, t + 1, 203), many);
        }
}

TEST(NetworkNoise, HasTheSizeThatItSays) {
    constexpr Eigen::Index count = 5000;
    const Noise normal{Noise::Kind::gaussian, 0.3}, heavy{Noise::Kind::student_t, 0.2, 8};
    Vector<double> all(40 * count);
    for (const auto& [noise, variance] : {std::pair{normal, 0.3 * 0.3}, std::pair{heavy, 0.2 * 0.2 * 8 / 6}}) {
        for (int t = 0; t < 40; ++t) all.segment(t * count, count) = draws_of(noise, 1, t + 1, count);
        const double spread = std::sqrt(variance / static_cast<double>(all.size()));
        EXPECT_LT(std::abs(all.mean()), 4 * spread);
        EXPECT_NEAR(all.squaredNorm() / static_cast<double>(all.size()), variance, 0.02 * variance);
        const auto head = all.head(all.size() - 1), tail = all.tail(all.size() - 1);
        EXPECT_LT(std::abs(head.dot(tail)) / all.squaredNorm(), 4 / std::sqrt(static_cast<double>(all.size()))) << "neighbours have nothing to do with each other";
    }
}

TEST(NetworkNoise, IsTheSameForRivalsWhereverTheyStand) {
    const BuiltNetwork built = small(16);
    for (const Noise& noise : kinds) {
        Learner one(with_noise(built, noise), racer_with("sgd", {{"lr", 1}}));
        Learner other(with_noise(built, noise), racer_with("sgd", {{"lr", 1}}));
        for (int k = 0; k < 7; ++k) receive(other);
        Learner there(with_noise(built, noise), racer_with("sgd", {{"lr", 1}}));
        there.restore(0, other.theta(), other.buffers(), other.save());
        for (int t = 1; t <= 20; ++t) {
            const Received here = receive(one), far = receive(there);
            ASSERT_NE(here.exact, far.exact);
            const Vector<double> draws = draws_of(noise, 5, t, here.exact.size());
            for (const Received& r : {here, far}) {
                const Vector<double> expected = noise.kind == Noise::Kind::multiplicative ? Vector<double>(r.exact.cwiseProduct(draws)) : draws;
                EXPECT_LT((r.noisy - r.exact - expected).cwiseAbs().maxCoeff(), 1e-12 * (1 + expected.cwiseAbs().maxCoeff())) << t;
            }
        }
    }
}

TEST(NetworkNoise, ComesBeforeClipping) {
    const BuiltNetwork built = small();
    const Noise noise{Noise::Kind::gaussian, 0.3};
    RacerSetup clipped = racer_with("sgd", {{"lr", 1}});
    clipped.clipping = {.norm = 0.5, .value = 0.1};
    Learner learner(with_noise(built, noise), clipped);
    for (int t = 1; t <= 10; ++t) {
        const Received r = receive(learner);
        Vector<double> expected = r.exact + draws_of(noise, 5, t, r.exact.size());
        EXPECT_GT(expected.norm(), 1) << "or there was nothing to clip";
        clipped.clipping.apply_to(expected);
        EXPECT_LT((r.noisy - expected).cwiseAbs().maxCoeff(), 1e-15);
        EXPECT_LE(r.noisy.cwiseAbs().maxCoeff(), 0.1 + 1e-15);
    }
}

TEST(NetworkNoise, SwitchedOffLeavesEveryBit) {
    const BuiltNetwork built = small(16);
    const std::vector<RacerSetup> racers{racer_with("adam"), racer_with("lbfgs_strong_wolfe")};
    Training plain;
    plain.arrange({built.problem, 5, 30}, racers);
    plain.advance();
    for (const Noise& off : {Noise{Noise::Kind::gaussian, 0}, Noise{Noise::Kind::none, 3}}) {
        Training training;
        training.arrange(with_noise(built, off), racers);
        training.advance();
        for (std::size_t r = 0; r < racers.size(); ++r) EXPECT_TRUE(same_history(training.history(r), plain.history(r)));
    }
}

TEST(NetworkNoise, GivesTheSameBitsOnAnyNumberOfThreadsAndFromKeyframes) {
    const BuiltNetwork built = build_network(network_with({{depth, 2.0}, {width, 6.0}, {norm, "batch_norm"}, {dropout, 0.2}, {batch, 16.0}, {scalar, "float"}}, "circle"), 3);
    std::vector<RacerSetup> racers{racer_with("adam", {{"lr", 0.01}}), racer_with("lbfgs_strong_wolfe"), racer_with("adahessian"), racer_with("sgd", {{"lr", 0.1}}), racer_with("sgd", {{"lr", 0.1}})};
    racers[3].wrapper = default_wrapper(*find_wrapper("sam"));
    racers[4].clipping = {.norm = 0.5};
    for (const Noise& noise : kinds) {
        Training once, twice, calm;
        const std::size_t memory = racers.size() * 20'000;  // that not every step is a keyframe
        once.arrange(with_noise(built, noise), racers, memory);
        twice.arrange(with_noise(built, noise), racers, memory);
        calm.arrange(with_noise(built, {}), racers, memory);
        std::vector<std::vector<std::vector<double>>> theta(racers.size());
        once.advance(Training::Clock::time_point::max(), {}, 1, [&](std::size_t r, int, Learner& learner) { theta[r].emplace_back(learner.theta().begin(), learner.theta().end()); });
        twice.advance(Training::Clock::time_point::max(), {}, 2);
        calm.advance();
        for (std::size_t r = 0; r < racers.size(); ++r) {
            SCOPED_TRACE(racers[r].optimizer->id);
            EXPECT_TRUE(same_history(once.history(r), twice.history(r)));
            EXPECT_FALSE(same_history(once.history(r), calm.history(r)));
            EXPECT_TRUE(same_bits(once.history(r).loss(0), calm.history(r).loss(0))) << "what is shown is the loss without noise";
            for (int k = 0; k < once.history(r).rows(); k += 5) {
                const auto learner = twice.learner_at(r, k);
                ASSERT_TRUE(learner);
                EXPECT_EQ(std::vector<double>(learner->theta().begin(), learner->theta().end()), theta[r][static_cast<std::size_t>(k)]) << k;
            }
        }
    }
}

TEST(NetworkNoise, OtherNoiseIsAnotherRace) {
    const BuiltNetwork built = small();
    Training first, next;
    first.arrange(with_noise(built, kinds[0]), {racer_with("adam")});
    first.advance();
    next.arrange(with_noise(built, kinds[1]), {racer_with("adam")}, default_training_memory, &first);
    EXPECT_EQ(next.history(0).rows(), 0);
}

// A rule that asks for all there is, at two points, and stays where it is.
struct Answers {
    VectorSample first, second;
    Vector<double> g, g_there, g_again, product;
    double loss_there;
};
Answers asked;
Vector<double> there;

OptimizerSpec asking() {
    OptimizerSpec spec = *find_optimizer("sgd");
    spec.vector_rule.update = [](const double*, int, VectorOracle& oracle, double* theta, void*) {
        const Eigen::Index n = oracle.layout().size();
        const auto copied = [&](const double* g) { return Vector<double>(Eigen::Map<const Vector<double>>(g, n)); };
        asked.first = oracle.at(theta);
        asked.g = copied(asked.first.gradient);
        asked.second = oracle.at(there.data());
        asked.g_there = copied(asked.second.gradient);
        asked.loss_there = oracle.loss(there.data());
        asked.g_again = copied(oracle.gradient(theta));
        asked.product = Vector<double>::Zero(static_cast<Eigen::Index>(oracle.layout().padded));
        oracle.hessian_times(theta, there.data(), asked.product.data());
    };
    return spec;
}

TEST(NetworkNoise, IsOneDrawForEveryEvaluationOfAnUpdateAndTiltsTheLoss) {
    const BuiltNetwork built = small();
    const OptimizerSpec spec = asking();
    const RacerSetup setup{.optimizer = &spec, .hyper = default_hyperparameters(spec)};
    const Vector<double>& start = built.problem->start;
    there = Vector<double>::Zero(start.size() + native_lanes);
    there.head(start.size()) = start.reverse();
    Learner calm(with_noise(built, {}), setup);
    calm.advance();
    const Answers exact = asked;
    for (const Noise& noise : kinds) {
        Learner learner(with_noise(built, noise), setup);
        for (int t = 1; t <= 2; ++t) {  // it stays where it is
            learner.advance();
            const bool additive = noise.kind != Noise::Kind::multiplicative;
            const Vector<double> draws = draws_of(noise, 5, t, start.size());
            const auto noisy = [&](const Vector<double>& g) { return additive ? Vector<double>(g + draws) : Vector<double>(g + g.cwiseProduct(draws)); };
            EXPECT_EQ(asked.g, noisy(exact.g));
            EXPECT_EQ(asked.g_again, asked.g);
            EXPECT_EQ(asked.g_there, noisy(exact.g_there));
            EXPECT_NEAR(asked.first.loss, exact.first.loss + (additive ? draws.dot(start) : 0), 1e-12);
            EXPECT_NEAR(asked.second.loss, exact.second.loss + (additive ? draws.dot(there.head(start.size())) : 0), 1e-12);
            EXPECT_EQ(asked.loss_there, asked.second.loss);
            EXPECT_EQ(asked.product, exact.product) << "the Hessian stays exact";
        }
    }
}

TEST(NetworkNoise, IsPartOfAScenario) {
    const std::string text = "[problem.network]\nwidth = 4\n[race]\nsteps = 8\nseed = 3\n[race.noise]\nkind = \"student_t\"\nscale = 0.05\nfreedom = 2.5\n[[racer]]\noptimizer = \"adam\"\n";
    const ScenarioOrError read = parse_scenario(text, "race.toml");
    ASSERT_TRUE(std::holds_alternative<Scenario>(read)) << std::get<std::string>(read);
    const Scenario scenario = std::get<Scenario>(read);
    EXPECT_EQ(scenario.noise, (Noise{Noise::Kind::student_t, 0.05, 2.5}));
    EXPECT_EQ(std::get<Scenario>(parse_scenario(format_scenario(scenario), "race.toml")), scenario);
    EXPECT_EQ(fitted_to_network(scenario), scenario);
    Scenario calm = scenario;
    calm.noise = {};
    std::ostringstream with, without;
    write_trace(scenario, TraceFormat::csv, with);
    write_trace(calm, TraceFormat::csv, without);
    EXPECT_NE(with.str(), without.str());
}

}  // namespace
}  // namespace thalweg
