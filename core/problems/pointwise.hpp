// A regression's loss as the sum over its points that it is, for any scalar: racers or pixels side by side in lanes.
#pragma once

#include <cstring>
#include <vector>

#include "core/numerics/functions.hpp"
#include "core/problems/regression_minimum.hpp"

namespace thalweg {

// ρ of each loss, once; its derivatives along the prediction z come from dual numbers. At kinks their conventions hold: the slope
// of |z − y| is 0 at 0, the curvature of Huber's loss at |z − y| = δ is the mean of both sides.
struct SquaredLoss {
    template <class T>
    T operator()(const T& z, double y) const { return square(z - y); }
};
struct LogisticLoss {
    template <class T>
    T operator()(const T& z, double y) const { return softplus((1 - 2 * y) * z); }  // −log σ(z) for y = 1, −log(1 − σ(z)) for y = 0
};
struct AbsoluteLoss {
    template <class T>
    T operator()(const T& z, double y) const { return abs(z - y); }
};
struct HuberLoss {
    double delta;
    template <class T>
    T operator()(const T& z, double y) const {
        const T residual = z - y, clipped = max(min(residual, T(delta)), T(-delta));
        return clipped * (residual - 0.5 * clipped);
    }
};

// λ on each weight; the intercept has none.
struct Ridge {
    double a = 0, b = 0;
    Ridge(double lambda, bool intercept) : a(lambda), b(intercept ? 0 : lambda) {}
};

// Mean of ρ plus the penalty. Whatever the scalar, the same operations in the same order.
template <class Rho>
class Pointwise : public Objective {
public:
    Pointwise(std::vector<Sighting> points, Rho rho, Ridge ridge) : points_(std::move(points)), rho_(rho), ridge_(ridge), inverse_n_(1 / static_cast<double>(points_.size())) {}

    void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const override {
        for (std::size_t first = 0; first < theta.size(); first += native_lanes) {
            const std::size_t n = std::min<std::size_t>(native_lanes, theta.size() - first);
            Lanes w1, w2;
            for (std::size_t k = 0; k < native_lanes; ++k) {  // idle lanes repeat the first point
                const Point& p = theta[first + (k < n ? k : 0)];
                w1.lanes[k] = p.x();
                w2.lanes[k] = p.y();
            }
            using Number = Dual<Lanes, Lanes>;
            Number sum(0.0);  // the loss, and its slope along w1
            Lanes along_w2(0.0);
            for (const Sighting& p : points_) {
                const Number r = rho_(Number(w1 * p.a + w2 * p.b, 1.0), p.y);
                sum.v += r.v;
                sum.d += r.d * p.a;
                along_w2 += r.d * p.b;
            }
            const Lanes value = penalised(sum.v, w1, w2), x = sum.d * inverse_n_ + 2 * ridge_.a * w1, y = along_w2 * inverse_n_ + 2 * ridge_.b * w2;
            for (std::size_t k = 0; k < n; ++k) {
                const int lane = static_cast<int>(k);
                loss[first + k] = value[lane];
                gradient[first + k] = {x[lane], y[lane]};
            }
        }
    }

    Derivatives derivatives(const Point& w) const override {
        using First = Dual<double, double>;
        using Second = Dual<First, First>;
        Derivatives sum{0, Point::Zero(), Eigen::Matrix2d::Zero()};
        for (const Sighting& p : points_) {
            const Second r = rho_(Second(First(w.x() * p.a + w.y() * p.b, 1.0), First(1.0, 0.0)), p.y);
            const double slope = r.v.d, curvature = r.d.d;
            sum.loss += r.v.v;
            sum.gradient += slope * Point(p.a, p.b);
            sum.hessian(0, 0) += curvature * p.a * p.a;
            sum.hessian(0, 1) += curvature * p.a * p.b;
            sum.hessian(1, 1) += curvature * p.b * p.b;
        }
        sum.loss = penalised(sum.loss, w.x(), w.y());
        sum.gradient = sum.gradient * inverse_n_ + 2 * Point(ridge_.a * w.x(), ridge_.b * w.y());
        sum.hessian *= inverse_n_;
        sum.hessian(1, 0) = sum.hessian(0, 1);
        sum.hessian(0, 0) += 2 * ridge_.a;
        sum.hessian(1, 1) += 2 * ridge_.b;
        return sum;
    }

    void heights(std::span<const double> x, double y, std::span<double> loss) const override {
        constexpr std::size_t lanes = native_lanes;
        const Lanes w2 = y;
        for (std::size_t first = 0; first < x.size(); first += lanes) {
            const std::size_t bytes = std::min(lanes, x.size() - first) * sizeof(double);
            Lanes w1(0.0), sum(0.0);
            std::memcpy(&w1.lanes, &x[first], bytes);
            for (const Sighting& p : points_) sum += rho_(w1 * p.a + w2 * p.b, p.y);
            const Lanes value = penalised(sum, w1, w2);
            std::memcpy(&loss[first], &value.lanes, bytes);
        }
    }

private:
    template <class T>
    T penalised(const T& sum, const T& w1, const T& w2) const { return sum * inverse_n_ + (ridge_.a * w1 * w1 + ridge_.b * w2 * w2); }

    std::vector<Sighting> points_;
    Rho rho_;
    Ridge ridge_;
    double inverse_n_;
};

}  // namespace thalweg
