// The loss landscape of a network: planes through parameter space, what stands above them, and the loss upon them.
#include <Eigen/SVD>
#include <chrono>
#include <numeric>
#include <thread>

#include "core/training/landscape/loss_grid.hpp"
#include "core/training/landscape/principal_plane.hpp"
#include "core/training/landscape/projected_path.hpp"
#include "core/training/landscape/random_plane.hpp"
#include "core/training/landscape/weight_plane.hpp"
#include "network_support.hpp"

namespace thalweg {
namespace {

using test::network_with;
using test::racer_with;
using test::same_bits;
using enum NetworkKey;

Vector<double> random_vector(Eigen::Index size, std::uint32_t which) {
    Vector<double> x(size);
    for (Eigen::Index i = 0; i < size; ++i) x(i) = normal(draw(11, Stream::dataset_inputs, which, static_cast<std::uint32_t>(i)));
    return x;
}
std::span<const double> span_of(const Vector<double>& x) { return {x.data(), static_cast<std::size_t>(x.size())}; }

// Points in columns.
std::vector<std::span<const double>> spans_of(const Matrix<double>& points) {
    std::vector<std::span<const double>> spans;
    for (Eigen::Index i = 0; i < points.cols(); ++i) spans.emplace_back(points.col(i).data(), static_cast<std::size_t>(points.rows()));
    return spans;
}

// With minibatches, dropout and batch norm: all that the landscape has to decide about.
BuiltNetwork busy(const char* how = "double") {
    return build_network(network_with({{depth, 2.0}, {width, 6.0}, {NetworkKey::norm, "batch_norm"}, {dropout, 0.3}, {batch, 16.0}, {scalar, how}}, "circle"), 3);
}

TEST(PrincipalPlane, AgreesWithASingularValueDecomposition) {
    constexpr Eigen::Index size = 2500, count = 23;  // more coordinates than are looked at together
    Matrix<double> points(size, count);
    const Vector<double> x = random_vector(size, 1), y = random_vector(size, 2);
    for (Eigen::Index i = 0; i < count; ++i) points.col(i) = 5 * std::cos(0.3 * static_cast<double>(i)) * x + static_cast<double>(i) * 0.2 * y + random_vector(size, 100 + static_cast<std::uint32_t>(i));
    const auto found = principal_plane(spans_of(points));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->rank, 2);
    const Vector<double> mean = points.rowwise().mean();
    const Matrix<double> centred = points.colwise() - mean;
    const Eigen::BDCSVD<Matrix<double>> svd(centred, Eigen::ComputeThinU);
    EXPECT_LT((found->plane.origin - mean).norm(), 1e-12 * mean.norm());
    EXPECT_NEAR(std::abs(found->plane.u.dot(svd.matrixU().col(0))), 1, 1e-12);
    EXPECT_NEAR(std::abs(found->plane.v.dot(svd.matrixU().col(1))), 1, 1e-12);
    EXPECT_NEAR(found->plane.u.dot(found->plane.v), 0, 1e-12);
    const double whole = centred.squaredNorm();
    EXPECT_NEAR(found->share_u, svd.singularValues()(0) * svd.singularValues()(0) / whole, 1e-12);
    EXPECT_NEAR(found->share_v, svd.singularValues()(1) * svd.singularValues()(1) / whole, 1e-12);
    const Projection first = Projector(found->plane)(spans_of(points)[0]);
    EXPECT_LT(first.a, 0) << "runs begin on the left";
    EXPECT_GT(first.b, 0) << "and above";
}

TEST(PrincipalPlane, SaysHowManyDirectionsThereAre) {
    Matrix<double> points(40, 5);
    const Vector<double> direction = random_vector(40, 1);
    for (Eigen::Index i = 0; i < 5; ++i) points.col(i) = static_cast<double>(i) * direction;
    const auto line = principal_plane(spans_of(points));
    EXPECT_EQ(line->rank, 1);
    EXPECT_NEAR(line->share_u, 1, 1e-12);
    EXPECT_EQ(principal_plane(spans_of(points.leftCols(1)))->rank, 0);
    EXPECT_EQ(principal_plane({})->rank, 0);
    std::stop_source asked;
    asked.request_stop();
    EXPECT_FALSE(principal_plane(spans_of(points), asked.get_token()));
}

TEST(Projection, LeavesOverWhatIsOrthogonalToThePlane) {
    const Plane plane{random_vector(300, 1), random_vector(300, 2), random_vector(300, 2) + 0.3 * random_vector(300, 3)};  // far from orthogonal
    const Projector project(plane);
    const Vector<double> theta = random_vector(300, 4);
    const Projection p = project(span_of(theta));
    const Vector<double> left = theta - plane.at(p.a, p.b);
    EXPECT_NEAR(left.dot(plane.u), 0, 1e-10);
    EXPECT_NEAR(left.dot(plane.v), 0, 1e-10);
    EXPECT_DOUBLE_EQ(p.distance, left.norm());
    const Projection on = project(span_of(plane.at(0.7, -2.5)));
    EXPECT_NEAR(on.a, 0.7, 1e-12);
    EXPECT_NEAR(on.b, -2.5, 1e-12);
    EXPECT_LT(on.distance, 1e-12);
}

TEST(RandomPlane, HasFiltersAsLongAsThoseOfTheNetworkAndNoBiases) {
    const BuiltNetwork built = busy();
    const Architecture& architecture = built.problem->architecture;
    const Plane plane = random_plane(architecture, built.problem->start, 5);
    int filters = 0;
    for (const ParameterBlock& block : ParameterLayout(architecture).blocks)
        for (int row = 0; row < block.rows; ++row) {
            const Eigen::Index first = block.offset + static_cast<Eigen::Index>(row) * block.columns;
            for (const Vector<double>* direction : {&plane.u, &plane.v}) {
                const double length = direction->segment(first, block.columns).norm();
                if (block.decays) EXPECT_NEAR(length, built.problem->start.segment(first, block.columns).norm(), 1e-12) << block.name;
                else EXPECT_EQ(length, 0) << block.name;
            }
            filters += block.decays;
        }
    EXPECT_EQ(filters, 6 + 6 + 1);
    EXPECT_LT(std::abs(plane.u.dot(plane.v)), 0.8 * plane.u.norm() * plane.v.norm());
    EXPECT_EQ(random_plane(architecture, built.problem->start, 5).u, plane.u);
    EXPECT_NE(random_plane(architecture, built.problem->start, 6).u, plane.u);
    EXPECT_EQ(plane.origin, built.problem->start);
}

TEST(WeightPlane, NamesParametersAsFormulasDo) {
    const auto named = named_blocks(busy().problem->architecture);
    std::string symbols;
    for (const NamedBlock& block : named) symbols += block.symbol + ' ';
    EXPECT_EQ(symbols, "W1 b1 γ1 β1 W2 b2 γ2 β2 W3 b3 ");
    EXPECT_EQ(parameter_name(named, named[4].index(3, 1)), "W2[3,1]");
    EXPECT_EQ(parameter_name(named, named[1].index(0, 0)), "b1[0]");
    EXPECT_EQ(parameter_name(named, named.back().offset + named.back().size()), "");
    const Architecture cell{.inputs = 6, .layers = {{.kind = LayerKind::recurrent, .inputs = 2, .outputs = 4, .activation = find_activation("tanh"), .time_steps = 3}, test::linear(4, 1)}};
    symbols.clear();
    for (const NamedBlock& block : named_blocks(cell)) symbols += block.symbol + ' ';
    EXPECT_EQ(symbols, "W_x W_h b W2 b2 ");
}

TEST(WeightPlane, IsTheLossWithTwoParametersReplaced) {
    // Full batch, nothing random: the landscape must be what training descends, to the bit.
    const BuiltNetwork built = build_network(network_with({{depth, 2.0}, {width, 5.0}, {batch, 0.0}, {l2, 0.01}}, "circle"), 3);
    const Plane plane = weight_plane(built.problem->start, 7, 12);
    Landscape landscape(built.problem);
    EXPECT_EQ(landscape.examples(), built.problem->train->size());
    const auto engine = make_engine(built.problem);
    std::vector<std::uint32_t> all(static_cast<std::size_t>(built.problem->train->size()));
    std::iota(all.begin(), all.end(), 0U);
    int checked = 0;
    landscape.levels(plane, {-2, 3, -1, 1.5}, 0, [&](const LossGrid& grid) {
        for (int j = 0; j < grid.side; ++j)
            for (int i = 0; i < grid.side; ++i, ++checked) {
                Vector<double> theta = built.problem->start;
                theta(7) = grid.a(i);
                theta(12) = grid.b(j);
                std::vector<double> buffers = built.problem->buffers;
                EXPECT_TRUE(same_bits(grid.at(i, j), engine->loss(theta.data(), buffers.data(), all, {}))) << i << ", " << j;
            }
    });
    EXPECT_EQ(checked, 81);
}

TEST(LossGrid, IsTheQuadraticThatLeastSquaresIs) {
    // One linear layer under a mean squared error: the loss is ½·θᵀHθ + gᵀθ + c exactly, so on any plane a quadratic in (a, b) whose
    // coefficients follow from the design matrix.
    constexpr int features = 3, count = 40;
    auto examples = std::make_shared<Examples>();
    examples->inputs = Matrix<double>(features, count);
    for (int i = 0; i < count; ++i) examples->inputs.col(i) = random_vector(features, static_cast<std::uint32_t>(i));
    examples->targets = random_vector(count, 1000).transpose();
    auto problem = std::make_shared<TrainingProblem>();
    problem->architecture = {.inputs = features, .layers = {test::linear(features, 1)}, .loss = LossKind::mse};
    problem->start = random_vector(features + 1, 77);
    problem->train = examples;
    const Plane plane{problem->start, random_vector(features + 1, 78), random_vector(features + 1, 79)};

    Matrix<double> design(count, features + 1);
    design << examples->inputs.transpose(), Vector<double>::Ones(count);
    const Vector<double> left = design * plane.origin - examples->targets.transpose(), along_u = design * plane.u, along_v = design * plane.v;
    const auto exact = [&](double a, double b) {
        return (left.squaredNorm() + 2 * a * left.dot(along_u) + 2 * b * left.dot(along_v) + a * a * along_u.squaredNorm() + 2 * a * b * along_u.dot(along_v) + b * b * along_v.squaredNorm()) / count;
    };
    Landscape landscape(problem);
    bool came = false;
    landscape.levels(plane, {-3, 2, -1, 4}, 2, [&](const LossGrid& grid) {
        for (int j = 0; j < grid.side; ++j)
            for (int i = 0; i < grid.side; ++i) EXPECT_NEAR(grid.at(i, j), exact(grid.a(i), grid.b(j)), 1e-12 * exact(grid.a(i), grid.b(j)));
        came = true;
    });
    EXPECT_TRUE(came);
}

// Every level on its own, point by point.
TEST(LossGrid, HasTheSameBitsAtEveryLevelOnAnyNumberOfThreads) {
    for (const char* how : {"double", "float"}) {
        const BuiltNetwork built = busy(how);
        const Plane plane = random_plane(built.problem->architecture, built.problem->start, 1);
        const Box range{-1, 1.3, -0.7, 1};
        Landscape alone(built.problem);
        for (const int threads : {1, 2}) {
            Landscape landscape(built.problem);
            int side = 0;
            EXPECT_TRUE(landscape.levels(plane, range, 2, [&](const LossGrid& grid) {
                EXPECT_GT(grid.side, side);
                side = grid.side;
                for (int j = 0; j < side; ++j)
                    for (int i = 0; i < side; ++i) {
                        const Vector<double> row = plane.origin + grid.b(j) * plane.v;
                        ASSERT_TRUE(same_bits(grid.at(i, j), alone.loss(row + grid.a(i) * plane.u))) << how << ", " << threads << " threads, " << side << ": " << i << ", " << j;
                    }
            }, threads));
            EXPECT_EQ(side, 33);
        }
    }
}

TEST(LossGrid, KnowsNoDropoutAndNoRunningStatistics) {
    const BuiltNetwork built = busy();
    auto still = std::make_shared<TrainingProblem>(*built.problem);
    for (LayerSpec& l : still->architecture.layers) l.rate = 0;
    auto elsewhere = std::make_shared<TrainingProblem>(*still);
    for (double& x : elsewhere->buffers) x += 5;
    const double loss = Landscape(built.problem).loss(built.problem->start);
    EXPECT_TRUE(std::isfinite(loss));
    EXPECT_EQ(Landscape(still).loss(built.problem->start), loss);
    EXPECT_EQ(Landscape(elsewhere).loss(built.problem->start), loss);
    // A norm takes the scale of the weights before it away, all but the eps in its root.
    Vector<double> scaled = built.problem->start;
    scaled.segment(0, 12) *= 2;
    EXPECT_NEAR(Landscape(built.problem).loss(scaled), loss, 1e-4 * loss);
}

TEST(LossGrid, TakesFewerExamplesWhereAllWouldTakeTooLongAndAlwaysTheSameOnes) {
    const BuiltNetwork built = busy();
    Landscape few(built.problem, 6000), again(built.problem, 6000), all(built.problem);
    EXPECT_EQ(few.all_examples(), built.problem->train->size());
    EXPECT_EQ(few.examples(), 6000 / (2 * 6 + 6 * 6 + 6));
    EXPECT_EQ(all.examples(), built.problem->train->size());
    const Vector<double>& start = built.problem->start;
    EXPECT_EQ(few.loss(start), again.loss(start));
    EXPECT_NE(few.loss(start), all.loss(start));
    EXPECT_NEAR(few.loss(start), all.loss(start), 0.3 * all.loss(start));
}

TEST(LossGrid, StopsBetweenTwoPoints) {
    const BuiltNetwork built = build_network(network_with({{depth, 3.0}, {width, 64.0}, {batch, 0.0}}, "circle"), 3);
    Landscape landscape(built.problem);
    const Plane plane = random_plane(built.problem->architecture, built.problem->start, 1);
    std::stop_source asked;
    std::chrono::steady_clock::time_point when;
    std::jthread asker([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        when = std::chrono::steady_clock::now();
        asked.request_stop();
    });
    int levels = 0;
    EXPECT_FALSE(landscape.levels(plane, {-1, 1, -1, 1}, grid_levels - 1, [&](const LossGrid&) { ++levels; }, 2, asked.get_token()));
    const auto now = std::chrono::steady_clock::now();
    asker.join();
    EXPECT_LT(levels, grid_levels);
    EXPECT_LT(std::chrono::duration<double>(now - when).count(), 0.15) << "a point takes a few milliseconds at most";
}

TEST(ProjectedPath, OfTheKeyframesLiesOnTheReplayedOne) {
    Training training;
    training.arrange({busy().problem, 5, 300}, {racer_with("adam", {{"lr", 0.01}}), racer_with("sgd", {{"lr", 0.1}})});
    training.advance();
    std::vector<std::shared_ptr<const Keyframe>> kept;
    std::vector<std::span<const double>> rows;
    for (std::size_t r = 0; r < 2; ++r)
        for (auto& k : kept_points(training.history(r), 301)) rows.emplace_back(k->theta), kept.push_back(std::move(k));
    EXPECT_LE(kept.size(), 202u);
    EXPECT_GT(kept.size(), 100u);
    const Projector project(principal_plane(rows)->plane);
    const auto path = replayed_path(training, 0, 301, project);
    ASSERT_TRUE(path);
    ASSERT_EQ(path->size(), 301u);
    for (const auto& k : kept_points(training.history(0), 301)) {
        const Projection at = project(k->theta), there = path->at(k->step);
        EXPECT_TRUE(same_bits(at.a, there.a) && same_bits(at.b, there.b) && same_bits(at.distance, there.distance)) << k->step;
    }
    const Projection between = path->at(10.5);
    EXPECT_DOUBLE_EQ(between.a, 0.5 * (path->a[10] + path->a[11]));
    const auto coarse = replayed_path(training, 0, 301, project, {}, 50);
    EXPECT_EQ(coarse->size(), 44u);  // every 7th, and the last
    EXPECT_EQ(coarse->steps.back(), 300);
    EXPECT_EQ(coarse->a.back(), path->a.back());
    std::stop_source asked;
    asked.request_stop();
    EXPECT_FALSE(replayed_path(training, 0, 301, project, asked.get_token()));
}

}  // namespace
}  // namespace thalweg
