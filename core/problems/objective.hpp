// What a race minimises: a function of two variables with exact derivatives.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <span>

#include "core/numerics/pack.hpp"

namespace thalweg {

using Point = Eigen::Vector2d;  // θ = (x, y), or any vector in its plane

struct Derivatives {
    double loss;
    Point gradient;
    Eigen::Matrix2d hessian;  // symmetric
};

// Immutable and safe to call from several threads at once. Any input is allowed; values may come out infinite or NaN.
class Objective {
public:
    virtual ~Objective() = default;

    // Exact loss and gradient at every point of theta. The three spans have one length.
    virtual void evaluate(std::span<const Point> theta, std::span<Point> gradient, std::span<double> loss) const = 0;

    // The same at one point, in registers: for a racer that runs alone.
    virtual Pair gradient(Pair theta, double& loss) const;

    virtual Derivatives derivatives(const Point& theta) const = 0;

    // Loss at (x[i], y) for every i: one row of a height field. Bit for bit the loss of evaluate(). The two spans have one length.
    virtual void heights(std::span<const double> x, double y, std::span<double> loss) const = 0;

    // True when the gradient that a rule receives is a sample (a minibatch) and not the exact one.
    virtual bool stochastic() const { return false; }

    // The sampled gradients of update number `step` (1, 2, …); every racer gets the same sample.
    virtual void sample_gradients(std::span<const Point> theta, std::uint64_t seed, int step, std::span<Point> gradient) const;

    // The loss of that sample at one point.
    virtual double sample_loss(const Point& theta, std::uint64_t seed, int step) const;
};

}  // namespace thalweg
