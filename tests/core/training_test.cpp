// Training is a pure function of its arena and setups: threads, slices of time and memory change nothing.
#include <thread>

#include "network_support.hpp"

namespace thalweg {
namespace {

using test::network_with;
using test::racer_with;
using test::same_bits;
using test::same_history;
using enum NetworkKey;

using Arena = TrainingArena;

// With everything that draws or remembers: minibatches, dropout, running statistics.
BuiltNetwork busy(const char* how = "double") {
    return build_network(network_with({{depth, 2.0}, {width, 6.0}, {norm, "batch_norm"}, {dropout, 0.2}, {batch, 16.0}, {residual, 0.5}, {scalar, how}}, "circle"), 3);
}

// Every optimizer that can train a network, and what goes around one.
std::vector<RacerSetup> everybody() {
    std::vector<RacerSetup> all;
    for (const OptimizerSpec& spec : optimizer_catalogue())
        if (const RacerSetup setup{.optimizer = &spec, .hyper = default_hyperparameters(spec)}; network_complaint(setup).empty()) all.push_back(setup);
    for (const WrapperSpec& spec : wrapper_catalogue()) {
        all.push_back(racer_with("adam", {{"lr", 0.01}}));
        all.back().wrapper = default_wrapper(spec);
    }
    all.push_back(racer_with("momentum", {{"lr", 0.1}}));
    all.back().clipping = {.norm = 0.5, .value = 0.1};
    all.push_back(racer_with("sgd", {{"lr", 0.1}}));
    const ScheduleSpec* plateau = find_schedule("reduce_on_plateau");
    all.back().lr_schedule = {.spec = plateau};
    for (const Parameter& p : plateau->parameters) all.back().lr_schedule.values.push_back(p.default_value);
    return all;
}

TEST(Training, GivesTheSameBitsOnAnyNumberOfThreadsAndInAnySlices) {
    const std::vector<RacerSetup> racers = everybody();
    ASSERT_GT(racers.size(), 20u);
    for (const char* how : {"double", "float"}) {
        const Arena arena{busy(how).problem, 5, 40};
        Training once;
        once.arrange(arena, racers);
        ASSERT_TRUE(once.advance());
        Training twice;
        twice.arrange(arena, racers);
        ASSERT_TRUE(twice.advance(Training::Clock::time_point::max(), {}, 2));
        Training sliced;
        sliced.arrange(arena, racers);
        int slices = 1;
        while (!sliced.advance(Training::Clock::now() + std::chrono::microseconds(300), {}, 1 + slices % 2)) ++slices;
        EXPECT_GT(slices, 3);
        Training alone;
        for (std::size_t r = 0; r < racers.size(); ++r) {
            SCOPED_TRACE(std::string(racers[r].optimizer->id) + " " + how);
            EXPECT_TRUE(same_history(once.history(r), twice.history(r)));
            EXPECT_TRUE(same_history(once.history(r), sliced.history(r)));
            if (r % 5 > 0) continue;
            alone.arrange(arena, {racers[r]});  // a run does not depend on its rivals
            alone.advance();
            EXPECT_TRUE(same_history(once.history(r), alone.history(0)));
        }
    }
}

TEST(Training, LearnerAtIsTheRunItselfWhateverTheMemory) {
    const std::vector<RacerSetup> racers = everybody();
    const Arena arena{busy().problem, 5, 37};
    for (const std::size_t memory : {default_training_memory, racers.size() * std::size_t{12'000}}) {
        Training training;
        training.arrange(arena, racers, memory);
        std::vector<std::vector<std::vector<double>>> theta(racers.size()), buffers(racers.size());
        std::vector<std::vector<std::vector<std::byte>>> states(racers.size());
        training.advance(Training::Clock::time_point::max(), {}, 1, [&](std::size_t r, int row, Learner& learner) {
            ASSERT_EQ(row, static_cast<int>(theta[r].size()));
            theta[r].emplace_back(learner.theta().begin(), learner.theta().end());
            buffers[r].push_back(learner.buffers());
            states[r].push_back(learner.save());
        });
        for (std::size_t r = 0; r < racers.size(); ++r) {
            SCOPED_TRACE(racers[r].optimizer->id);
            const TrainingHistory& history = training.history(r);
            const std::size_t one = sizeof(Keyframe) + (theta[r][0].size() + buffers[r][0].size()) * sizeof(double) + states[r][0].size();
            EXPECT_LE(history.keyframe_bytes(), std::max(memory / racers.size(), one));  // one is kept whatever it takes
            if (memory < default_training_memory) { EXPECT_GT(history.keyframe_interval(), 1); }
            for (int k = 0; k < history.rows(); k += 1 + k % 3) {
                const std::unique_ptr<Learner> learner = training.learner_at(r, k);
                ASSERT_TRUE(learner) << k;
                EXPECT_EQ(learner->step(), k);
                const auto at = static_cast<std::size_t>(k);
                EXPECT_TRUE(std::equal(learner->theta().begin(), learner->theta().end(), theta[r][at].begin(), [](double a, double b) { return same_bits(a, b); })) << k;
                EXPECT_EQ(learner->buffers(), buffers[r][at]) << k;
                EXPECT_EQ(learner->save(), states[r][at]) << k;
                EXPECT_TRUE(same_bits(learner->loss(), history.loss(k))) << k;
            }
            EXPECT_FALSE(training.learner_at(r, history.rows()));
        }
    }
}

TEST(Training, KeepsRacersThatStayTheSameAndStartsOthersOver) {
    const Arena arena{busy().problem, 5, 20};
    const std::vector<RacerSetup> changed{racer_with("adam"), racer_with("sgd", {{"lr", 0.2}})};
    Training first;
    first.arrange(arena, {racer_with("adam"), racer_with("sgd")});
    first.advance();
    Training next;
    next.arrange(arena, changed, default_training_memory, &first);
    EXPECT_EQ(next.revision(0), first.revision(0));
    EXPECT_NE(next.revision(1), first.revision(1));
    EXPECT_EQ(next.history(0).rows(), 21);
    EXPECT_EQ(next.history(1).rows(), 0);
    EXPECT_EQ(first.history(1).rows(), 21);  // may still be looked at
    EXPECT_FALSE(next.done());
    next.advance();
    EXPECT_EQ(next.history(1).rows(), 21);
    EXPECT_TRUE(next.done());
    Arena other = arena;
    other.seed = 6;
    Training elsewhere;
    elsewhere.arrange(other, changed, default_training_memory, &next);
    EXPECT_EQ(elsewhere.history(0).rows(), 0);
}

TEST(Training, StopsWhenAskedAndGoesOn) {
    const Arena arena{busy().problem, 5, 2000};
    Training training;
    training.arrange(arena, {racer_with("adam")});
    std::stop_source stop;
    EXPECT_FALSE(training.advance(Training::Clock::time_point::max(), stop.get_token(), 1, [&](std::size_t, int row, Learner&) {
        if (row == 30) stop.request_stop();
    }));
    EXPECT_EQ(training.history(0).rows(), 31);
    EXPECT_TRUE(training.advance());
    EXPECT_EQ(training.history(0).rows(), 2001);
    std::stop_source asked;
    asked.request_stop();
    EXPECT_FALSE(training.learner_at(0, 1999, asked.get_token()) && training.history(0).keyframe_before(1999)->step < 1999);
}

TEST(Training, ARacerThatLeavesEveryBoundKeepsItsRowsAndDoesNotHoldUpOthers) {
    const BuiltNetwork built = build_network(network_with({{depth, 2.0}, {activation, "identity"}, {loss, "mse"}}), 3);
    Training training;
    training.arrange({built.problem, 1, 300}, {racer_with("sgd", {{"lr", 100}}), racer_with("sgd", {{"lr", 0.01}})});
    EXPECT_TRUE(training.advance());
    EXPECT_EQ(training.ending(0), Ending::diverged);
    EXPECT_EQ(training.ending(1), Ending::open);
    EXPECT_LT(training.history(0).rows(), 300);
    EXPECT_EQ(training.history(1).rows(), 301);
    const int last = training.history(0).rows() - 1;
    const std::unique_ptr<Learner> learner = training.learner_at(0, last);
    ASSERT_TRUE(learner);
    for (const double x : learner->theta()) EXPECT_LE(std::abs(x), escape_distance);
}

TEST(Training, MayBeReadWhileItRuns) {
    const Arena arena{busy().problem, 5, 300};
    Training training;
    training.arrange(arena, {racer_with("adam"), racer_with("sgd")}, 100'000);
    std::jthread worker([&] { training.advance(Training::Clock::time_point::max(), {}, 2); });
    int looks = 0;
    while (!training.done() || looks < 3) {
        const int row = training.history(0).rows() - 1;
        if (row < 0) continue;
        const std::unique_ptr<Learner> learner = training.learner_at(0, row);
        ASSERT_TRUE(learner);
        EXPECT_TRUE(same_bits(learner->loss(), training.history(0).loss(row)));
        ++looks;
    }
}

TEST(Engine, TellsWhatEveryUnitPutsOut) {
    for (const NetworkChoice& choice : {network_with({{NetworkKey::depth, 3.0}, {NetworkKey::norm, "layer_norm"}, {NetworkKey::residual, 1.0}}), network_with({{NetworkKey::model, "recurrent"}, {NetworkKey::width, 5.0}}, "delayed_recall")}) {
        const BuiltNetwork built = build_network(choice, 3);
        const TrainingProblem& problem = *built.problem;
        const std::vector<FlowRow> rows = flow_rows(problem.architecture);
        const auto engine = make_engine(built.problem);
        const Matrix<double>& inputs = problem.train->inputs;
        const std::vector<Matrix<double>> units = engine->unit_outputs(problem.start.data(), problem.buffers.data(), inputs, rows);
        ASSERT_EQ(units.size(), rows.size());
        EXPECT_EQ(units.back(), engine->outputs(problem.start.data(), problem.buffers.data(), inputs));
        // The first row by hand: W·x + b, then the norm and the activation (of the cell: h_1).
        Network<double> network(problem.architecture);
        std::vector<double> buffers = problem.buffers;
        network.forward(problem.start.data(), buffers.data(), inputs, {.training = false});
        const LayerSpec& first = problem.architecture.layers[0];
        const Eigen::Map<const Weights<double>> w(problem.start.data(), first.outputs, first.inputs);
        if (first.kind == LayerKind::recurrent) EXPECT_TRUE(units[0].isApprox((w * inputs.topRows(first.inputs)).array().tanh().matrix(), 1e-13));  // biases begin at 0
        else EXPECT_EQ(units[0], network.output(static_cast<std::size_t>(rows[0].activation)));
        EXPECT_TRUE((units[0].array().abs() <= 1).all()) << "behind tanh";
    }
}

TEST(BatchOrder, ShowsEveryExampleOnceInAnEpochInAnotherOrderEachTime) {
    for (const int batch : {1, 7, 10, 23, 40}) {
        constexpr int examples = 23;
        BatchOrder order(examples, batch, 9);
        const int size = std::min(batch, examples), per_epoch = (examples + size - 1) / size;
        std::vector<std::vector<std::uint32_t>> epochs;
        for (int epoch = 0; epoch < 4; ++epoch) {
            std::vector<std::uint32_t> seen;
            for (int k = 1; k <= per_epoch; ++k) {
                const std::span<const std::uint32_t> chosen = order.of_update(epoch * per_epoch + k);
                EXPECT_EQ(static_cast<int>(chosen.size()), k < per_epoch ? size : examples - (per_epoch - 1) * size);
                seen.insert(seen.end(), chosen.begin(), chosen.end());
            }
            epochs.push_back(seen);
            std::sort(seen.begin(), seen.end());
            ASSERT_EQ(static_cast<int>(seen.size()), examples);
            for (int i = 0; i < examples; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], static_cast<std::uint32_t>(i));
        }
        EXPECT_NE(epochs[0], epochs[1]);
        // Asked for out of order, as when a step is computed again, it says the same.
        BatchOrder again(examples, batch, 9);
        const std::span<const std::uint32_t> second = again.of_update(per_epoch + 1), first = again.of_update(1);
        EXPECT_TRUE(std::equal(first.begin(), first.end(), epochs[0].begin()));
        EXPECT_EQ(second.size(), first.size());
    }
}

TEST(BatchOrder, WithoutBatchesTakesAllInOrder) {
    BatchOrder order(5, 0, 9);
    for (const int t : {1, 2, 77}) {
        const std::span<const std::uint32_t> all = order.of_update(t);
        EXPECT_EQ(std::vector<int>(all.begin(), all.end()), (std::vector<int>{0, 1, 2, 3, 4}));
    }
}

}  // namespace
}  // namespace thalweg
