// Magnitudes by layer against sorted values, and what an update is made of against the learner itself.
#include "core/training/moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "network_support.hpp"

namespace thalweg {
namespace {

using test::network_with;
using test::racer_with;
using enum NetworkKey;

TEST(Distribution, AgreesWithSortedValues) {
    test::Numbers numbers(3);
    std::vector<double> values, sizes;
    for (int i = 0; i < 4001; ++i) values.push_back((numbers.coin() ? 1 : -1) * std::pow(10.0, numbers.between(-12, 3)));
    for (const double x : values) sizes.push_back(std::abs(x));
    std::sort(sizes.begin(), sizes.end());
    const Distribution d = distribution_of(values);
    EXPECT_EQ(d.median, sizes[2000]);
    EXPECT_EQ(d.low, sizes[200]);
    EXPECT_EQ(d.high, sizes[3800]);
    EXPECT_EQ(d.sized(), values.size());
    for (std::size_t k = 0; k < d.bins.size(); ++k) {
        const auto edge = [&](std::size_t bin) { return std::log10(std::pow(10.0, (d.first + static_cast<double>(bin)) / Distribution::bins_per_decade)); };
        const auto inside = std::count_if(sizes.begin(), sizes.end(), [&](double x) { return std::log10(x) >= edge(k) && std::log10(x) < edge(k + 1); });
        EXPECT_EQ(d.bins[k], inside) << k;
    }
    EXPECT_GT(d.bins.front(), 0u);
    EXPECT_GT(d.bins.back(), 0u);
}

TEST(Distribution, CountsWhatHasNoLogarithm) {
    const Distribution d = distribution_of(std::vector<double>{0, -0.0, NAN, INFINITY, -INFINITY, 1, -100, 10});
    EXPECT_EQ(d.count, 8u);
    EXPECT_EQ(d.zeros, 2u);
    EXPECT_EQ(d.broken, 3u);
    EXPECT_EQ(d.median, 10);
    EXPECT_EQ(std::accumulate(d.bins.begin(), d.bins.end(), 0u), 3u);
    EXPECT_EQ(d.first, 0);
    EXPECT_EQ(d.bins.size(), 17u);
    const Distribution nothing = distribution_of({});
    EXPECT_EQ(nothing.count, 0u);
    EXPECT_TRUE(std::isnan(nothing.median) && nothing.bins.empty());
    const Distribution extremes = distribution_of(std::vector<double>{5e-324, 1.7e308});
    EXPECT_EQ(extremes.bins.front() + extremes.bins.back(), 2u);
    EXPECT_EQ(distribution_of(std::vector<double>{3.0}).high, 3);
}

TEST(ParameterGroups, CoverEveryParameterOnceFromTheInputToTheOutput) {
    for (const auto& choice : {network_with({{depth, 3.0}, {norm, "batch_norm"}}, "circle"), network_with({{model, "recurrent"}}, "delayed_recall"), network_with({{depth, 0.0}}, "circle")}) {
        const auto built = build_network(choice, 3);
        const std::vector<ParameterGroup> groups = parameter_groups(built.problem->architecture);
        Eigen::Index at = 0;
        for (const ParameterGroup& group : groups) {
            EXPECT_EQ(group.offset, at);
            EXPECT_GT(group.size, 0);
            EXPECT_FALSE(group.label.empty());
            at += group.size;
        }
        EXPECT_EQ(at, built.problem->start.size());
        EXPECT_EQ(groups.back().label, "output");
    }
}

TEST(Moments, AreThoseOfTheUpdateThatFollows) {
    const BuiltNetwork built = build_network(network_with({{depth, 2.0}, {width, 6.0}, {batch, 16.0}}, "circle"), 3);
    const TrainingArena arena{built.problem, 5, 50};
    const RacerSetup setup = racer_with("adam", {{"lr", 0.01}});
    Learner looked(arena, setup), run(arena, setup);
    for (int k = 0; k < 12; ++k) looked.advance(), run.advance();
    const Moments moments = measure_moments(looked, *setup.optimizer, built.problem->architecture);
    const std::vector<MomentFacts> facts = moments_of(*setup.optimizer);
    ASSERT_EQ(moments.of.size(), facts.size());
    EXPECT_EQ(moments.update, 13);
    const std::vector<double> g(run.gradient(), run.gradient() + run.theta().size());
    run.advance();
    std::vector<double> step;
    for (std::size_t i = 0; i < g.size(); ++i) step.push_back(run.theta()[i] - run.theta_before()[i]);
    const std::vector<ParameterGroup> groups = parameter_groups(built.problem->architecture);
    for (std::size_t m = 0; m < facts.size(); ++m) {
        const std::vector<double> numbers = facts[m].id == "gradient" ? g : facts[m].id == "step" ? step : run.quantity(m - 1);
        for (std::size_t l = 0; l < groups.size(); ++l) {
            const Distribution expected = distribution_of(std::span(numbers).subspan(static_cast<std::size_t>(groups[l].offset), static_cast<std::size_t>(groups[l].size)));
            EXPECT_EQ(moments.of[m][l].median, expected.median) << facts[m].id << ", " << groups[l].label;
            EXPECT_EQ(moments.of[m][l].bins, expected.bins);
        }
    }
}

TEST(Moments, ThatTellMostAreNumbersPerParameter) {
    const auto telling = [](std::string_view id) { return telling_moments(*find_optimizer(id)); };
    EXPECT_EQ(telling("adam"), (std::vector<std::string_view>{"m", "sqrt_v_hat", "effective_rate", "step"}));
    EXPECT_EQ(telling("sgd"), (std::vector<std::string_view>{"gradient", "step"}));
    EXPECT_EQ(telling("momentum"), (std::vector<std::string_view>{"gradient", "b", "step"}));
    EXPECT_EQ(telling("adagrad"), (std::vector<std::string_view>{"sum", "sqrt_sum", "effective_rate", "step"}));
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        const std::vector<MomentFacts> known = moments_of(spec);
        const auto chosen = telling_moments(spec);
        EXPECT_GE(chosen.size(), 2u) << spec.id;
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            EXPECT_TRUE(std::any_of(known.begin(), known.end(), [&](const MomentFacts& f) { return f.id == chosen[i]; })) << spec.id << ": " << chosen[i];
            EXPECT_EQ(std::count(chosen.begin(), chosen.end(), chosen[i]), 1) << spec.id << ": " << chosen[i];
        }
    }
}

TEST(Moments, OfAnUpdateThatLeavesEveryBoundHaveNoStep) {
    const BuiltNetwork built = build_network(network_with({{batch, 0.0}}, "circle"), 3);
    const RacerSetup setup = racer_with("sgd", {{"lr", 1e4}});
    auto problem = std::make_shared<TrainingProblem>(*built.problem);
    problem->start.setConstant(0.9 * escape_distance);
    problem->architecture.l2 = 1;
    Learner learner({problem, 5, 10}, setup);
    const Moments moments = measure_moments(learner, *setup.optimizer, problem->architecture);
    EXPECT_EQ(moments.of.back().front().count, 0u);
    EXPECT_GT(moments.of.front().front().count, 0u);
}

}  // namespace
}  // namespace thalweg
