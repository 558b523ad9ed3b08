#include "core/networks/network.hpp"

#include "core/networks/layers/batch_norm.hpp"
#include "core/networks/layers/dropout.hpp"
#include "core/networks/layers/example_norm.hpp"
#include "core/networks/layers/linear.hpp"
#include "core/networks/layers/recurrent.hpp"

namespace thalweg {

template <class S>
Network<S>::Network(const Architecture& architecture)
    : architecture_(architecture), layout_(architecture), outputs_(architecture.layers.size()), deltas_(architecture.layers.size()), kept_(architecture.layers.size()) {}

template <class S>
const Matrix<S>& Network<S>::forward(const S* theta, double* buffers, const Matrix<S>& inputs, const Pass& pass) {
    const Matrix<S>* in = &inputs;
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
        const LayerSpec& l = architecture_.layers[i];
        const S* p = theta + layout_.first[i];
        Matrix<S>& out = outputs_[i];
        out.resize(l.has_weights() ? l.outputs : in->rows(), in->cols());
        switch (l.kind) {
            case LayerKind::linear: Linear::forward(l, p, *in, out); break;
            case LayerKind::activation: l.activation->code<S>().forward(l.parameter, in->data(), out.data(), in->size()); break;
            case LayerKind::batch_norm: BatchNorm::forward(l, p, buffers + layout_.buffers[i], pass, *in, out, kept_[i]); break;
            case LayerKind::layer_norm:
            case LayerKind::rms_norm: ExampleNorm::forward(l, p, *in, out, kept_[i]); break;
            case LayerKind::dropout: Dropout::forward(l, i, pass, *in, out, kept_[i]); break;
            case LayerKind::recurrent: Recurrent::forward(l, p, *in, out, kept_[i]); break;
            case LayerKind::residual: {
                const auto from = static_cast<std::ptrdiff_t>(i) - l.span - 1;
                const Matrix<S>& start = from < 0 ? inputs : outputs_[static_cast<std::size_t>(from)];
                out = start + *in * static_cast<S>(l.scale);
                break;
            }
        }
        in = &out;
    }
    return outputs_.back();
}

// Adds ½·l2·‖W‖² to the loss, and its slope to the gradient where there is one.
template <class S>
S Network<S>::decay(const S* theta, S* gradient) const {
    S total(0);
    if (architecture_.l2 == 0) return total;
    const S l2 = static_cast<S>(architecture_.l2);
    for (const ParameterBlock& block : layout_.blocks) {
        if (!block.decays) continue;
        for (Eigen::Index i = block.offset; i < block.offset + block.size(); ++i) {
            total += theta[i] * theta[i];
            if (gradient) gradient[i] += l2 * theta[i];
        }
    }
    return S(static_cast<S>(0.5)) * l2 * total;
}

template <class S>
S Network<S>::loss(const S* theta, const BatchAnswers<S>& answers) {
    return loss_of(architecture_.loss, outputs_.back(), answers, deltas_.back()) + decay(theta, nullptr);
}

template <class S>
S Network<S>::gradient(const S* theta, double* buffers, const Matrix<S>& inputs, const BatchAnswers<S>& answers, const Pass& pass, S* gradient) {
    forward(theta, buffers, inputs, pass);
    for (std::size_t i = 0; i + 1 < outputs_.size(); ++i) deltas_[i].resize(outputs_[i].rows(), outputs_[i].cols());
    const S loss = loss_of(architecture_.loss, outputs_.back(), answers, deltas_.back());
    // A residual layer hands its gradient on twice; what goes to an earlier output waits here until that layer's turn.
    std::vector<std::pair<std::ptrdiff_t, std::size_t>> waiting;
    for (std::size_t i = outputs_.size(); i-- > 0;) {
        const LayerSpec& l = architecture_.layers[i];
        const S* p = theta + layout_.first[i];
        S* d_p = gradient + layout_.first[i];
        for (const auto& [to, from] : waiting)
            if (to == static_cast<std::ptrdiff_t>(i)) deltas_[i] += deltas_[from];
        const Matrix<S>& in = i ? outputs_[i - 1] : inputs;
        const Matrix<S>& d_out = deltas_[i];
        Matrix<S>* d_in = i ? &deltas_[i - 1] : nullptr;
        switch (l.kind) {
            case LayerKind::linear: Linear::backward(l, p, in, d_out, d_in, d_p); break;
            case LayerKind::activation:
                if (d_in) l.activation->code<S>().backward(l.parameter, in.data(), outputs_[i].data(), d_out.data(), d_in->data(), in.size());
                break;
            case LayerKind::batch_norm: BatchNorm::backward(l, p, pass, d_out, d_in, d_p, kept_[i]); break;
            case LayerKind::layer_norm:
            case LayerKind::rms_norm: ExampleNorm::backward(l, p, d_out, d_in, d_p, kept_[i]); break;
            case LayerKind::dropout: Dropout::backward(d_out, d_in, kept_[i]); break;
            case LayerKind::recurrent: Recurrent::backward(l, p, in, d_out, d_in, d_p, kept_[i]); break;
            case LayerKind::residual:
                if (d_in) *d_in = d_out * static_cast<S>(l.scale);
                waiting.emplace_back(static_cast<std::ptrdiff_t>(i) - l.span - 1, i);
                break;
        }
    }
    return loss + decay(theta, gradient);
}

std::vector<double> initial_buffers(const Architecture& architecture) {
    const ParameterLayout layout(architecture);
    std::vector<double> buffers(static_cast<std::size_t>(layout.buffer_size()), 0);
    for (std::size_t i = 0; i < architecture.layers.size(); ++i) {
        const auto middle = buffers.begin() + (layout.buffers[i] + layout.buffers[i + 1]) / 2, end = buffers.begin() + layout.buffers[i + 1];
        std::fill(middle, end, 1.0);
    }
    return buffers;
}

template class Network<double>;
template class Network<float>;
template class Network<Tangent>;

}  // namespace thalweg
