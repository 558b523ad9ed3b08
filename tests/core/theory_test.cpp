// The theory of gradient flow against closed forms and against wide networks of random weights.
#include <gtest/gtest.h>

#include <numbers>

#include "core/networks/gaussian_moments.hpp"
#include "core/networks/network_choice.hpp"
#include "core/training/theory.hpp"
#include "core/training/engine.hpp"
#include "network_support.hpp"

namespace thalweg {
namespace {

using test::Numbers;

TEST(GaussianMoments, EqualTheClosedFormsAtEveryVariance) {
    const double pi = std::numbers::pi;
    for (const double q : {1e-8, 0.01, 0.5, 1.0, 4.0, 100.0, 1e6}) {
        const auto of = [&](const char* id, double p = 0) { return gaussian_moments(*find_activation(id), p, q); };
        const auto expect = [&](const GaussianMoments& m, double mean, double square, double slope) {
            EXPECT_NEAR(m.mean, mean, 1e-11 * (std::abs(mean) + std::sqrt(q))) << q;
            EXPECT_NEAR(m.square, square, 1e-11 * square) << q;
            EXPECT_NEAR(m.slope_square, slope, 1e-11 * slope) << q;
        };
        expect(of("identity"), 0, q, 1);
        expect(of("relu"), std::sqrt(q / (2 * pi)), q / 2, 0.5);
        expect(of("leaky_relu", 0.1), 0.9 * std::sqrt(q / (2 * pi)), q * 1.01 / 2, 1.01 / 2);
        // A sine's moments; at large variances any phase is equally likely.
        if (q <= 100) expect(of("sine"), 0, -std::expm1(-2 * q) / 2, (1 + std::exp(-2 * q)) / 2);
    }
    // SELU is made so that mean 0 and variance 1 stay (Klambauer et al. 2017).
    const GaussianMoments selu = gaussian_moments(*find_activation("selu"), 0, 1);
    EXPECT_NEAR(selu.mean, 0, 1e-12);
    EXPECT_NEAR(selu.square, 1, 1e-12);
    // E[sigmoid] = ½ by symmetry; and tanh z = 2 sigmoid(2z) − 1.
    for (const double q : {0.1, 1.0, 30.0}) {
        const GaussianMoments logistic = gaussian_moments(*find_activation("sigmoid"), 0, 4 * q), hyperbolic = gaussian_moments(*find_activation("tanh"), 0, q);
        EXPECT_NEAR(logistic.mean, 0.5, 1e-14);
        EXPECT_NEAR(hyperbolic.square, 4 * logistic.square - 4 * logistic.mean + 1, 1e-13);
        EXPECT_NEAR(hyperbolic.slope_square, 16 * logistic.slope_square, 1e-13);
    }
    // GELU's mean: E[z·Φ(z)] = q/√(2π(1 + q)).
    for (const double q : {0.1, 1.0, 30.0}) EXPECT_NEAR(gaussian_moments(*find_activation("gelu"), 0, q).mean, q / std::sqrt(2 * pi * (1 + q)), 1e-13);
}

TEST(GaussianMoments, AgreeWithSamplesForEveryActivation) {
    constexpr int n = 200'000;
    for (const ActivationSpec& activation : activation_catalogue()) {
        Numbers numbers(5);
        double mean = 0, square = 0, slope = 0, fourth = 0;
        const double p = activation.default_parameter();
        for (int i = 0; i < n; ++i) {
            const double z = 1.5 * normal(numbers.bits()), a = activation.value(p, z), s = activation.slope(p, z);
            mean += a / n;
            square += a * a / n;
            slope += s * s / n;
            fourth += a * a * a * a / n;
        }
        const GaussianMoments m = gaussian_moments(activation, p, 2.25);
        EXPECT_NEAR(m.mean, mean, 5 * std::sqrt(square / n)) << activation.id;
        EXPECT_NEAR(m.square, square, 5 * std::sqrt(fourth / n)) << activation.id;
        EXPECT_NEAR(m.slope_square, slope, 5 * 1.5 / std::sqrt(n)) << activation.id;
    }
}

struct Wide {
    const char* name;
    const char* activation;
    const char* init;
    double gain;
    const char* norm = "none";
    double residual = 0;
    double tolerance = 1;  // in sampling errors, where the theory is an approximation of its own
};
void PrintTo(const Wide& w, std::ostream* out) { *out << w.name; }

// Measured over several draws of the weights: logarithms of the strengths, their mean and its standard error.
class WideNetwork : public testing::TestWithParam<Wide> {
protected:
    static constexpr int depth = 12, width = 200, draws = 8;

    // Inputs of one length each, as the theory has them: one variance for all examples.
    static std::shared_ptr<const Examples> examples() {
        Numbers numbers(3);
        Examples e;
        e.inputs.resize(width, 24);
        for (double& x : e.inputs.reshaped()) x = normal(numbers.bits());
        for (Eigen::Index i = 0; i < e.inputs.cols(); ++i) e.inputs.col(i) *= std::sqrt(static_cast<double>(width)) / e.inputs.col(i).norm();
        e.targets.resize(1, 24);
        for (double& y : e.targets.reshaped()) y = normal(numbers.bits());
        return std::make_shared<const Examples>(std::move(e));
    }
    static Architecture architecture(const Wide& w) {
        Architecture a{.inputs = width, .layers = {}, .loss = LossKind::mse};
        const ActivationSpec* phi = find_activation(w.activation);
        for (int k = 0; k < depth; ++k) {
            const std::size_t begin = a.layers.size();
            a.layers.push_back(test::linear(width, width));
            if (std::string_view(w.norm) != "none") a.layers.push_back(test::norm(w.norm, width));
            a.layers.push_back(test::activation(phi));
            if (w.residual > 0) a.layers.push_back({.kind = LayerKind::residual, .span = static_cast<int>(a.layers.size() - begin), .scale = w.residual});
        }
        a.layers.push_back(test::linear(width, 1));
        return a;
    }
};

TEST_P(WideNetwork, FlowsAsTheTheorySays) {
    const Wide& w = GetParam();
    auto problem = std::make_shared<TrainingProblem>();
    problem->architecture = architecture(w);
    problem->train = examples();
    problem->buffers = {};
    ASSERT_EQ(complaint(problem->architecture), "");
    problem->buffers = initial_buffers(problem->architecture);
    const InitialiserSpec& init = *find_initialiser(w.init);
    const std::vector<FlowRow> rows = flow_rows(problem->architecture);
    const FlowTheory theory = flow_theory(problem->architecture, expected_squares(problem->architecture, init, w.gain), problem->train->inputs);
    ASSERT_EQ(theory.gap, "");
    ASSERT_EQ(theory.rows.size(), rows.size());

    // log(measured/theory); the signal relative to the last hidden layer, since the output is a single unit.
    std::vector<double> signal[draws], activation[draws];
    const std::unique_ptr<Engine> engine = make_engine(problem);
    std::vector<std::uint32_t> all(24);
    for (int i = 0; i < 24; ++i) all[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(i);
    for (int k = 0; k < draws; ++k) {
        const Vector<double> theta = initial_parameters(problem->architecture, init, w.gain, static_cast<std::uint64_t>(100 + k));
        std::vector<double> gradient(static_cast<std::size_t>(theta.size())), buffers = problem->buffers;
        engine->gradient(theta.data(), buffers.data(), all, {}, gradient.data());
        FlowSample sample;
        engine->measure(theta.data(), gradient.data(), rows, sample);
        for (std::size_t r = 0; r + 1 < rows.size(); ++r) {
            signal[k].push_back(std::log(flow_value(sample, r, FlowMeasure::signal) / flow_value(sample, rows.size() - 2, FlowMeasure::signal) / (theory.rows[r].signal / theory.rows[rows.size() - 2].signal)));
            activation[k].push_back(std::log(flow_value(sample, r, FlowMeasure::activation) / theory.rows[r].activation));
        }
    }
    // A layer of n units draws its strength anew with a relative spread of about √(5/n)/2 at most; over k layers the logarithm walks √k
    // as far, and the mean over several draws less by the root of their number. Four such errors.
    for (std::size_t r = 0; r + 1 < rows.size(); ++r) {
        double mean_signal = 0, mean_activation = 0;
        for (int k = 0; k < draws; ++k) mean_signal += signal[k][r] / draws, mean_activation += activation[k][r] / draws;
        const double per_layer = std::sqrt(5.0 / width) / 2 / std::sqrt(static_cast<double>(draws));
        const double back = static_cast<double>(rows.size() - 2 - r);
        EXPECT_LE(std::abs(mean_signal), w.tolerance * 4 * per_layer * std::sqrt(back)) << rows[r].label;
        EXPECT_LE(std::abs(mean_activation), w.tolerance * 4 * per_layer * std::sqrt(static_cast<double>(r + 1))) << rows[r].label;
    }
}

INSTANTIATE_TEST_SUITE_P(Depth, WideNetwork,
                         testing::Values(Wide{"linear_shrinks", "identity", "xavier_normal", 0.8}, Wide{"linear_grows", "identity", "he_uniform", 1}, Wide{"linear_orthogonal", "identity", "orthogonal", 1.1},
                                         Wide{"tanh_edge", "tanh", "xavier_normal", 1}, Wide{"tanh_ordered", "tanh", "lecun_uniform", 0.6}, Wide{"tanh_chaotic", "tanh", "xavier_normal", 2},
                                         Wide{"sigmoid", "sigmoid", "xavier_uniform", 1}, Wide{"relu_he", "relu", "he_normal", 1}, Wide{"selu", "selu", "lecun_normal", 1}, Wide{"gelu", "gelu", "he_normal", 1},
                                         Wide{"tanh_layer_norm", "tanh", "xavier_normal", 1, "layer_norm"}, Wide{"relu_rms_norm", "relu", "he_normal", 1, "rms_norm"},
                                         Wide{"relu_residual", "relu", "he_normal", 0.5, "none", 0.5, 2}, Wide{"tanh_residual", "tanh", "xavier_normal", 1, "none", 1, 2},
                                         Wide{"relu_batch_norm", "relu", "he_normal", 1, "batch_norm", 0, 4}),
                         [](const auto& wide) { return std::string(wide.param.name); });

TEST(Theory, KnowsTheRegimes) {
    NetworkChoice choice;
    choice.at(NetworkKey::depth) = 20;
    choice.at(NetworkKey::width) = 64;
    const Architecture a = build_network(choice, 1).problem->architecture;
    const Matrix<double> inputs = Matrix<double>::Ones(2, 10);
    const auto chi = [&](double gain) { return flow_theory(a, expected_squares(a, *find_initialiser("xavier_normal"), gain), inputs); };
    EXPECT_EQ(chi(0.7).regime, Regime::ordered);
    EXPECT_EQ(chi(1.0).regime, Regime::edge);
    EXPECT_EQ(chi(2.0).regime, Regime::chaotic);
    EXPECT_NEAR(chi(0.7).chi, 0.49, 1e-3);  // tanh is linear where nothing is left: χ = σ_w²
    EXPECT_NEAR(*edge_factor(a, expected_squares(a, *find_initialiser("xavier_normal"), 2), inputs), 0.5, 0.02);
    // He and ReLU: χ = 1 at any variance, so half the square of the gain's share is left at 1/√2.
    choice.at(NetworkKey::activation) = test::position_of(NetworkKey::activation, "relu");
    const Architecture relu = build_network(choice, 1).problem->architecture;
    EXPECT_NEAR(flow_theory(relu, expected_squares(relu, *find_initialiser("he_uniform"), 1), inputs).chi, 1, 1e-12);
    EXPECT_NEAR(flow_theory(relu, expected_squares(relu, *find_initialiser("xavier_uniform"), 1), inputs).chi, 0.5, 1e-12);
    // Batch norm with ReLU: π/(π − 1) (Yang et al. 2019).
    choice.at(NetworkKey::norm) = test::position_of(NetworkKey::norm, "batch_norm");
    const Architecture normed = build_network(choice, 1).problem->architecture;
    EXPECT_NEAR(flow_theory(normed, expected_squares(normed, *find_initialiser("he_uniform"), 1), inputs).chi, std::numbers::pi / (std::numbers::pi - 1), 1e-4);
}

TEST(Theory, OverTimeIsThatOfTheSpectralRadius) {
    // Orthogonal weights times a factor turn every vector and scale it: without activation, the gradient changes by that factor in every step.
    NetworkChoice choice;
    choice.at(NetworkKey::model) = 1;
    choice.at(NetworkKey::width) = 40;
    choice.at(NetworkKey::activation) = test::position_of(NetworkKey::activation, "identity");
    choice.at(NetworkKey::init) = test::position_of(NetworkKey::init, "orthogonal");
    choice.at(NetworkKey::gain) = 1.2;
    choice.examples = default_examples(*find_examples("delayed_recall"));
    const BuiltNetwork built = build_network(choice, 3);
    const TrainingProblem& problem = *built.problem;
    const FlowTheory theory = flow_theory(problem.architecture, std::span(problem.start.data(), static_cast<std::size_t>(problem.start.size())), problem.train->inputs);
    ASSERT_EQ(theory.gap, "");
    EXPECT_NEAR(theory.sigma_w, 1.2, 1e-12);
    EXPECT_NEAR(theory.slope, 1, 1e-12);
    const LayerSpec& cell = problem.architecture.layers[0];
    EXPECT_NEAR(spectral_radius({problem.start.data() + cell.inputs * cell.outputs, static_cast<std::size_t>(cell.outputs * cell.outputs)}, cell.outputs), 1.2, 1e-12);
    for (std::size_t t = 0; t + 2 < theory.rows.size(); ++t) EXPECT_NEAR(theory.rows[t].signal / theory.rows[t + 1].signal, 1.2, 1e-12);

    const std::unique_ptr<Engine> engine = make_engine(built.problem);
    std::vector<double> gradient(static_cast<std::size_t>(problem.start.size())), buffers = problem.buffers;
    BatchOrder order(problem.train->size(), 0, 0);
    engine->gradient(problem.start.data(), buffers.data(), order.of_update(1), {}, gradient.data());
    FlowSample sample;
    engine->measure(problem.start.data(), gradient.data(), flow_rows(problem.architecture), sample);
    for (std::size_t t = 0; t + 2 < theory.rows.size(); ++t) EXPECT_NEAR(flow_value(sample, t, FlowMeasure::signal) / flow_value(sample, t + 1, FlowMeasure::signal), 1.2, 1e-5);
    const std::vector<double> line = theory_line(theory, FlowMeasure::signal, 3.5);
    EXPECT_EQ(line.back(), 3.5);
    EXPECT_TRUE(theory_line(theory, FlowMeasure::dead, 3.5).empty());
}

TEST(Theory, SaysWhereItHasNone) {
    Architecture a{.inputs = 4, .layers = {test::activation(find_activation("tanh")), test::linear(4, 1)}, .loss = LossKind::mse};
    const Matrix<double> inputs = Matrix<double>::Ones(4, 3);
    EXPECT_NE(flow_theory(a, ParameterSquares(2, 1.0), inputs).gap, "");
    a = {.inputs = 4, .layers = {test::linear(4, 4), test::activation(find_activation("tanh")), test::linear(4, 1)}, .loss = LossKind::mse};
    EXPECT_EQ(flow_theory(a, ParameterSquares(4, 1.0), inputs).gap, "");
    const Vector<double> alike = initial_parameters(a, *find_initialiser("constant"), 1, 0), random = initial_parameters(a, *find_initialiser("he_normal"), 1, 0);
    EXPECT_NE(flow_theory(a, std::span(alike.data(), static_cast<std::size_t>(alike.size())), inputs).gap, "");
    EXPECT_EQ(flow_theory(a, std::span(random.data(), static_cast<std::size_t>(random.size())), inputs).gap, "");
    EXPECT_TRUE(theory_line(flow_theory(a, ParameterSquares(4, NAN), inputs), FlowMeasure::signal, 1).empty());
}

}  // namespace
}  // namespace thalweg
