// out = W·in + b.
#pragma once

#include "core/networks/layers/pass.hpp"
#include "core/networks/product.hpp"

namespace thalweg {

struct Linear {
    template <class S>
    static void forward(const LayerSpec& l, const S* p, const Matrix<S>& in, Matrix<S>& out) {
        const Eigen::Map<const Weights<S>> w(p, l.outputs, l.inputs);
        const Eigen::Map<const Vector<S>> b(p + w.size(), l.outputs);
        set_product(out, w, in);
        out.colwise() += b;
    }
    // d_in is null where nobody asks for it.
    template <class S>
    static void backward(const LayerSpec& l, const S* p, const Matrix<S>& in, const Matrix<S>& d_out, Matrix<S>* d_in, S* d_p) {
        const Eigen::Map<const Weights<S>> w(p, l.outputs, l.inputs);
        Eigen::Map<Weights<S>> d_w(d_p, l.outputs, l.inputs);
        Eigen::Map<Vector<S>> d_b(d_p + w.size(), l.outputs);
        set_product(d_w, d_out, in.transpose());
        d_b = d_out.rowwise().sum();
        if (d_in) set_product(*d_in, w.transpose(), d_out);
    }
};

}  // namespace thalweg
