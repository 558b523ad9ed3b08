// A line or a plane through points: the loss over its two weights. One feature: w·x + b, axes w and b. Two features: w1·x1 + w2·x2,
// no intercept. Which losses there are, and what is penalised: loss.hpp.
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "core/problems/minibatch.hpp"
#include "core/problems/pointwise.hpp"
#include "core/problems/problem.hpp"

namespace thalweg {
namespace {

// ‖Xw − y‖²/n through the QR factorisation of [X y]: the same value whatever the number of points, and without the
// cancellation that the normal equations bring near the minimum. A ridge penalty is one more point per weight: nλ·w² is (√(nλ)·w − 0)².
struct LeastSquares {
    double r11, r12, r22, z1, z2, residual, inverse_n;

    template <class T>
    T operator()(const T& w1, const T& w2) const {
        const T a = r11 * w1 + r12 * w2 - z1, b = r22 * w2 - z2;
        return (a * a + b * b + residual) * inverse_n;
    }
};

LeastSquares factorised(std::span<const Sighting> points, const Ridge& ridge) {
    const auto count = static_cast<Eigen::Index>(points.size());
    const Eigen::Index n = count + (ridge.a > 0) + (ridge.b > 0);
    Eigen::MatrixX3d columns(n, 3);
    for (Eigen::Index i = 0; i < count; ++i) {
        const Sighting& p = points[static_cast<std::size_t>(i)];
        columns.row(i) << p.a, p.b, p.y;
    }
    if (ridge.a > 0) columns.row(count) << std::sqrt(static_cast<double>(count) * ridge.a), 0, 0;
    if (ridge.b > 0) columns.row(count + 1) << 0, std::sqrt(static_cast<double>(count) * ridge.b), 0;
    const Eigen::HouseholderQR<Eigen::MatrixX3d> qr(columns);
    const auto& r = qr.matrixQR();
    const double rest = n > 2 ? r(2, 2) : 0.0;
    return {r(0, 0), r(0, 1), r(1, 1), r(0, 2), r(1, 2), rest * rest, 1 / static_cast<double>(count)};
}

std::vector<Sighting> sightings(const Dataset& data) {
    std::vector<Sighting> all(data.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto row = data.row(i);
        all[i] = {row[0], data.features == 1 ? 1.0 : row[1], row.back()};
    }
    return all;
}

// The same loss by the minibatch: `Whole` is the exact one over all points.
template <class Whole, class Rho>
class Minibatched final : public Whole {
public:
    Minibatched(Whole whole, std::vector<Sighting> points, Rho rho, Ridge ridge, int batch)
        : Whole(std::move(whole)), points_(std::move(points)), rho_(rho), ridge_(ridge), batch_(static_cast<std::uint32_t>(batch)) {}

    bool stochastic() const override { return true; }

    // Mean gradient over the points of this update's batch, and the whole penalty.
    void sample_gradients(std::span<const Point> theta, std::uint64_t seed, int step, std::span<Point> gradient) const override {
        using Number = Dual<double, double>;
        std::fill(gradient.begin(), gradient.end(), Point::Zero());
        const auto batch = minibatch(static_cast<std::uint32_t>(points_.size()), batch_, seed, step);
        for (const std::uint32_t i : batch) {
            const Sighting& p = points_[i];
            for (std::size_t r = 0; r < theta.size(); ++r) gradient[r] += rho_(Number(p.a * theta[r].x() + p.b * theta[r].y(), 1.0), p.y).d * Point(p.a, p.b);
        }
        for (std::size_t r = 0; r < theta.size(); ++r)
            gradient[r] = gradient[r] * (1.0 / static_cast<double>(batch.size())) + 2 * Point(ridge_.a * theta[r].x(), ridge_.b * theta[r].y());
    }

    double sample_loss(const Point& theta, std::uint64_t seed, int step) const override {
        double sum = 0;
        const auto batch = minibatch(static_cast<std::uint32_t>(points_.size()), batch_, seed, step);
        for (const std::uint32_t i : batch) sum += rho_(points_[i].a * theta.x() + points_[i].b * theta.y(), points_[i].y);
        return sum / static_cast<double>(batch.size()) + (ridge_.a * theta.x() * theta.x() + ridge_.b * theta.y() * theta.y());
    }

private:
    std::vector<Sighting> points_;
    Rho rho_;
    Ridge ridge_;
    std::uint32_t batch_;
};

template <class Whole, class Rho>
std::shared_ptr<const Objective> sampled(Whole whole, const std::vector<Sighting>& points, Rho rho, Ridge ridge, int batch) {
    if (batch <= 0 || static_cast<std::size_t>(batch) >= points.size()) return std::make_shared<const Whole>(std::move(whole));
    return std::make_shared<const Minibatched<Whole, Rho>>(std::move(whole), points, rho, ridge, batch);
}

struct Solved {
    std::shared_ptr<const Objective> objective;
    LowestPoint lowest;
};

Solved least_squares(const std::vector<Sighting>& points, const Ridge& ridge, int batch) {
    const LeastSquares f = factorised(points, ridge);
    Solved solved{sampled(Differentiable(f), points, SquaredLoss{}, ridge, batch), {}};
    // A single minimum, unless the columns are (nearly) proportional.
    const double scale = std::max(std::abs(f.r11), std::abs(f.r12));
    if (std::abs(f.r22) > 1e-12 * scale && std::abs(f.r11) > 1e-12 * scale) {
        const double w2 = f.z2 / f.r22, w1 = (f.z1 - f.r12 * w2) / f.r11;
        solved.lowest = {Point(w1, w2), f.residual * f.inverse_n};
    }
    return solved;
}

Solved solve(const std::vector<Sighting>& points, const RegressionLoss& loss, bool intercept, int batch) {
    const Ridge ridge(loss.ridge, intercept);
    const auto summed = [&](auto rho) { return Solved{sampled(Pointwise(points, rho, ridge), points, rho, ridge, batch), lowest_point(points, loss, intercept)}; };
    switch (loss.kind) {
        case Loss::squared: break;
        case Loss::logistic: return summed(LogisticLoss{});
        case Loss::l1: return summed(AbsoluteLoss{});
        case Loss::huber: return summed(HuberLoss{loss.delta});
    }
    return least_squares(points, ridge, batch);
}

std::string formula_of(const RegressionLoss& loss, bool line) {
    const std::string z = line ? "w·x + b" : "w₁·x₁ + w₂·x₂";
    std::string text;
    switch (loss.kind) {
        case Loss::squared: text = "mean (" + z + " − y)²"; break;
        case Loss::logistic: text = "mean −log p(y), p(1) = σ(" + z + ")"; break;
        case Loss::l1: text = "mean |" + z + " − y|"; break;
        case Loss::huber: text = "mean h(" + z + " − y)"; break;
    }
    if (loss.ridge > 0) text += line ? " + λ·w²" : " + λ·(w₁² + w₂²)";
    return text;
}

std::string shown_by(const RegressionLoss& loss, std::size_t points) {
    const std::string on = " on " + std::to_string(points) + " points: the contour is the loss over the two weights.";
    switch (loss.kind) {
        case Loss::squared: break;
        case Loss::logistic: return "Logistic regression" + on;
        case Loss::l1: return "Least absolute deviations" + on + " An outlier pulls no harder than its neighbours.";
        case Loss::huber: return "Huber's loss" + on + " Far points pull with a constant force.";
    }
    return "Least squares" + on;
}

}  // namespace

Problem regression_problem(std::shared_ptr<const Dataset> data, int batch, const RegressionLoss& loss) {
    const bool line = data->features == 1;
    Solved solved = solve(sightings(*data), loss, line, batch);
    Problem problem;
    problem.start = {-2, 2};
    problem.name = data->name;
    problem.formula = formula_of(loss, line);
    problem.shows = shown_by(loss, data->size());
    problem.axes = line ? std::array<std::string, 2>{"w", "b"} : std::array<std::string, 2>{"w₁", "w₂"};
    problem.minimum = solved.lowest.loss;
    if (solved.lowest.at) problem.minima = {*solved.lowest.at};
    const Point centre = solved.lowest.at.value_or(loss.kind == Loss::squared ? problem.start : Point(0, 0));
    const double half = std::max(1.25 * (centre - problem.start).cwiseAbs().maxCoeff(), loss.kind == Loss::logistic ? 6.0 : 1.0);
    problem.domain = {centre.x() - half, centre.x() + half, centre.y() - half, centre.y() + half};
    problem.objective = std::move(solved.objective);
    problem.data = std::move(data);
    problem.loss = loss;
    return problem;
}

}  // namespace thalweg
