// Backpropagation through a network: loss, gradient and, with tangents, Hessian times direction. Owns the numbers in between, so that
// a training step allocates nothing once it has seen its batch size.
#pragma once

#include "core/networks/layers/pass.hpp"
#include "core/networks/loss_function.hpp"

namespace thalweg {

template <class S>
class Network {
public:
    explicit Network(const Architecture& architecture);

    const Architecture& architecture() const { return architecture_; }
    const ParameterLayout& layout() const { return layout_; }

    // Outputs of the examples in the columns of `inputs`. `buffers` are the running statistics: read in evaluation, moved in training.
    const Matrix<S>& forward(const S* theta, double* buffers, const Matrix<S>& inputs, const Pass& pass);
    // The loss of the outputs of the latest forward pass.
    S loss(const S* theta, const BatchAnswers<S>& answers);
    // Loss and gradient, of layout().size() numbers.
    S gradient(const S* theta, double* buffers, const Matrix<S>& inputs, const BatchAnswers<S>& answers, const Pass& pass, S* gradient);

    const Matrix<S>& output() const { return outputs_.back(); }
    const Matrix<S>& output(std::size_t layer) const { return outputs_[layer]; }  // of the latest pass
    const Matrix<S>& delta(std::size_t layer) const { return deltas_[layer]; }    // ∂loss/∂output of a layer, of the latest gradient
    const Kept<S>& kept(std::size_t layer) const { return kept_[layer]; }

private:
    S decay(const S* theta, S* gradient) const;

    Architecture architecture_;
    ParameterLayout layout_;
    std::vector<Matrix<S>> outputs_, deltas_;
    std::vector<Kept<S>> kept_;
    Matrix<S> d_inputs_;
};

// Initial running statistics: mean 0, variance 1.
std::vector<double> initial_buffers(const Architecture& architecture);

}  // namespace thalweg
