// What a regression minimises: the mean over the points of a loss ρ(z, y) of the prediction z and the target y, and a ridge penalty.
//
//   z = w·x + b for one feature, w₁·x₁ + w₂·x₂ for two
//   squared   (z − y)², no factor ½
//   logistic  −log p(y) with p(1) = σ(z), natural logarithm; targets are the labels 0 and 1
//   l1        |z − y|; the derivative is 0 where z = y
//   huber     ½(z − y)² up to |z − y| = δ, from there on δ·(|z − y| − ½δ): PyTorch's HuberLoss
//   ridge     λ·w², λ·(w₁² + w₂²) for two features: no factor ½, no mean, and the intercept b is not penalised. The gradient is
//             2λ·w, so weight_decay = 2λ of a rule that couples it (PyTorch's SGD) does the same to a weight.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/facts/parameter.hpp"
#include "core/problems/dataset.hpp"

namespace thalweg {

struct RegressionLoss {
    Loss kind = Loss::squared;
    double delta = 1;  // of huber
    double ridge = 0;  // λ
};

std::span<const std::string_view> loss_names();         // "squared", … in the order of Loss: as files write them
std::span<const Parameter> loss_parameters(Loss);       // the live ones: delta of huber, ridge of all
RegressionLoss regression_loss(Loss kind, std::span<const double> parameters);

// Any other loss than the square is a sum over all points wherever it is evaluated.
inline constexpr std::size_t max_summed_rows = 20'000;

// Why this loss cannot be taken of these points ("loss = logistic needs the labels 0 and 1; …"), or an empty text.
std::string complaint(Loss, const Dataset&);

}  // namespace thalweg
