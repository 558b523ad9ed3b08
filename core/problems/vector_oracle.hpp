// A problem of many parameters as a rule may ask it during one update: what Oracle is in the plane. All calls of one update see the
// same minibatch and the same noise, and gradients come clipped.
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

// How the numbers of θ lie in memory: tensor after tensor, then zeros up to whole Lanes.
struct VectorLayout {
    std::size_t padded;
    std::span<const Tensor> tensors;  // together they cover θ

    Eigen::Index size() const { return tensors.empty() ? 0 : tensors.back().offset + tensors.back().size(); }
};

struct VectorSample {
    double loss;
    const double* gradient;  // padded with zeros as θ is; valid until the next gradient is asked for
};

class VectorOracle {
public:
    virtual ~VectorOracle() = default;

    virtual VectorSample at(const double* theta) = 0;  // at the price of one evaluation
    const double* gradient(const double* theta) { return at(theta).gradient; }
    // The same where the update begins, by a rule that has not moved θ yet: it is spared looking whether it has.
    virtual VectorSample at_start(const double* theta) { return at(theta); }
    virtual double loss(const double* theta) = 0;
    // The exact product of the Hessian at θ with a direction. Counts as two evaluations.
    virtual void hessian_times(const double* theta, const double* direction, double* product) = 0;
    virtual const VectorLayout& layout() const = 0;
    virtual RandomBlock draw(std::uint32_t i) const = 0;  // random bits for a rule that draws
};

}  // namespace thalweg
