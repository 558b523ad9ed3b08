// Norms of each example over its features. Layer norm: Ba, Kiros & Hinton (2016), biased variance, scaled by weight and shifted by
// bias. RMS norm: Zhang & Sennrich (2019), without mean and bias.
#pragma once

#include "core/networks/layers/pass.hpp"

namespace thalweg {

struct ExampleNorm {
    // kept: the normalised input, and 1/σ of every example.
    template <class S>
    static void forward(const LayerSpec& l, const S* p, const Matrix<S>& in, Matrix<S>& out, Kept<S>& kept) {
        const bool centred = l.kind == LayerKind::layer_norm;
        const Eigen::Index features = in.rows(), n = in.cols();
        const Eigen::Map<const Vector<S>> weight(p, features), bias(p + (centred ? features : 0), features);
        const S share = static_cast<S>(1 / static_cast<double>(features));
        Matrix<S>&normal = kept.at(0), &scale = kept.at(1);
        normal.resize(features, n);
        scale.resize(1, n);
        for (Eigen::Index i = 0; i < n; ++i) {
            auto example = normal.col(i);
            if (centred) example.array() = in.col(i).array() - in.col(i).sum() * share;
            else example = in.col(i);
            using std::sqrt;
            scale(0, i) = S(1) / sqrt(example.cwiseProduct(example).sum() * share + static_cast<S>(l.eps));
            example *= scale(0, i);
            if (centred) out.col(i) = example.cwiseProduct(weight) + bias;
            else out.col(i) = example.cwiseProduct(weight);
        }
    }
    template <class S>
    static void backward(const LayerSpec& l, const S* p, const Matrix<S>& d_out, Matrix<S>* d_in, S* d_p, const Kept<S>& kept) {
        const bool centred = l.kind == LayerKind::layer_norm;
        const Matrix<S>&normal = kept[0], &scale = kept[1];
        const Eigen::Index features = d_out.rows(), n = d_out.cols();
        const Eigen::Map<const Vector<S>> weight(p, features);
        Eigen::Map<Vector<S>> d_weight(d_p, features), d_bias(d_p + (centred ? features : 0), centred ? features : 0);
        d_weight.setConstant(S(0));
        d_bias.setConstant(S(0));
        const S share = static_cast<S>(1 / static_cast<double>(features));
        for (Eigen::Index i = 0; i < n; ++i) {
            d_weight += d_out.col(i).cwiseProduct(normal.col(i));
            if (centred) d_bias += d_out.col(i);
            if (!d_in) continue;
            auto d = d_in->col(i);
            d = d_out.col(i).cwiseProduct(weight);
            const S total = centred ? S(d.sum() * share) : S(0), along = d.cwiseProduct(normal.col(i)).sum() * share;
            d.array() = (d.array() - total - normal.col(i).array() * along) * scale(0, i);
        }
    }
};

}  // namespace thalweg
