// The largest eigenvalue of a Hessian against what is known in closed form and against dense matrices, and gradient descent at the edge.
#include "core/training/sharpness.hpp"

#include <Eigen/Eigenvalues>

#include "core/numerics/largest_eigenvalue.hpp"
#include "network_support.hpp"

namespace thalweg {
namespace {

using test::network_with;
using test::racer_with;
using enum NetworkKey;

// A symmetric matrix with these eigenvalues and random eigenvectors.
Eigen::MatrixXd with_spectrum(const Eigen::VectorXd& eigenvalues, std::uint64_t seed = 1) {
    test::Numbers numbers(seed);
    Eigen::MatrixXd a(eigenvalues.size(), eigenvalues.size());
    for (Eigen::Index i = 0; i < a.size(); ++i) a.data()[i] = normal(numbers.bits());
    const Eigen::MatrixXd q = a.householderQr().householderQ();
    return q * eigenvalues.asDiagonal() * q.transpose();
}

Eigenpair of(const Eigen::MatrixXd& h, const EigenSearch& search = {}) {
    return largest_eigenvalue(h.rows(), [&](const Eigen::VectorXd& v, Eigen::VectorXd& product) { product = h * v; }, search);
}

double dense(const Eigen::MatrixXd& h) { return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(h, Eigen::EigenvaluesOnly).eigenvalues()[h.rows() - 1]; }

TEST(LargestEigenvalue, IsLargestByValueWhateverLiesBelowZero) {
    Eigen::VectorXd spectrum = Eigen::VectorXd::LinSpaced(60, -1, 2);
    spectrum[0] = -500;  // plain power iteration would end here
    const Eigen::MatrixXd h = with_spectrum(spectrum);
    const Eigenpair found = of(h, {.tolerance = 1e-8});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.value, 2, 1e-8);
    EXPECT_NEAR((h * found.vector - 2 * found.vector).norm(), 0, 1e-6);
    EXPECT_NEAR(found.vector.norm(), 1, 1e-12);
    EXPECT_NEAR(of(-h - 600 * Eigen::MatrixXd::Identity(60, 60), {.tolerance = 1e-8}).value, -100, 1e-5) << "none above zero";
}

TEST(LargestEigenvalue, IsWithinTheResidualThatItStates) {
    for (const double tolerance : {1e-2, 1e-3, 1e-6}) {
        const Eigen::MatrixXd h = with_spectrum(Eigen::VectorXd::LinSpaced(80, 0, 10).array().pow(2));
        const Eigenpair found = of(h, {.tolerance = tolerance});
        ASSERT_TRUE(found.converged) << tolerance;
        EXPECT_LE(found.residual, tolerance * found.value);
        EXPECT_NEAR((h * found.vector - found.value * found.vector).norm(), found.residual, 1e-9);
        EXPECT_NEAR(found.value, 100, tolerance * 100);
    }
}

TEST(LargestEigenvalue, SaysSoWhereItRanOutOfProducts) {
    const Eigen::MatrixXd h = with_spectrum(Eigen::VectorXd::LinSpaced(200, 0.9, 1));
    const Eigenpair found = of(h, {.tolerance = 1e-10, .most_products = 6});
    EXPECT_FALSE(found.converged);
    EXPECT_EQ(found.products, 6);
    EXPECT_GT(found.residual, 1e-10);
    const Eigenpair nothing = of(Eigen::MatrixXd::Zero(5, 5));
    EXPECT_TRUE(nothing.converged);
    EXPECT_EQ(nothing.value, 0);
    const Eigenpair broken = of(Eigen::MatrixXd::Constant(5, 5, NAN));
    EXPECT_FALSE(broken.converged);
    EXPECT_TRUE(std::isnan(broken.value));
    const Eigenpair single = of(Eigen::MatrixXd::Constant(1, 1, -3.0));
    EXPECT_TRUE(single.converged);
    EXPECT_DOUBLE_EQ(single.value, -3);
}

TEST(LargestEigenvalue, IsTheSameBitsAgainAndFasterFromNearby) {
    const Eigen::MatrixXd h = with_spectrum(Eigen::VectorXd::LinSpaced(300, -3, 4));
    const Eigenpair first = of(h), again = of(h);
    EXPECT_TRUE(test::same_bits(first.value, again.value));
    EXPECT_EQ(first.products, again.products);
    EXPECT_EQ(first.vector, again.vector);
    EXPECT_LT(of(h, {.start = first.vector}).products, first.products);
}

// An exact eigenvector that is no longer the largest one's is no place to stay.
TEST(LargestEigenvalue, LeavesAVectorThatWasOvertaken) {
    Eigen::MatrixXd h = Eigen::MatrixXd::Zero(40, 40);
    h.diagonal() = Eigen::VectorXd::LinSpaced(40, 0, 5);
    h(7, 7) = 9;
    EXPECT_NEAR(of(h, {.start = Eigen::VectorXd::Unit(40, 39)}).value, 9, 0.01);
}

std::shared_ptr<TrainingProblem> problem_with(Architecture architecture, Eigen::MatrixXd inputs, Eigen::MatrixXd targets) {
    auto problem = std::make_shared<TrainingProblem>();
    problem->architecture = std::move(architecture);
    const ParameterLayout layout(problem->architecture);
    test::Numbers numbers(11);
    problem->start.resize(layout.size());
    for (double& x : problem->start) x = 0.6 * normal(numbers.bits());
    auto examples = std::make_shared<Examples>();
    examples->inputs = std::move(inputs);
    examples->targets = std::move(targets);
    problem->train = examples;
    return problem;
}

Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed) {
    test::Numbers numbers(seed);
    Eigen::MatrixXd m(rows, columns);
    for (double& x : m.reshaped()) x = normal(numbers.bits());
    return m;
}

Sharpness measured(const std::shared_ptr<const TrainingProblem>& problem, const RacerSetup& setup, int step, Eigen::VectorXd* theta = nullptr) {
    const TrainingArena arena{problem, 5, 100};
    Learner learner(arena, setup);
    for (int k = 0; k < step; ++k) EXPECT_TRUE(learner.advance());
    if (theta) *theta = Eigen::Map<const Eigen::VectorXd>(learner.theta().data(), static_cast<Eigen::Index>(learner.theta().size()));
    SharpnessMeter meter(arena, setup);
    return meter.measure(learner).value_or(Sharpness{});
}

// The whole Hessian over all training examples, column by column.
Eigen::MatrixXd hessian_of(const TrainingProblem& problem, const Eigen::VectorXd& theta) {
    auto whole = std::make_shared<TrainingProblem>(problem);
    whole->batch = 0;
    const auto engine = make_engine(whole);
    std::vector<std::uint32_t> all(static_cast<std::size_t>(problem.train->size()));
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
    Eigen::MatrixXd h(theta.size(), theta.size());
    for (Eigen::Index i = 0; i < theta.size(); ++i) {
        const Eigen::VectorXd unit = Eigen::VectorXd::Unit(theta.size(), i);
        engine->hessian_times(theta.data(), problem.buffers.data(), all, {.training = true, .remembers = false}, unit.data(), h.col(i).data());
    }
    return h;
}

// mean (w·x + b − y)² has the Hessian 2·(x, 1)(x, 1)ᵀ/n, wherever it stands.
TEST(Sharpness, OfALinearRegressionIsThatOfItsCovariance) {
    const Eigen::MatrixXd x = random_matrix(4, 30, 2);
    const auto problem = problem_with({.inputs = 4, .layers = {test::linear(4, 1)}, .loss = LossKind::mse}, x, random_matrix(1, 30, 3));
    Eigen::MatrixXd with_bias(5, 30);
    with_bias << x, Eigen::RowVectorXd::Ones(30);
    const double exact = dense(2.0 / 30 * with_bias * with_bias.transpose());
    for (const int step : {0, 7}) {
        const Sharpness at = measured(problem, racer_with("sgd", {{"lr", 0.05}}), step);
        EXPECT_TRUE(at.converged);
        EXPECT_EQ(at.step, step);
        EXPECT_NEAR(at.hessian, exact, 1e-3 * exact);
        EXPECT_EQ(at.effective, at.hessian);
        EXPECT_DOUBLE_EQ(at.largest(), 2 / 0.05);
        EXPECT_DOUBLE_EQ(at.ratio(), at.hessian * 0.05 / 2);
    }
}

std::shared_ptr<const TrainingProblem> tanh_network() {
    return problem_with({.inputs = 2, .layers = {test::linear(2, 6), test::activation(find_activation("tanh")), test::linear(6, 1)}, .loss = LossKind::mse}, random_matrix(2, 25, 4), random_matrix(1, 25, 5));
}

TEST(Sharpness, AgreesWithTheDenseHessian) {
    const auto problem = tanh_network();
    for (const int step : {0, 3, 40}) {
        Eigen::VectorXd theta;
        const Sharpness at = measured(problem, racer_with("momentum", {{"lr", 0.02}, {"momentum", 0.8}, {"dampening", 0.5}, {"weight_decay", 0.3}}), step, &theta);
        const double exact = dense(hessian_of(*problem, theta));
        EXPECT_NEAR(at.hessian, exact, 2e-3 * exact);
        EXPECT_DOUBLE_EQ(at.effective, at.hessian + 0.3) << "weight decay in the gradient is part of what is descended";
        EXPECT_DOUBLE_EQ(at.limit, 2 * 1.8 / 0.5);
    }
}

// P is that of the update that follows, as in the pictures of a step.
TEST(Sharpness, OfAPreconditionedHessianAgreesWithTheDenseOne) {
    const auto problem = tanh_network();
    for (const char* id : {"adam", "rmsprop", "adamw", "adagrad"}) {
        const double decay = std::string(id) == "adamw" ? 0.1 : 0;
        RacerSetup setup = racer_with(id, {{"lr", 0.01}});
        if (const int i = index_of(setup.optimizer->hyperparameters, "weight_decay"); i >= 0) setup.hyper[static_cast<std::size_t>(i)] = decay;
        Eigen::VectorXd theta;
        const Sharpness at = measured(problem, setup, 20, &theta);
        Learner learner({problem, 5, 100}, setup);
        for (int k = 0; k < 21; ++k) learner.advance();
        const auto& derived = setup.optimizer->derived;
        const auto rate = std::find_if(derived.begin(), derived.end(), [](const Quantity& q) { return q.id == "effective_rate"; });
        const std::vector<double> rates = learner.quantity(setup.optimizer->slots.size() + static_cast<std::size_t>(rate - derived.begin()));
        const Eigen::VectorXd root = (Eigen::Map<const Eigen::VectorXd>(rates.data(), theta.size()) / 0.01).cwiseSqrt();
        const double exact = dense(root.asDiagonal() * hessian_of(*problem, theta) * root.asDiagonal());
        const double added = decay * (1 + 0.9) / (1 - 0.9);  // decoupled decay, which the moment does not average
        EXPECT_NEAR(at.effective, exact + added, 2e-3 * exact) << id;
        EXPECT_GT(at.effective, 1.5 * at.hessian) << id << ": small denominators";
        if (std::string(id) == "adam") { EXPECT_NEAR(at.limit, 38, 1e-9) << "Cohen et al. 2022"; }
    }
}

TEST(Sharpness, IsOfTheWholeLossWhateverTheBatches) {
    const auto whole = tanh_network();
    auto batched = std::make_shared<TrainingProblem>(*whole);
    batched->batch = 5;
    batched->scalar = Scalar::floats;
    batched->architecture.layers.insert(batched->architecture.layers.begin() + 2, LayerSpec{.kind = LayerKind::dropout, .rate = 0.5});
    EXPECT_EQ(measured(whole, racer_with("sgd"), 0).hessian, measured(batched, racer_with("sgd"), 0).hessian);
}

TEST(Sharpness, NamesNoLimitThatIsNotKnown) {
    const auto problem = tanh_network();
    for (const char* id : {"lion", "muon", "shampoo"}) {
        const RacerSetup setup = racer_with(id);
        const Sharpness at = measured(problem, setup, 2);
        EXPECT_GT(at.hessian, 0) << id;
        EXPECT_TRUE(std::isnan(at.ratio())) << id;
        EXPECT_NE(sharpness_gap(setup), "") << id;
    }
    RacerSetup wrapped = racer_with("sgd");
    wrapped.wrapper = default_wrapper(*find_wrapper("sam"));
    EXPECT_TRUE(std::isnan(measured(problem, wrapped, 2).limit));
    EXPECT_NE(sharpness_gap(wrapped), "");
    EXPECT_EQ(sharpness_gap(racer_with("adam")), "");
}

TEST(Sharpness, FollowsTheSchedule) {
    RacerSetup setup = racer_with("sgd", {{"lr", 0.1}});
    const ScheduleSpec* cosine = find_schedule("cosine");
    setup.lr_schedule = {.spec = cosine};
    for (const Parameter& p : cosine->parameters) setup.lr_schedule.values.push_back(p.default_value);
    const auto problem = tanh_network();
    EXPECT_GT(measured(problem, setup, 30).largest(), measured(problem, setup, 0).largest());
    EXPECT_DOUBLE_EQ(measured(problem, setup, 0).largest(), 20);
}

TEST(Sharpness, IsTheSameBitsAgain) {
    const auto problem = tanh_network();
    const RacerSetup setup = racer_with("adam");
    const Sharpness once = measured(problem, setup, 5), twice = measured(problem, setup, 5);
    EXPECT_TRUE(test::same_bits(once.hessian, twice.hessian));
    EXPECT_TRUE(test::same_bits(once.effective, twice.effective));
}

TEST(Sharpness, GivesUpWhereAskedTo) {
    const TrainingArena arena{tanh_network(), 5, 100};
    std::stop_source stop;
    stop.request_stop();
    Learner learner(arena, racer_with("sgd"));
    EXPECT_FALSE(SharpnessMeter(arena, racer_with("sgd")).measure(learner, stop.get_token()));
}

// Cohen et al. 2021: with all examples in every update, sharpness rises until 2/α and then stays there, for any α.
TEST(Sharpness, OfGradientDescentRisesToTheEdgeAndStays) {
    const BuiltNetwork built = build_network(network_with({{depth, 2.0}, {width, 32.0}, {gain, 0.75}, {batch, 0.0}}, "curve"), 7);
    Training training;
    training.arrange({built.problem, 7, 1600}, {racer_with("sgd", {{"lr", 0.08}}), racer_with("sgd", {{"lr", 0.14}})});
    training.advance();
    for (std::size_t r = 0; r < training.size(); ++r) {
        SharpnessMeter meter(training.arena(), training.setup(r));
        const auto ratio = [&](int step) { return meter.measure(*training.learner_at(r, step))->ratio(); };
        EXPECT_LT(ratio(0), 0.8) << r;
        double sum = 0;
        int count = 0;
        for (int step = 1000; step <= 1600; step += 25, ++count) {
            const double at = ratio(step);
            EXPECT_NEAR(at, 1, 0.15) << r << ", step " << step;
            sum += at;
        }
        EXPECT_NEAR(sum / count, 1, 0.05) << r;
    }
}

}  // namespace
}  // namespace thalweg
