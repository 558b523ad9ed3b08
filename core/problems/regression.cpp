// Least squares: the loss is the mean of (prediction − y)² over the points (no factor ½), its two variables are the weights.
// One feature: w·x + b, axes w and b. Two features: w1·x1 + w2·x2, no intercept.
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "core/numerics/random.hpp"
#include "core/problems/problem.hpp"

namespace thalweg {
namespace {

// ‖Xw − y‖²/n through the QR factorisation of [X y]: the same value whatever the number of points, and without the
// cancellation that the normal equations bring near the minimum.
struct LeastSquares {
    double r11, r12, r22, z1, z2, residual, inverse_n;

    template <class T>
    T operator()(const T& w1, const T& w2) const {
        const T a = r11 * w1 + r12 * w2 - z1, b = r22 * w2 - z2;
        return (a * a + b * b + residual) * inverse_n;
    }
};

LeastSquares factorised(const Dataset& data) {
    const auto n = static_cast<Eigen::Index>(data.size());
    Eigen::MatrixX3d columns(n, 3);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto row = data.row(static_cast<std::size_t>(i));
        columns.row(i) << row[0], data.features == 1 ? 1.0 : row[1], row.back();
    }
    const Eigen::HouseholderQR<Eigen::MatrixX3d> qr(columns);
    const auto& r = qr.matrixQR();
    const double rest = n > 2 ? r(2, 2) : 0.0;
    return {r(0, 0), r(0, 1), r(1, 1), r(0, 2), r(1, 2), rest * rest, 1 / static_cast<double>(n)};
}

class Regression final : public Differentiable<LeastSquares> {
public:
    Regression(std::shared_ptr<const Dataset> data, int batch) : Differentiable(factorised(*data)), data_(std::move(data)), batch_(batch) {}

    bool stochastic() const override { return batch_ > 0 && static_cast<std::size_t>(batch_) < data_->size(); }

    // Mean gradient over the points of this update's batch. Every epoch passes through all points once, in a new order;
    // the last batch of an epoch may be smaller.
    void sample_gradients(std::span<const Point> theta, std::uint64_t seed, int step, std::span<Point> gradient) const override {
        std::fill(gradient.begin(), gradient.end(), Point::Zero());
        const std::uint32_t points = for_batch(seed, step, [&](const Point& inputs, double target) {
            for (std::size_t r = 0; r < theta.size(); ++r) gradient[r] += (inputs.dot(theta[r]) - target) * inputs;
        });
        for (Point& g : gradient) g *= 2.0 / points;
    }

    double sample_loss(const Point& theta, std::uint64_t seed, int step) const override {
        if (!stochastic()) return Differentiable::sample_loss(theta, seed, step);
        double sum = 0;
        const std::uint32_t points = for_batch(seed, step, [&](const Point& inputs, double target) { sum += (inputs.dot(theta) - target) * (inputs.dot(theta) - target); });
        return sum / points;
    }

    const LeastSquares& loss() const { return formula(); }

private:
    // Calls visit(inputs, target) for every point of the update's batch; returns how many there are.
    template <class Visit>
    std::uint32_t for_batch(std::uint64_t seed, int step, Visit&& visit) const {
        const auto n = static_cast<std::uint32_t>(data_->size()), batch = static_cast<std::uint32_t>(batch_);
        const std::uint32_t per_epoch = (n + batch - 1) / batch, update = static_cast<std::uint32_t>(step - 1);
        const std::uint32_t epoch = update / per_epoch, first = (update % per_epoch) * batch, last = std::min(first + batch, n);
        for (std::uint32_t k = first; k < last; ++k) {
            const auto row = data_->row(permuted(k, n, seed, epoch));
            visit(Point(row[0], data_->features == 1 ? 1.0 : row[1]), row.back());
        }
        return last - first;
    }

    std::shared_ptr<const Dataset> data_;
    int batch_;
};

}  // namespace

Problem regression_problem(std::shared_ptr<const Dataset> data, int batch) {
    auto objective = std::make_shared<const Regression>(data, batch);
    const LeastSquares f = objective->loss();
    Problem problem;
    problem.start = {-2, 2};
    problem.name = data->name;
    const bool line = data->features == 1;
    problem.formula = line ? "mean (w·x + b − y)²" : "mean (w₁·x₁ + w₂·x₂ − y)²";
    problem.shows = "Least squares on " + std::to_string(data->size()) + " points: the contour is the loss over the two weights.";
    problem.axes = line ? std::array<std::string, 2>{"w", "b"} : std::array<std::string, 2>{"w₁", "w₂"};

    // A single minimum, unless the columns are (nearly) proportional.
    const double scale = std::max(std::abs(f.r11), std::abs(f.r12));
    Point centre = problem.start;
    if (std::abs(f.r22) > 1e-12 * scale && std::abs(f.r11) > 1e-12 * scale) {
        const double w2 = f.z2 / f.r22, w1 = (f.z1 - f.r12 * w2) / f.r11;
        centre = {w1, w2};
        problem.minima = {centre};
        problem.minimum = f.residual * f.inverse_n;
    }
    const double half = std::max(1.25 * (centre - problem.start).cwiseAbs().maxCoeff(), 1.0);
    problem.domain = {centre.x() - half, centre.x() + half, centre.y() - half, centre.y() + half};
    problem.objective = std::move(objective);
    problem.data = std::move(data);
    return problem;
}

}  // namespace thalweg
