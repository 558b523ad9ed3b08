// Initial weights have the moments that their rules name.
#include "network_support.hpp"

namespace thalweg {
namespace {

constexpr int in = 120, out = 80;

Architecture three() {
    Architecture a{.inputs = in, .layers = {test::linear(in, out), test::norm("layer_norm", out), test::linear(out, out), {.kind = LayerKind::recurrent, .inputs = out, .outputs = 30, .activation = find_activation("tanh"), .time_steps = 1}}, .loss = LossKind::mse};
    EXPECT_EQ(complaint(a), "");
    return a;
}

class Initialiser : public testing::TestWithParam<std::string> {};

TEST_P(Initialiser, HasItsMeanAndVarianceAtEveryGain) {
    const InitialiserSpec& spec = *find_initialiser(GetParam());
    const Architecture a = three();
    for (const double gain : {1.0, 0.3, 2.5}) {
        const Vector<double> theta = initial_parameters(a, spec, gain, 5);
        for (const ParameterBlock& block : ParameterLayout(a).blocks) {
            const Eigen::Map<const Vector<double>> w(theta.data() + block.offset, block.size());
            if (!block.decays) {
                const double expected = block.layer == 1 ? (block.name.ends_with("weight") ? 1 : 0) : spec.biases ? 0.1 : 0;
                EXPECT_TRUE((w.array() == expected).all()) << block.name;
                continue;
            }
            const double n = static_cast<double>(block.size()), variance = gain * gain * spec.variance(block.columns, block.rows);
            if (spec.kind == InitialiserSpec::Kind::constant) {
                EXPECT_TRUE((w.array() == gain * spec.size(block.columns, block.rows)).all()) << block.name;
                continue;
            }
            // Five standard errors; those of the mean square are √(kurtosis − 1) of it.
            EXPECT_LE(std::abs(w.mean()), 5 * std::sqrt(variance / n)) << block.name;
            EXPECT_NEAR(w.squaredNorm() / n, variance, 5 * std::sqrt(2 / n) * variance) << block.name;
            if (spec.kind == InitialiserSpec::Kind::uniform) {
                const double half = gain * spec.size(block.columns, block.rows);
                EXPECT_LE(w.cwiseAbs().maxCoeff(), half);
                EXPECT_GE(w.cwiseAbs().maxCoeff(), 0.98 * half);
            }
            if (spec.kind == InitialiserSpec::Kind::normal) { EXPECT_GT(w.cwiseAbs().maxCoeff(), 2.5 * std::sqrt(variance)); }
        }
    }
}

TEST_P(Initialiser, DrawsEveryTensorByItself) {
    const InitialiserSpec& spec = *find_initialiser(GetParam());
    Architecture a = three();
    const Vector<double> all = initial_parameters(a, spec, 1, 5);
    a.layers.pop_back();
    const Vector<double> fewer = initial_parameters(a, spec, 1, 5);
    EXPECT_EQ(all.head(fewer.size()), fewer);
    EXPECT_EQ(all, initial_parameters(three(), spec, 1, 5));
    if (spec.kind != InitialiserSpec::Kind::constant) { EXPECT_NE(all, initial_parameters(three(), spec, 1, 6)); }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Initialiser, testing::ValuesIn(test::ids(initialiser_catalogue())), [](const auto& id) { return id.param; });

TEST(Orthogonal, KeepsLengthsOrProjects) {
    const Architecture a = three();
    const Vector<double> theta = initial_parameters(a, *find_initialiser("orthogonal"), 1.5, 2);
    for (const ParameterBlock& block : ParameterLayout(a).blocks) {
        if (!block.decays) continue;
        const Matrix<double> w = Eigen::Map<const Weights<double>>(theta.data() + block.offset, block.rows, block.columns) / 1.5;
        const Matrix<double> gram = block.rows <= block.columns ? Matrix<double>(w * w.transpose()) : Matrix<double>(w.transpose() * w);
        EXPECT_LE((gram - Matrix<double>::Identity(gram.rows(), gram.cols())).cwiseAbs().maxCoeff(), 1e-13) << block.name;
    }
}

}  // namespace
}  // namespace thalweg
