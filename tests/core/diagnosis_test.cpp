// What the diagnosis says of networks that are known to be ill, or well.
#include "core/training/diagnosis.hpp"

#include "network_support.hpp"

namespace thalweg {
namespace {

using test::network_with;
using enum NetworkKey;

Diagnosis diagnosis_of(const NetworkChoice& choice, const RacerSetup& racer = test::racer_with("sgd", {{"lr", 0.01}}), int step = 0, std::optional<double> edge_gain = {}) {
    const BuiltNetwork built = build_network(choice, 7);
    Training training;
    training.arrange({built.problem, 7, std::max(step + 1, 1)}, {racer});
    training.advance();
    const TrainingHistory& history = training.history(0);
    const int row = std::min(step, history.rows() - 1);
    const std::unique_ptr<Learner> learner = training.learner_at(0, row);
    const Architecture& a = built.problem->architecture;
    return diagnose({.architecture = a, .flow = history.flow(row), .theory = flow_theory(a, learner->theta(), built.problem->train->inputs), .theta = learner->theta(),
                     .edge_gain = edge_gain, .diverged = training.ending(0) == Ending::diverged && row == history.rows() - 1});
}
std::string all_text(const Diagnosis& d) {
    std::string text = d.headline;
    for (const std::string& s : d.sentences) text += " | " + s;
    return text + " | " + d.advice;
}

TEST(Diagnosis, DeepSigmoidVanishes) {
    const Diagnosis d = diagnosis_of(network_with({{depth, 20.0}, {width, 16.0}, {activation, "sigmoid"}}));
    EXPECT_EQ(d.symptom, Symptom::vanishing) << all_text(d);
    EXPECT_NEAR(d.factor, 0.24, 0.03);
    EXPECT_TRUE(test::contains(d.headline, "Gradients vanish: 0.2"));
    EXPECT_TRUE(test::contains(all_text(d), "Sigmoid's slope is at most ¼."));
    EXPECT_TRUE(test::contains(all_text(d), "times slower than layer 20"));
    EXPECT_TRUE(test::contains(d.advice, "He + ReLU"));
}

TEST(Diagnosis, CuresHelp) {
    for (const char* cure : {"layer_norm", "rms_norm", "batch_norm"}) EXPECT_NE(diagnosis_of(network_with({{depth, 20.0}, {width, 16.0}, {activation, "tanh"}, {norm, cure}})).symptom, Symptom::vanishing) << cure;
    EXPECT_EQ(diagnosis_of(network_with({{depth, 20.0}, {width, 32.0}, {activation, "relu"}, {init, "he_normal"}})).symptom, Symptom::healthy);
    EXPECT_EQ(diagnosis_of(network_with({{depth, 20.0}, {width, 16.0}, {activation, "sigmoid"}, {residual, 1.0}})).symptom, Symptom::healthy);
}

TEST(Diagnosis, LargeGainsExplode) {
    const Diagnosis d = diagnosis_of(network_with({{depth, 30.0}, {width, 64.0}, {activation, "tanh"}, {gain, 2.5}}));
    EXPECT_EQ(d.symptom, Symptom::exploding) << all_text(d);
    EXPECT_GT(d.factor, 1.1);
    EXPECT_TRUE(test::contains(all_text(d), "Theory: weights"));
    const NetworkChoice large = network_with({{depth, 30.0}, {width, 64.0}, {activation, "tanh"}, {gain, 2.5}});
    const std::shared_ptr<const TrainingProblem> problem = build_network(large, 7).problem;
    const InitialiserSpec& xavier = *find_initialiser("xavier_uniform");
    const std::optional<double> factor = edge_factor(problem->architecture, expected_squares(problem->architecture, xavier, 2.5), problem->train->inputs);
    ASSERT_TRUE(factor);
    const Diagnosis cured = diagnosis_of(large, test::racer_with("sgd"), 0, 2.5 * *factor);
    EXPECT_TRUE(test::contains(cured.advice, "Try gain 1.0 (edge of chaos)"));
    const Diagnosis linear = diagnosis_of(network_with({{depth, 20.0}, {width, 64.0}, {activation, "relu"}, {init, "he_normal"}, {gain, 2.0}}));
    EXPECT_EQ(linear.symptom, Symptom::exploding) << all_text(linear);
    EXPECT_NEAR(linear.factor, 2, 0.25);
    EXPECT_TRUE(test::contains(all_text(linear), "Activations grow"));
}

TEST(Diagnosis, UnbrokenSymmetryIsSeenAtTheStartAndLater) {
    for (const char* start : {"zeros", "constant"})
        for (const int step : {0, 20}) {
            const Diagnosis d = diagnosis_of(network_with({{depth, 2.0}, {width, 8.0}, {init, start}}), test::racer_with("adam", {{"lr", 0.01}}), step);
            EXPECT_EQ(d.symptom, Symptom::symmetric) << start << " " << step << ": " << all_text(d);
            EXPECT_TRUE(test::contains(all_text(d), "8 units learn as one"));
        }
    EXPECT_NE(diagnosis_of(network_with({{depth, 2.0}, {width, 8.0}})).symptom, Symptom::symmetric);
}

TEST(Diagnosis, RecurrentNetworksAreReadOverTime) {
    const Diagnosis vanishing = diagnosis_of(network_with({{model, "recurrent"}, {width, 32.0}, {gain, 0.5}, {activation, "tanh"}}, "delayed_recall"));
    EXPECT_EQ(vanishing.symptom, Symptom::vanishing) << all_text(vanishing);
    EXPECT_TRUE(test::contains(vanishing.headline, "per step"));
    NetworkChoice real = network_with({{model, "recurrent"}, {width, 32.0}, {init, "orthogonal"}, {gain, 1.5}, {activation, "identity"}}, "delayed_recall");
    real.examples.parameters = {20, 1};  // twenty steps; any number as the cue
    const Diagnosis exploding = diagnosis_of(real);
    EXPECT_EQ(exploding.symptom, Symptom::exploding) << all_text(exploding);
    EXPECT_NEAR(exploding.factor, 1.5, 1e-3);
    EXPECT_TRUE(test::contains(exploding.advice, "clipping"));
    // Once the answers are beyond doubt nothing flows at all, which is neither.
    EXPECT_EQ(diagnosis_of(network_with({{model, "recurrent"}, {width, 32.0}, {gain, 2.0}, {activation, "identity"}}, "delayed_recall")).symptom, Symptom::flat);
}

TEST(Diagnosis, HighRatesKillReluUnits) {
    const Diagnosis d = diagnosis_of(network_with({{depth, 3.0}, {width, 16.0}, {activation, "relu"}, {init, "he_normal"}}, "circle"), test::racer_with("sgd", {{"lr", 3}}), 60);
    EXPECT_EQ(d.symptom, Symptom::dead) << all_text(d);
}

TEST(Diagnosis, ARunThatLeavesEveryBoundIsNamed) {
    const Diagnosis d = diagnosis_of(network_with({{depth, 2.0}, {activation, "identity"}, {loss, "mse"}}, "spiral"), test::racer_with("sgd", {{"lr", 100}}), 200);
    EXPECT_EQ(d.symptom, Symptom::not_finite) << all_text(d);
}

// The thresholds, on samples made by hand: three hidden layers and the output.
class Sample {
public:
    Sample() {
        architecture = {.inputs = 4, .layers = {}, .loss = LossKind::mse};
        for (int k = 0; k < 3; ++k) {
            architecture.layers.push_back(test::linear(4, 4));
            architecture.layers.push_back(test::activation(find_activation("tanh")));
        }
        architecture.layers.push_back(test::linear(4, 1));
        flow.assign(4 * flow_measures, 0);
        for (std::size_t r = 0; r < 4; ++r) set(r, FlowMeasure::gradient, 0.1), set(r, FlowMeasure::signal, 0.1), set(r, FlowMeasure::activation, 0.5), set(r, FlowMeasure::weight, 0.5), set(r, FlowMeasure::update, 1e-3);
    }
    void set(std::size_t row, FlowMeasure m, double value) { flow_value(flow, row, m) = static_cast<float>(value); }
    void set(FlowMeasure m, double value) {
        for (std::size_t r = 0; r < 4; ++r) set(r, m, value);
    }
    Diagnosis operator()() const { return diagnose({.architecture = architecture, .flow = flow, .theory = flow_theory(architecture, ParameterSquares(8, 0.25), Matrix<double>::Ones(4, 2))}); }

    Architecture architecture;
    FlowSample flow;
};

TEST(Diagnosis, ReadsEveryMeasure) {
    EXPECT_EQ(Sample()().symptom, Symptom::healthy);
    const auto with = [](auto&& change) {
        Sample sample;
        change(sample);
        return sample();
    };
    EXPECT_EQ(with([](Sample& s) { s.set(FlowMeasure::update, 0.1); }).symptom, Symptom::too_fast);
    EXPECT_EQ(with([](Sample& s) { s.set(FlowMeasure::update, 1e-6); }).symptom, Symptom::too_slow);
    EXPECT_EQ(with([](Sample& s) { s.set(FlowMeasure::update, 0); }).symptom, Symptom::healthy);  // the last row: no update follows
    EXPECT_EQ(with([](Sample& s) { s.set(FlowMeasure::saturated, 0.7); }).symptom, Symptom::saturated);
    EXPECT_EQ(with([](Sample& s) { s.set(FlowMeasure::dead, 0.7); }).symptom, Symptom::dead);
    EXPECT_TRUE(test::contains(with([](Sample& s) { s.set(1, FlowMeasure::dead, 1); }).headline, "Layer 2 is dead"));
    EXPECT_EQ(with([](Sample& s) { s.set(2, FlowMeasure::gradient, INFINITY); }).symptom, Symptom::not_finite);
    EXPECT_EQ(with([](Sample& s) { s.set(0, FlowMeasure::signal, 1e-5), s.set(1, FlowMeasure::signal, 1e-3); }).symptom, Symptom::vanishing);
    EXPECT_EQ(with([](Sample& s) { s.set(0, FlowMeasure::signal, 0), s.set(0, FlowMeasure::gradient, 0); }).symptom, Symptom::vanishing);
    EXPECT_EQ(with([](Sample& s) { s.set(0, FlowMeasure::signal, 1.9), s.set(1, FlowMeasure::signal, 0.44); }).symptom, Symptom::healthy);  // nineteenfold
    EXPECT_EQ(with([](Sample& s) { s.set(0, FlowMeasure::signal, 2.1), s.set(1, FlowMeasure::signal, 0.46); }).symptom, Symptom::exploding);
}

TEST(Diagnosis, EverySentenceFitsACard) {
    // A card is about 48 letters wide, and a sentence takes two lines of it at most; a headline takes one.
    const auto letters = [](const std::string& text) { return std::count_if(text.begin(), text.end(), [](char ch) { return (ch & 0xC0) != 0x80; }); };
    for (const ActivationSpec& phi : activation_catalogue())
        for (const double factor : {0.3, 1.0, 3.0})
            for (const char* how : {"none", "layer_norm"}) {
                const Diagnosis d = diagnosis_of(network_with({{depth, 12.0}, {width, 16.0}, {activation, std::string(phi.id).c_str()}, {gain, factor}, {norm, how}}));
                EXPECT_LE(letters(d.headline), 40) << d.headline;
                for (const std::string& s : d.sentences) EXPECT_LE(letters(s), 90) << s;
                EXPECT_LE(letters(d.advice), 90) << d.advice;
                EXPECT_LE(d.sentences.size(), 5u);
            }
}

TEST(Diagnosis, TheFactorIsThatOfMostLayers) {
    std::vector<double> values;
    for (int k = 0; k < 20; ++k) values.push_back(std::pow(4.0, k));
    EXPECT_NEAR(factor_per_step(values), 0.25, 1e-12);
    values[0] *= 1e6, values[10] *= 1e-5, values[19] *= 100;
    EXPECT_NEAR(factor_per_step(values), 0.25, 0.01);
    values[5] = 0;  // nothing to take a logarithm of
    EXPECT_NEAR(factor_per_step(values), 0.25, 0.01);
    EXPECT_TRUE(std::isnan(factor_per_step(std::vector<double>{1.0})));
}

TEST(Diagnosis, NumbersAreSpokenInTwoDigits) {
    EXPECT_EQ(spoken(0.2401), "0.24");
    EXPECT_EQ(spoken(0.997), "1.0");
    EXPECT_EQ(spoken(9.96), "10");
    EXPECT_EQ(spoken(0.05), "0.050");
    EXPECT_EQ(spoken(345.6), "346");
    EXPECT_EQ(spoken(512345.0), "5·10⁵");
    EXPECT_EQ(spoken(9.7e-12), "1·10⁻¹¹");
    EXPECT_EQ(spoken(0), "0");
}

}  // namespace
}  // namespace thalweg
