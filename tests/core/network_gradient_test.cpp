// Backpropagation against differences: every activation with every norm and loss, with and without residual path, dropout and penalty;
// the recurrent cell; gradients and products with the Hessian, in doubles and in floats.
#include "core/training/engine.hpp"
#include "differences.hpp"
#include "network_support.hpp"

namespace thalweg {
namespace {

using test::Numbers;

constexpr int inputs = 3, width = 4, examples = 6;
constexpr std::string_view norms[] = {"none", "batch_norm", "layer_norm", "rms_norm"};
constexpr LossKind losses[] = {LossKind::mse, LossKind::bce_with_logits, LossKind::cross_entropy};

// An activation in one of its forms.
struct Phi {
    const ActivationSpec* spec;
    double parameter;
};
std::vector<Phi> forms() {
    std::vector<Phi> all;
    for (const ActivationSpec& spec : activation_catalogue()) {
        all.push_back({&spec, spec.parameters.empty() ? 0 : spec.parameters[0].scale == Scale::choice ? 0 : 0.7});
        if (!spec.parameters.empty() && spec.parameters[0].scale == Scale::choice) all.push_back({&spec, 1});
    }
    return all;
}

int outputs_for(LossKind loss) { return loss == LossKind::bce_with_logits ? 2 : 3; }

Architecture dense(Phi phi, std::string_view norm, LossKind loss, bool extras) {
    Architecture a{.inputs = inputs, .layers = {}, .loss = loss, .l2 = extras ? 0.3 : 0};
    for (int in : {inputs, width}) {
        const std::size_t begin = a.layers.size();
        a.layers.push_back(test::linear(in, width));
        if (norm != "none") a.layers.push_back(test::norm(norm, width));
        a.layers.push_back({.kind = LayerKind::activation, .activation = phi.spec, .parameter = phi.parameter});
        if (extras && in == width) a.layers.push_back({.kind = LayerKind::residual, .span = static_cast<int>(a.layers.size() - begin), .scale = 0.6});
        if (extras) a.layers.push_back({.kind = LayerKind::dropout, .rate = 0.3});
    }
    a.layers.push_back(test::linear(width, outputs_for(loss)));
    return a;
}
// A residual path around everything, from the inputs on; and one inside another.
Architecture nested(LossKind loss) {
    const ActivationSpec* tanh = find_activation("tanh");
    return {.inputs = 3, .layers = {test::linear(3, 4), test::activation(tanh), test::linear(4, 4), test::activation(tanh), {.kind = LayerKind::residual, .span = 2, .scale = 1.5}, test::linear(4, 3),
                                    {.kind = LayerKind::residual, .span = 6, .scale = 0.7}, {.kind = LayerKind::residual, .span = 1, .scale = 2}, test::linear(3, outputs_for(loss))}, .loss = loss};
}
Architecture recurrent(Phi phi, LossKind loss) {
    return {.inputs = inputs * 4, .layers = {{.kind = LayerKind::recurrent, .inputs = inputs, .outputs = width, .activation = phi.spec, .parameter = phi.parameter, .time_steps = 4}, test::linear(width, outputs_for(loss))}, .loss = loss, .l2 = 0.1};
}
// Behind another layer, so that it hands a gradient on.
Architecture recurrent_behind(LossKind loss) {
    return {.inputs = 5, .layers = {test::linear(5, inputs * 4), {.kind = LayerKind::recurrent, .inputs = inputs, .outputs = width, .activation = find_activation("tanh"), .time_steps = 4}, test::linear(width, outputs_for(loss))}, .loss = loss};
}

class Backpropagation : public testing::Test {
protected:
    // Random parameters, everywhere away from 0, and random examples.
    static TrainingProblem problem_of(const Architecture& a, std::uint64_t seed) {
        EXPECT_EQ(complaint(a), "");
        Numbers numbers(seed);
        TrainingProblem p;
        p.architecture = a;
        p.start.resize(ParameterLayout(a).size());
        for (double& x : p.start) x = normal(numbers.bits()) * 0.8;
        p.buffers = initial_buffers(a);
        Examples e;
        e.inputs.resize(a.inputs, examples);
        for (double& x : e.inputs.reshaped()) x = normal(numbers.bits());
        if (a.loss == LossKind::cross_entropy) {
            e.classes = 3;
            for (int i = 0; i < examples; ++i) e.labels.push_back(static_cast<int>(numbers.below(3)));
        } else {
            e.targets.resize(outputs_for(a.loss), examples);
            for (double& y : e.targets.reshaped()) y = a.loss == LossKind::mse ? normal(numbers.bits()) : uniform(numbers.bits());
        }
        p.train = std::make_shared<const Examples>(std::move(e));
        return p;
    }

    static void check(const Architecture& a, double h, std::uint64_t seed, bool in_training = true) {
        auto p = std::make_shared<TrainingProblem>(problem_of(a, seed));
        const std::unique_ptr<Engine> engine = make_engine(p);
        p = std::make_shared<TrainingProblem>(*p);
        p->scalar = Scalar::floats;
        const std::unique_ptr<Engine> in_floats = make_engine(p);
        const Pass pass{.training = in_training, .seed = 3, .step = 2, .remembers = false};
        std::vector<std::uint32_t> all(examples);
        for (int i = 0; i < examples; ++i) all[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(i);
        const auto n = static_cast<std::size_t>(p->start.size());
        std::vector<double> buffers = p->buffers, gradient(n), elsewhere(n), floats(n), product(n);
        // Statistics that are not those of the batch, for passes in evaluation.
        for (std::size_t i = 0; i < buffers.size(); ++i) buffers[i] += 0.1 * static_cast<double>(i % 3);
        const std::vector<double> untouched = buffers;
        const double loss = engine->gradient(p->start.data(), buffers.data(), all, pass, gradient.data());
        EXPECT_EQ(loss, engine->loss(p->start.data(), buffers.data(), all, pass));

        // Along a random direction within each block, so that no block hides behind another.
        Numbers numbers(seed + 1);
        Vector<double> other(p->start.size());
        for (double& x : other) x = normal(numbers.bits());
        for (const ParameterBlock& block : ParameterLayout(a).blocks) {
            Vector<double> direction = Vector<double>::Zero(p->start.size());
            for (Eigen::Index i = 0; i < block.size(); ++i) direction[block.offset + i] = normal(numbers.bits());
            const auto moved = [&](double by) { return Vector<double>(p->start + by * direction); };
            const test::Estimate along = test::slope([&](double by) { return engine->loss(moved(by).data(), buffers.data(), all, pass); }, h);
            const double exact = Eigen::Map<const Vector<double>>(gradient.data(), direction.size()).dot(direction), scale = std::abs(loss) + std::abs(exact);
            ASSERT_LE(along.error, 1e-6 * scale) << block.name << ": the differences themselves say nothing";
            ASSERT_NEAR(exact, along.value, 10 * along.error + 1e-8 * scale) << block.name;

            engine->hessian_times(p->start.data(), buffers.data(), all, pass, direction.data(), product.data());
            const test::Estimate bend = test::slope([&](double by) {
                engine->gradient(moved(by).data(), buffers.data(), all, pass, elsewhere.data());
                return Eigen::Map<const Vector<double>>(elsewhere.data(), other.size()).dot(other);
            }, h);
            const double bent = Eigen::Map<const Vector<double>>(product.data(), other.size()).dot(other), size = std::abs(bent) + Eigen::Map<const Vector<double>>(gradient.data(), other.size()).norm();
            ASSERT_LE(bend.error, 1e-5 * size) << block.name << ": the differences themselves say nothing";
            ASSERT_NEAR(bent, bend.value, 10 * bend.error + 1e-7 * size) << block.name << ", Hessian";
        }

        const double loss_in_floats = in_floats->gradient(p->start.data(), buffers.data(), all, pass, floats.data());
        EXPECT_NEAR(loss_in_floats, loss, 2e-6 * (1 + std::abs(loss)));
        const Eigen::Map<const Vector<double>> g(gradient.data(), p->start.size()), f(floats.data(), p->start.size());
        EXPECT_LE((g - f).norm(), 2e-5 * g.norm());
        EXPECT_EQ(buffers, untouched) << "a pass that does not remember moved the running statistics";
    }
    static double step_for(const ActivationSpec& phi) {
        // Kinks: those of ReLU and its kin, and the second derivative's of ELU and SELU.
        return phi.id.ends_with("relu") || phi.id.ends_with("elu") ? 2e-4 : 0.03;
    }
};

TEST_F(Backpropagation, OfEveryActivationNormAndLossAgreesWithDifferences) {
    std::uint64_t seed = 10;
    for (const Phi& phi : forms())
        for (const std::string_view norm : norms)
            for (const LossKind loss : losses)
                for (const bool extras : {false, true}) {
                    SCOPED_TRACE(std::string(phi.spec->id) + ", " + std::string(norm) + ", " + std::string(loss_ids()[static_cast<std::size_t>(loss)]) + (extras ? ", residual, dropout, l2" : ""));
                    check(dense(phi, norm, loss, extras), step_for(*phi.spec), seed += 2);
                    if (HasFatalFailure()) return;
                }
}

TEST_F(Backpropagation, InEvaluationModeAgreesWithDifferencesToo) {
    for (const std::string_view norm : norms) {
        SCOPED_TRACE(norm);
        check(dense({find_activation("tanh"), 0}, norm, LossKind::mse, true), 0.03, 7, false);
        if (HasFatalFailure()) return;
    }
}

TEST_F(Backpropagation, ThroughTimeAgreesWithDifferences) {
    std::uint64_t seed = 1000;
    for (const LossKind loss : losses) {
        for (const Phi& phi : forms()) {
            SCOPED_TRACE(std::string(phi.spec->id) + ", " + std::string(loss_ids()[static_cast<std::size_t>(loss)]));
            check(recurrent(phi, loss), step_for(*phi.spec), seed += 2);
            if (HasFatalFailure()) return;
        }
        check(recurrent_behind(loss), 0.03, seed += 2);
        if (HasFatalFailure()) return;
    }
}

TEST_F(Backpropagation, OfNestedResidualPathsAgreesWithDifferences) {
    for (const LossKind loss : losses) {
        check(nested(loss), 0.03, 5);
        if (HasFatalFailure()) return;
    }
}

TEST_F(Backpropagation, OfOneLayerAloneAgreesWithDifferences) {
    for (const LossKind loss : losses) {
        check({.inputs = 3, .layers = {test::linear(3, outputs_for(loss))}, .loss = loss}, 0.03, 9);
        if (HasFatalFailure()) return;
    }
}

TEST_F(Backpropagation, HessianIsSymmetric) {
    const auto p = std::make_shared<TrainingProblem>(problem_of(dense({find_activation("gelu"), 0}, "layer_norm", LossKind::cross_entropy, true), 3));
    const std::unique_ptr<Engine> engine = make_engine(p);
    Numbers numbers(4);
    Vector<double> u(p->start.size()), v(p->start.size()), hu(p->start.size()), hv(p->start.size());
    for (double& x : u) x = normal(numbers.bits());
    for (double& x : v) x = normal(numbers.bits());
    const std::vector<std::uint32_t> all{0, 1, 2, 3, 4, 5};
    engine->hessian_times(p->start.data(), p->buffers.data(), all, {.training = true, .seed = 3, .step = 2, .remembers = false}, u.data(), hu.data());
    engine->hessian_times(p->start.data(), p->buffers.data(), all, {.training = true, .seed = 3, .step = 2, .remembers = false}, v.data(), hv.data());
    EXPECT_NEAR(u.dot(hv), v.dot(hu), 1e-12 * u.norm() * hv.norm());
}

}  // namespace
}  // namespace thalweg
