// What a network's output is worth, with the gradient. As PyTorch's losses with reduction "mean":
//   mse               mean over all numbers of (out − y)², without ½
//   bce_with_logits   mean of max(z, 0) − z·y + log(1 + e^−|z|): two classes, one output, y is 0 or 1
//   cross_entropy     mean over examples of −log softmax(z)[class]
#pragma once

#include "core/networks/architecture.hpp"

namespace thalweg {

// The answers of a batch: targets for mse and bce_with_logits, labels for cross_entropy.
template <class S>
struct BatchAnswers {
    Matrix<S> targets;
    std::vector<int> labels;
};

// Loss of the outputs; writes ∂loss/∂out, of the same shape.
template <class S>
S loss_of(LossKind kind, const Matrix<S>& out, const BatchAnswers<S>& answers, Matrix<S>& d_out);

// The share of examples that are told right: the larger output, or its sign. NaN for mse.
template <class S>
double accuracy_of(LossKind kind, const Matrix<S>& out, const BatchAnswers<S>& answers);

}  // namespace thalweg
