// Training steps of the two networks of the goals, with Adam: "step" is the time of one.
//   learner   one racer, one thread: gather the batch, forward, loss, backward, update
//   training  four racers with their histories, flow samples, evaluations and keyframes; "step" is per step of one racer
#include <benchmark/benchmark.h>

#include "core/networks/initialiser.hpp"
#include "core/networks/network.hpp"
#include "core/numerics/denormals.hpp"
#include "core/training/training.hpp"

namespace thalweg::bench {
namespace {

constexpr double seconds_each = 0.1;  // short, since compare.sh comes round many times

struct Net {
    std::vector<int> widths;
    const char* activation;
    LossKind loss;
    int batch, batches;
};
const Net tiny_200{{2, 16, 16, 16, 1}, "tanh", LossKind::bce_with_logits, 200, 8};
const Net tiny_10{{2, 16, 16, 16, 1}, "tanh", LossKind::bce_with_logits, 10, 8};
const Net digits{{784, 64, 10}, "relu", LossKind::cross_entropy, 128, 8};

std::shared_ptr<const TrainingProblem> problem_of(const Net& net, Scalar scalar) {
    auto problem = std::make_shared<TrainingProblem>();
    Architecture& a = problem->architecture;
    a.inputs = net.widths.front();
    a.loss = net.loss;
    for (std::size_t k = 1; k < net.widths.size(); ++k) {
        a.layers.push_back({.kind = LayerKind::linear, .inputs = net.widths[k - 1], .outputs = net.widths[k]});
        if (k + 1 < net.widths.size()) a.layers.push_back({.kind = LayerKind::activation, .activation = find_activation(net.activation)});
    }
    problem->start = initial_parameters(a, *find_initialiser("xavier_uniform"), 1, 1);
    problem->buffers = initial_buffers(a);
    problem->batch = net.batch;
    problem->scalar = scalar;
    auto examples = std::make_shared<Examples>();
    const int n = net.batch * net.batches, classes = net.widths.back();
    examples->inputs = Eigen::MatrixXd::Random(a.inputs, n);
    examples->classes = std::max(2, classes);
    if (classes == 1) examples->targets.resize(1, n);
    for (int i = 0; i < n; ++i) {
        examples->labels.push_back(classes == 1 ? examples->inputs(0, i) * examples->inputs(1, i) > 0 : i % classes);
        if (classes == 1) examples->targets(0, i) = examples->labels.back();
    }
    problem->train = std::move(examples);
    return problem;
}

RacerSetup adam() {
    const OptimizerSpec& spec = *find_optimizer("adam");
    return {.optimizer = &spec, .hyper = default_hyperparameters(spec)};
}

void learner(benchmark::State& state, const Net& net, Scalar scalar) {
    const DenormalsFlushed guard;
    constexpr int steps = 50;
    Learner racer({problem_of(net, scalar), 1, 1'000'000'000}, adam());
    for (auto _ : state) {
        for (int k = 0; k < steps; ++k) racer.advance();
        benchmark::DoNotOptimize(racer.loss());
    }
    state.counters["step"] = {steps, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

void training(benchmark::State& state, const Net& net, Scalar scalar, int steps) {
    constexpr int racers = 4;
    const auto problem = problem_of(net, scalar);
    std::vector<RacerSetup> setups(racers, adam());
    for (int r = 0; r < racers; ++r) setups[static_cast<std::size_t>(r)].hyper[0] *= 1 + 0.1 * r;
    std::uint64_t seed = 0;
    for (auto _ : state) {
        Training race;
        race.arrange({problem, ++seed, steps}, setups);
        race.advance(Training::Clock::time_point::max(), {}, static_cast<int>(state.range(0)));
        benchmark::DoNotOptimize(race.history(0).loss(steps));
    }
    state.counters["step"] = {static_cast<double>(steps * racers), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

#define THALWEG_LEARNER(net, scalar) BENCHMARK_CAPTURE(learner, net/scalar, net, Scalar::scalar)->MinTime(seconds_each)->Unit(benchmark::kMicrosecond)
THALWEG_LEARNER(tiny_200, floats);
THALWEG_LEARNER(tiny_200, doubles);
THALWEG_LEARNER(tiny_10, floats);
THALWEG_LEARNER(tiny_10, doubles);
THALWEG_LEARNER(digits, floats);
THALWEG_LEARNER(digits, doubles);

#define THALWEG_TRAINING(net, scalar, steps) \
    BENCHMARK_CAPTURE(training, net/scalar, net, Scalar::scalar, steps)->Arg(1)->Arg(2)->ArgName("threads")->MinTime(seconds_each)->UseRealTime()->Unit(benchmark::kMicrosecond)
THALWEG_TRAINING(tiny_200, floats, 2000);
THALWEG_TRAINING(tiny_200, doubles, 2000);
THALWEG_TRAINING(tiny_10, floats, 2000);
THALWEG_TRAINING(tiny_10, doubles, 2000);
THALWEG_TRAINING(digits, floats, 400);
THALWEG_TRAINING(digits, doubles, 400);

}  // namespace
}  // namespace thalweg::bench
