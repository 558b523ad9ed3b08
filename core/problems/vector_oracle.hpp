// A problem of many parameters as a rule may ask it during one update: what Oracle is in the plane. All calls of one update see the
// same minibatch, and gradients come clipped.
#pragma once

#include <Eigen/Core>
#include <span>

#include "core/numerics/random.hpp"

namespace thalweg {

// A tensor within θ: a matrix in row-major order, or a vector (columns = 1). Rules for matrices and layer-wise rates go by it.
struct Tensor {
    Eigen::Index offset;
    int rows, columns;

    Eigen::Index size() const { return static_cast<Eigen::Index>(rows) * columns; }
};

class VectorOracle {
public:
    virtual ~VectorOracle() = default;

    // Of so many numbers, padded with zeros to whole Lanes. Valid until the next call.
    virtual const double* gradient(const double* theta) = 0;
    virtual double loss(const double* theta) = 0;
    // The exact product of the Hessian at θ with a direction. Counts as two evaluations.
    virtual void hessian_times(const double* theta, const double* direction, double* product) = 0;
    virtual std::span<const Tensor> tensors() const = 0;  // together they cover θ
    virtual RandomBlock draw(std::uint32_t i) const = 0;  // random bits for a rule that draws
};

}  // namespace thalweg
