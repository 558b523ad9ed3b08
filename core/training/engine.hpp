// The passes through a network for one racer, whatever the scalar is that they compute in. Parameters and gradients are doubles.
#pragma once

#include <memory>

#include "core/training/flow.hpp"
#include "core/networks/training_problem.hpp"
#include "core/networks/layers/pass.hpp"

namespace thalweg {

struct Metrics {
    double loss, accuracy;  // accuracy is NaN for a regression
};

class Engine {
public:
    virtual ~Engine() = default;

    // Loss and gradient on the training examples with these numbers.
    virtual double gradient(const double* theta, double* buffers, std::span<const std::uint32_t> chosen, const Pass& pass, double* gradient) = 0;
    virtual double loss(const double* theta, double* buffers, std::span<const std::uint32_t> chosen, const Pass& pass) = 0;
    // The exact product of the Hessian of that loss with a direction; always in doubles.
    virtual void hessian_times(const double* theta, const double* buffers, std::span<const std::uint32_t> chosen, const Pass& pass, const double* direction, double* product) = 0;
    // Fills everything of a sample but `update`, from the latest gradient.
    virtual void measure(const double* theta, const double* gradient, std::span<const FlowRow> rows, FlowSample& sample) = 0;
    // In evaluation mode, over a whole set.
    virtual Metrics metrics(const double* theta, const double* buffers, const Examples& examples) = 0;
    virtual Matrix<double> outputs(const double* theta, const double* buffers, const Matrix<double>& inputs) = 0;
    // Likewise what leaves the units of every row, behind norm and activation: units × examples.
    virtual std::vector<Matrix<double>> unit_outputs(const double* theta, const double* buffers, const Matrix<double>& inputs, std::span<const FlowRow> rows) = 0;
};

std::unique_ptr<Engine> make_engine(std::shared_ptr<const TrainingProblem> problem);

}  // namespace thalweg
