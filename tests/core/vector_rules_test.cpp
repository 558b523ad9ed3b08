// Optimizers on the parameters of a network: they do what they do in the plane; on matrices and layers, what their papers say.
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <functional>
#include <set>

#include "core/networks/network_choice.hpp"
#include "core/training/learner.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Names = std::set<std::string_view>;

std::vector<std::string> rules_for_networks() {
    std::vector<std::string> all;
    for (const OptimizerSpec& spec : optimizer_catalogue())
        if (spec.vector_rule.state_bytes) all.emplace_back(spec.id);
    return all;
}
std::string name_of(const testing::TestParamInfo<std::string>& info) { return info.param; }

template <class T>
using Aligned = std::vector<T, Eigen::aligned_allocator<T>>;
Aligned<double> padded(const VectorXd& v) {
    Aligned<double> numbers((static_cast<std::size_t>(v.size()) + native_lanes - 1) / native_lanes * native_lanes, 0.0);
    std::copy(v.begin(), v.end(), numbers.begin());
    return numbers;
}

// Anything with a gradient, as the parameters of a network.
struct TestOracle : VectorOracle {
    std::vector<Tensor> all;
    VectorLayout where;
    int t = 0;
    std::function<double(int t, const VectorXd& theta, VectorXd& gradient)> evaluate;
    std::function<VectorXd(const VectorXd& theta, const VectorXd& direction)> times;

    explicit TestOracle(std::vector<Tensor> tensors) : all(std::move(tensors)) {
        where = {0, all};
        where.padded = padded(VectorXd(where.size())).size();
    }
    VectorXd vector(const double* v) const { return Eigen::Map<const VectorXd>(v, where.size()); }

    VectorSample at(const double* theta) override {
        VectorXd g(where.size());
        const double loss = evaluate(t, vector(theta), g);
        gradient_ = padded(g);
        return {loss, gradient_.data()};
    }
    double loss(const double* theta) override {
        VectorXd g(where.size());
        return evaluate(t, vector(theta), g);
    }
    void hessian_times(const double* theta, const double* direction, double* product) override {
        const VectorXd Hd = times(vector(theta), vector(direction));
        std::copy(Hd.begin(), Hd.end(), product);
    }
    const VectorLayout& layout() const override { return where; }
    RandomBlock draw(std::uint32_t i) const override { return thalweg::draw(7, Stream::rule, static_cast<std::uint32_t>(t), i); }

private:
    Aligned<double> gradient_;
};

// A rule with its state, updated one by one.
struct Walker {
    const RacerSetup setup;
    TestOracle& oracle;
    Aligned<double> theta;
    Aligned<std::byte> state;

    Walker(const RacerSetup& s, TestOracle& o, const VectorXd& start) : setup(s), oracle(o), theta(padded(start)) {
        state.resize(rule().state_bytes(setup.hyper.data(), oracle.where));
        rule().begin(setup.hyper.data(), theta.data(), oracle.where, state.data());
    }
    const VectorRule& rule() const { return setup.optimizer->vector_rule; }
    VectorXd at() const { return oracle.vector(theta.data()); }
    VectorXd advance() {
        ++oracle.t;
        rule().update(setup.hyper.data(), oracle.t, oracle, theta.data(), state.data());
        return at();
    }
    VectorXd quantity(std::string_view id) const {
        Aligned<double> out(oracle.where.padded);
        const OptimizerSpec& spec = *setup.optimizer;
        std::size_t i = 0;
        for (const auto* list : {&spec.slots, &spec.derived})
            for (const Quantity& q : *list) {
                if (q.id == id) rule().read(setup.hyper.data(), oracle.where, state.data(), i, out.data());
                ++i;
            }
        return oracle.vector(out.data());
    }
};

// A gradient that is not asked where: one of each update.
TestOracle given_gradients(std::vector<Tensor> tensors, std::vector<VectorXd> gradients) {
    TestOracle oracle(std::move(tensors));
    oracle.evaluate = [gradients = std::move(gradients)](int t, const VectorXd&, VectorXd& g) { return g = gradients[static_cast<std::size_t>(t - 1)], 0.0; };
    return oracle;
}
VectorXd random_vector(Eigen::Index n, test::Numbers& numbers) {
    VectorXd v(n);
    for (double& x : v) x = numbers.between(-1, 1);
    return v;
}
MatrixXd matrix(const VectorXd& v, const Tensor& t) { return Eigen::Map<const Weights<double>>(v.data() + t.offset, t.rows, t.columns); }

TEST(VectorRules, EveryOptimizerTrainsNetworksOrSaysWhyNot) {
    for (const OptimizerSpec& spec : optimizer_catalogue()) {
        RacerSetup setup{.optimizer = &spec, .hyper = default_hyperparameters(spec)};
        EXPECT_NE(spec.vector_rule.state_bytes == nullptr, spec.plane_only.empty()) << spec.id;
        EXPECT_EQ(network_complaint(setup).empty(), spec.plane_only.empty()) << spec.id;
        EXPECT_NE(network_complaint(setup).find(spec.plane_only), std::string::npos) << network_complaint(setup);
    }
    EXPECT_NE(network_complaint(test::racer_with("bfgs"), 5000).find("at most 512 parameters"), std::string::npos);
    EXPECT_TRUE(network_complaint(test::racer_with("bfgs"), 512).empty());
    EXPECT_TRUE(network_complaint(test::racer_with("lbfgs"), 5'000'000).empty());
}

class InBoth : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(VectorRules, InBoth, testing::ValuesIn(rules_for_networks()), name_of);

// θ of the plane as the two parameters of a network: as a vector, or as a matrix of one row for rules that take the plane for that. Where a
// network estimates the diagonal of the Hessian the surface has no mixed derivative, and the estimate is exact; where it finds a Newton step
// by conjugate gradients the surface curves upwards.
TEST_P(InBoth, APairOfParametersMovesAsThePlaneDoes) {
    const std::string id = GetParam();
    const bool row = Names{"muon", "soap"}.contains(id), diagonal = Names{"adahessian", "sophia", "sophia_paper"}.contains(id);
    const bool newton = Names{"newton_damped", "levenberg_marquardt", "trust_region"}.contains(id);
    for (const std::string_view surface : diagonal ? std::vector<std::string_view>{"quadratic_ill", "styblinski_tang"} : newton ? std::vector<std::string_view>{"booth", "quadratic_rotated"} : std::vector<std::string_view>{"booth", "rosenbrock", "himmelblau"}) {
        const auto problem = test::problem_on(surface);
        const Objective& objective = *problem->objective;
        const Point start(-0.7, 0.9);
        RacerSetup setup = test::racer_with(id, {}, start);

        TestOracle oracle(row ? std::vector<Tensor>{{0, 1, 2}} : std::vector<Tensor>{{0, 2, 1}});
        oracle.evaluate = [&](int, const VectorXd& theta, VectorXd& g) {
            const Derivatives here = objective.derivatives({theta[0], theta[1]});
            g << here.gradient.x(), here.gradient.y();
            return here.loss;
        };
        oracle.times = [&](const VectorXd& theta, const VectorXd& d) -> VectorXd { return objective.derivatives({theta[0], theta[1]}).hessian * d; };
        Walker network(setup, oracle, VectorXd{{start.x(), start.y()}});

        // Decompositions and products of matrices round otherwise than those of 2 × 2, and a search may amplify it.
        const double tolerance = Names{"shampoo", "soap", "bfgs"}.contains(id) ? 1e-6 : 1e-12;
        const Rule& rule = setup.optimizer->rule;
        Aligned<std::byte> state(rule.state_bytes);
        Point plane = start;
        rule.begin(setup.hyper.data(), plane.data(), state.data());
        for (int t = 1; t <= 50; ++t) {
            const Noise noise{};
            const Clipping clipping{};
            Oracle asked(objective, 7, t, noise, Point::Zero(), clipping);
            if (rule.step) rule.step(setup.hyper.data(), t, Pair::load(asked.gradient(plane).data()), Pair::load(plane.data()), state.data()).store(plane.data());
            else rule.update(setup.hyper.data(), t, asked, plane.data(), state.data());
            const VectorXd theta = network.advance();
            if (!plane.allFinite()) {  // adam_misprint
                ASSERT_FALSE(theta.allFinite());
                break;
            }
            ASSERT_LE((theta - plane).norm(), tolerance * std::max(1.0, plane.norm())) << surface << " update " << t << ": " << theta.transpose() << " in a network, " << plane.transpose() << " in the plane";
        }
        EXPECT_GT((plane - start).norm(), 0) << "nothing moved";

        std::vector<Point> derived(setup.optimizer->derived.size() + 1);
        rule.derive(setup.hyper.data(), state.data(), reinterpret_cast<Pair*>(derived.data()));
        const auto compare = [&](const Quantity& quantity, const double* expected) {
            const VectorXd read = network.quantity(quantity.id);
            if (!plane.allFinite()) return;
            if (read.allFinite()) {
                EXPECT_LE((read - Point(expected[0], expected[1])).norm(), std::max(1e-9, 100 * tolerance) * std::max(1.0, Point(expected[0], expected[1]).norm())) << quantity.id;
            } else {
                EXPECT_TRUE(newton || quantity.shape == Shape::row || quantity.id == "factor" || quantity.id == "exchanged") << quantity.id << " is missing in networks";
            }
        };
        for (std::size_t i = 0; i < setup.optimizer->slots.size(); ++i) compare(setup.optimizer->slots[i], reinterpret_cast<const double*>(state.data() + rule.slots_offset) + 2 * i);
        for (std::size_t i = 0; i < setup.optimizer->derived.size(); ++i) compare(setup.optimizer->derived[i], derived[i].data());
    }
}

TEST(VectorRules, HutchinsonsEstimateIsSignsTimesTheProductWithThem) {
    MatrixXd H(5, 5);
    test::Numbers numbers(3);
    for (double& x : H.reshaped()) x = numbers.between(-1, 1);
    H = (H + H.transpose()).eval();
    TestOracle oracle({{0, 5, 1}});
    oracle.evaluate = [&](int, const VectorXd& theta, VectorXd& g) { return g = H * theta, 0.5 * theta.dot(g); };
    oracle.times = [&](const VectorXd&, const VectorXd& d) -> VectorXd { return H * d; };
    Walker adahessian(test::racer_with("adahessian"), oracle, VectorXd::Ones(5));
    adahessian.advance();
    const VectorXd v = adahessian.quantity("v");
    VectorXd z(5);
    for (Eigen::Index i = 0; i < 5; ++i) z[i] = draw(7, Stream::rule, 1, static_cast<std::uint32_t>(i / 4))[static_cast<std::size_t>(i % 4)] & 1 ? 1 : -1;
    EXPECT_LE((v - 0.001 * z.cwiseProduct(H * z).cwiseAbs2()).norm(), 1e-15);

    VectorXd mean = VectorXd::Zero(5);
    const int draws = 4000;
    for (int t = 1; t <= draws; ++t) {
        Walker sophia(test::racer_with("sophia_paper", {{"update_interval", 1}, {"beta2", 0}}), oracle, VectorXd::Ones(5));
        oracle.t = t - 1;
        sophia.advance();
        mean += sophia.quantity("hessian") / draws;
    }
    EXPECT_LE((mean - H.diagonal()).cwiseAbs().maxCoeff(), 0.1) << "the mean of the estimates is the diagonal";
}

TEST(Muon, BringsTheSingularValuesOfAStepNearOneAndKeepsItsDirections) {
    test::Numbers numbers(5);
    for (const auto& [rows, columns] : {std::pair{6, 6}, {4, 9}, {9, 4}, {1, 7}}) {
        const Tensor tensor{0, rows, columns};
        const VectorXd g = random_vector(tensor.size(), numbers), start = random_vector(tensor.size(), numbers);
        TestOracle oracle = given_gradients({tensor}, {g});
        const double lr = 0.02, scale = std::sqrt(std::max(1.0, static_cast<double>(rows) / columns));
        Walker muon(test::racer_with("muon", {{"lr", lr}}), oracle, start);
        const MatrixXd step = matrix(start - muon.advance(), tensor) / (lr * scale);
        const Eigen::JacobiSVD<MatrixXd> of_g(matrix(g, tensor), Eigen::ComputeThinU | Eigen::ComputeThinV);
        const MatrixXd within = of_g.matrixU().transpose() * step * of_g.matrixV();
        EXPECT_LE((within - MatrixXd(within.diagonal().asDiagonal())).norm(), 1e-10) << "the singular vectors stay";
        EXPECT_GE(within.diagonal().minCoeff(), 0.65) << rows << " × " << columns;
        EXPECT_LE(within.diagonal().maxCoeff(), 1.25) << rows << " × " << columns;
        // The same polynomial by itself, value by value.
        for (Eigen::Index i = 0; i < within.rows(); ++i) {
            double s = of_g.singularValues()[i] / g.norm();
            for (int k = 0; k < 5; ++k) s = 3.4445 * s - 4.7750 * std::pow(s, 3) + 2.0315 * std::pow(s, 5);
            EXPECT_NEAR(within(i, i), s, 1e-4);
        }
    }
}

TEST(Muon, StepsOfATallMatrixAreThoseOfTheWideOneLonger) {
    test::Numbers numbers(6);
    const Tensor tall{0, 8, 3}, wide{0, 3, 8};
    const VectorXd g = random_vector(24, numbers);
    const Weights<double> turned = matrix(g, tall).transpose();
    TestOracle first = given_gradients({tall}, {g}), second = given_gradients({wide}, {Eigen::Map<const VectorXd>(turned.data(), 24)});
    Walker a(test::racer_with("muon"), first, VectorXd::Zero(24)), b(test::racer_with("muon"), second, VectorXd::Zero(24));
    EXPECT_LE((matrix(a.advance(), tall) - std::sqrt(8.0 / 3) * matrix(b.advance(), wide).transpose()).norm(), 1e-14);
}

TEST(Muon, MovesVectorsAsAdamWDoes) {
    test::Numbers numbers(7);
    std::vector<VectorXd> gradients;
    for (int t = 0; t < 20; ++t) gradients.push_back(random_vector(12 + 5, numbers));
    const VectorXd start = random_vector(17, numbers);
    TestOracle oracle = given_gradients({{0, 4, 3}, {12, 5, 1}}, gradients), alone = given_gradients({{0, 17, 1}}, gradients);
    Walker muon(test::racer_with("muon", {{"lr", 0.1}, {"weight_decay", 0.3}}), oracle, start);
    Walker adamw(test::racer_with("adamw", {{"lr", 0.1 * 0.015}, {"beta1", 0.9}, {"beta2", 0.95}, {"eps", 1e-10}, {"weight_decay", 0.3}}), alone, start);
    for (int t = 0; t < 20; ++t) ASSERT_LE((muon.advance() - adamw.advance()).tail(5).norm(), 1e-13) << t;
}

MatrixXd power(const MatrixXd& m, double exponent) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(m);
    return eigen.eigenvectors() * eigen.eigenvalues().array().pow(exponent).matrix().asDiagonal() * eigen.eigenvectors().transpose();
}

TEST(Shampoo, StandsBetweenTheFourthRootsOfAMatrixAndBehindTheSquareRootOfAVector) {
    test::Numbers numbers(8);
    const Tensor W{0, 5, 3}, bias{15, 4, 1}, last{19, 1, 6};
    std::vector<VectorXd> gradients;
    for (int t = 0; t < 20; ++t) gradients.push_back(random_vector(25, numbers));
    TestOracle oracle = given_gradients({W, bias, last}, gradients);
    VectorXd theta = random_vector(25, numbers);
    Walker shampoo(test::racer_with("shampoo", {{"lr", 0.2}, {"eps", 1e-2}}), oracle, theta);
    MatrixXd L = 1e-2 * MatrixXd::Identity(5, 5), R = 1e-2 * MatrixXd::Identity(3, 3), M = 1e-2 * MatrixXd::Identity(4, 4), N = 1e-2 * MatrixXd::Identity(6, 6);
    for (const VectorXd& g : gradients) {
        const MatrixXd G = matrix(g, W);
        const VectorXd b = g.segment(15, 4), l = g.tail(6);
        L += G * G.transpose();
        R += G.transpose() * G;
        M += b * b.transpose();
        N += l * l.transpose();
        const Weights<double> step = power(L, -0.25) * G * power(R, -0.25);
        theta.head(15) -= 0.2 * Eigen::Map<const VectorXd>(step.data(), 15);
        theta.segment(15, 4) -= 0.2 * power(M, -0.5) * b;
        theta.tail(6) -= 0.2 * power(N, -0.5) * l;
        ASSERT_LE((shampoo.advance() - theta).norm(), 1e-10);
    }
}

TEST(Shampoo, CutsALongSideIntoBlocksThatDoNotKnowEachOther) {
    test::Numbers numbers(9);
    const Tensor whole{0, 2, 200}, half{0, 2, 100};
    const VectorXd g = random_vector(400, numbers);
    TestOracle oracle = given_gradients({whole}, {g});
    Walker shampoo(test::racer_with("shampoo"), oracle, VectorXd::Zero(400));
    const MatrixXd moved = matrix(shampoo.advance(), whole);
    for (const int i : {0, 1}) {
        const Weights<double> part = matrix(g, whole).middleCols(100 * i, 100);
        TestOracle alone = given_gradients({half}, {Eigen::Map<const VectorXd>(part.data(), 200)});
        Walker one(test::racer_with("shampoo"), alone, VectorXd::Zero(200));
        EXPECT_EQ(matrix(one.advance(), half), moved.middleCols(100 * i, 100)) << i;
    }
}

// The authors' loop, one matrix and one vector, with dense matrices.
TEST(Soap, IsAdamBetweenTheEigenbasesOfBothSides) {
    test::Numbers numbers(10);
    const Tensor W{0, 4, 3}, bias{12, 5, 1};
    std::vector<VectorXd> gradients;
    for (int t = 0; t < 40; ++t) gradients.push_back(random_vector(17, numbers));
    TestOracle oracle = given_gradients({W, bias}, gradients);
    const VectorXd start = random_vector(17, numbers);
    const double lr = 0.01, beta1 = 0.9, beta2 = 0.8, eps = 1e-8, decay = 0.1;
    const int frequency = 5;
    Walker soap(test::racer_with("soap", {{"lr", lr}, {"beta1", beta1}, {"beta2", beta2}, {"eps", eps}, {"weight_decay", decay}, {"frequency", frequency}}), oracle, start);
    MatrixXd theta = matrix(start, W), L = MatrixXd::Zero(4, 4), R = MatrixXd::Zero(3, 3), QL, QR, m = MatrixXd::Zero(4, 3), v = m;
    VectorXd vector = start.tail(5), vm = VectorXd::Zero(5), vv = vm;
    const auto follow = [](const MatrixXd& side, MatrixXd& Q) {
        const VectorXd estimate = (Q.transpose() * side * Q).diagonal();
        std::vector<int> order(static_cast<std::size_t>(Q.cols()));
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
        std::stable_sort(order.begin(), order.end(), [&](int i, int j) { return estimate[i] > estimate[j]; });
        Q = MatrixXd(Q(Eigen::all, order));
        Q = MatrixXd(Eigen::HouseholderQR<MatrixXd>(side * Q).householderQ());
        return order;
    };
    for (int t = 1; t <= 40; ++t) {
        const VectorXd& g = gradients[static_cast<std::size_t>(t - 1)];
        const MatrixXd G = matrix(g, W);
        if (t > 1) {
            const double c1 = 1 - std::pow(beta1, t - 1), c2 = std::sqrt(1 - std::pow(beta2, t - 1));
            m = beta1 * m + (1 - beta1) * G;
            v = beta2 * v + (1 - beta2) * (QL.transpose() * G * QR).cwiseAbs2();
            const MatrixXd scaled = (QL.transpose() * m * QR).array() / (v.array().sqrt() + eps) * (c2 / c1);
            theta -= lr * QL * scaled * QR.transpose();
            theta *= 1 - lr * decay;
            vm = beta1 * vm + (1 - beta1) * g.tail(5);
            vv = beta2 * vv + (1 - beta2) * g.tail(5).cwiseAbs2();
            vector -= (lr * c2 / c1) * vm.cwiseQuotient((vv.cwiseSqrt().array() + eps).matrix());
            vector *= 1 - lr * decay;
        }
        L = beta2 * L + (1 - beta2) * G * G.transpose();
        R = beta2 * R + (1 - beta2) * G.transpose() * G;
        if (t == 1) {
            QL = Eigen::SelfAdjointEigenSolver<MatrixXd>(L).eigenvectors().rowwise().reverse();
            QR = Eigen::SelfAdjointEigenSolver<MatrixXd>(R).eigenvectors().rowwise().reverse();
        } else if ((t - 1) % frequency == 0) {
            const auto rows = follow(L, QL);
            v = MatrixXd(v(rows, Eigen::all));
            const auto columns = follow(R, QR);
            v = MatrixXd(v(Eigen::all, columns));
        }
        const VectorXd at = soap.advance();
        ASSERT_LE((matrix(at, W) - theta).norm(), 1e-10) << t;
        ASSERT_LE((at.tail(5) - vector).norm(), 1e-12) << t;
    }
}

TEST(LayerwiseRates, TreatEveryTensorAsIfItWereAlone) {
    test::Numbers numbers(11);
    const Tensor W{0, 4, 3}, bias{12, 5, 1};
    std::vector<VectorXd> gradients, of_matrix, of_bias;
    for (int t = 0; t < 30; ++t) {
        gradients.push_back(random_vector(17, numbers));
        of_matrix.push_back(gradients.back().head(12));
        of_bias.push_back(gradients.back().tail(5));
    }
    const VectorXd start = random_vector(17, numbers);
    for (const char* id : {"lamb", "lars"}) {
        const RacerSetup setup = test::racer_with(id, {{"weight_decay", 0.1}});
        TestOracle both = given_gradients({W, bias}, gradients), first = given_gradients({W}, of_matrix), second = given_gradients({{0, 5, 1}}, of_bias);
        Walker all(setup, both, start), one(setup, first, start.head(12)), other(setup, second, start.tail(5));
        for (int t = 0; t < 30; ++t) {
            VectorXd apart(17);
            apart << one.advance(), other.advance();
            ASSERT_LE((all.advance() - apart).norm(), 1e-14) << id << " " << t;
        }
        const VectorXd trust = all.quantity("trust");
        EXPECT_EQ(trust[0], trust[11]);
        EXPECT_NE(trust[0], trust[12]);
    }
}

std::shared_ptr<const TrainingProblem> exclusive_or() {
    NetworkChoice choice;
    choice.at(NetworkKey::depth) = 1;
    choice.at(NetworkKey::width) = 8;
    choice.at(NetworkKey::batch) = 0;
    for (const ExamplesSpec& spec : examples_catalogue())
        if (spec.id == "xor") choice.examples = default_examples(spec);
    EXPECT_EQ(complaint(choice), "");
    return build_network(choice, 1).problem;
}

class OnANetwork : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(VectorRules, OnANetwork, testing::ValuesIn(rules_for_networks()), name_of);

TEST_P(OnANetwork, LearnsExclusiveOr) {
    const auto problem = exclusive_or();
    ASSERT_EQ(problem->start.size(), 2 * 8 + 8 + 8 + 1);
    RacerSetup setup = test::racer_with(GetParam());
    if (GetParam() == "newton_damped") setup.hyper[1] = 1;  // without damping it has no safeguard
    Learner learner({problem, 3, 200}, setup);
    const double before = learner.loss();
    for (int k = 0; k < 200; ++k) ASSERT_TRUE(learner.advance()) << "left the plane of numbers in update " << k + 1;
    EXPECT_LT(learner.loss(), before);
    for (const double x : learner.theta()) ASSERT_TRUE(std::isfinite(x));
}

TEST_P(OnANetwork, GoesOnFromWhatWasSavedBitForBit) {
    auto batched = std::make_shared<TrainingProblem>(*exclusive_or());
    batched->batch = 32;
    const TrainingArena arena{batched, 3, 40};
    const RacerSetup setup = test::racer_with(GetParam());
    Learner learner(arena, setup), other(arena, setup);
    for (int k = 0; k < 17; ++k) ASSERT_TRUE(learner.advance());
    const std::vector<std::byte> state = learner.save();
    const std::vector<double> theta(learner.theta().begin(), learner.theta().end()), buffers = learner.buffers();
    for (int k = 0; k < 3; ++k) other.advance();  // somewhere else
    other.restore(17, theta, buffers, state);
    for (int k = 17; k < 40; ++k) {
        ASSERT_EQ(learner.advance(), other.advance());
        for (std::size_t i = 0; i < theta.size(); ++i) ASSERT_TRUE(test::same_bits(learner.theta()[i], other.theta()[i])) << "update " << k + 1;
    }
    EXPECT_EQ(learner.evaluations(), other.evaluations());
}

}  // namespace
}  // namespace thalweg
