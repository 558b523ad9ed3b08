// A plain recurrent cell, h_t = φ(W_x·x_t + W_h·h_{t−1} + b), h_0 = 0, unrolled over all time steps (Elman, 1990). The layer's input
// stacks x_1 … x_T; its output is h_T. The gradient that travels back through W_h at every step is where it vanishes or explodes
// (Pascanu, Mikolov & Bengio, 2013).
#pragma once

#include "core/networks/layers/pass.hpp"
#include "core/networks/product.hpp"

namespace thalweg {

struct Recurrent {
    // kept: z_1 … z_T, h_1 … h_T; after the backward pass also ∂loss/∂h_1 … ∂loss/∂h_T.
    static std::size_t z_at(const LayerSpec&, int t) { return static_cast<std::size_t>(t - 1); }
    static std::size_t h_at(const LayerSpec& l, int t) { return static_cast<std::size_t>(l.time_steps + t - 1); }
    static std::size_t d_at(const LayerSpec& l, int t) { return static_cast<std::size_t>(2 * l.time_steps + t - 1); }

    template <class S>
    static void forward(const LayerSpec& l, const S* p, const Matrix<S>& in, Matrix<S>& out, Kept<S>& kept) {
        const Eigen::Map<const Weights<S>> w_x(p, l.outputs, l.inputs), w_h(p + w_x.size(), l.outputs, l.outputs);
        const Eigen::Map<const Vector<S>> b(p + w_x.size() + w_h.size(), l.outputs);
        kept.at(d_at(l, l.time_steps));
        for (int t = 1; t <= l.time_steps; ++t) {
            Matrix<S>&z = kept.at(z_at(l, t)), &h = kept.at(h_at(l, t));
            set_product(z, w_x, in.middleRows((t - 1) * l.inputs, l.inputs));
            if (t > 1) add_product(z, w_h, kept[h_at(l, t - 1)]);
            z.colwise() += b;
            h.resize(z.rows(), z.cols());
            l.activation->code<S>().forward(l.parameter, z.data(), h.data(), z.size());
        }
        out = kept[h_at(l, l.time_steps)];
    }
    template <class S>
    static void backward(const LayerSpec& l, const S* p, const Matrix<S>& in, const Matrix<S>& d_out, Matrix<S>* d_in, S* d_p, Kept<S>& kept) {
        const Eigen::Map<const Weights<S>> w_x(p, l.outputs, l.inputs), w_h(p + w_x.size(), l.outputs, l.outputs);
        Eigen::Map<Weights<S>> d_w_x(d_p, l.outputs, l.inputs), d_w_h(d_p + w_x.size(), l.outputs, l.outputs);
        Eigen::Map<Vector<S>> d_b(d_p + w_x.size() + w_h.size(), l.outputs);
        d_w_x.setConstant(S(0));
        d_w_h.setConstant(S(0));
        d_b.setConstant(S(0));
        kept.at(d_at(l, l.time_steps)) = d_out;
        Matrix<S> d_z(d_out.rows(), d_out.cols());
        for (int t = l.time_steps; t >= 1; --t) {
            const Matrix<S>&z = kept[z_at(l, t)], &h = kept[h_at(l, t)], &d_h = kept[d_at(l, t)];
            l.activation->code<S>().backward(l.parameter, z.data(), h.data(), d_h.data(), d_z.data(), z.size());
            const auto x = in.middleRows((t - 1) * l.inputs, l.inputs);
            add_product(d_w_x, d_z, x.transpose());
            d_b += d_z.rowwise().sum();
            if (d_in) set_product(d_in->middleRows((t - 1) * l.inputs, l.inputs), w_x.transpose(), d_z);
            if (t == 1) continue;
            add_product(d_w_h, d_z, kept[h_at(l, t - 1)].transpose());
            set_product(kept.at(d_at(l, t - 1)), w_h.transpose(), d_z);
        }
    }
};

}  // namespace thalweg
