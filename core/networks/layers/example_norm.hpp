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
        const S share = S(1) / S(static_cast<S>(static_cast<double>(features)));
        Matrix<S>&normal = kept.at(0), &scale = kept.at(1);
        normal.resize(features, n);
        scale.resize(1, n);
        for (Eigen::Index i = 0; i < n; ++i) {
            S mean(0), variance(0);
            if (centred) {
                for (Eigen::Index f = 0; f < features; ++f) mean += in(f, i);
                mean = mean * share;
            }
            for (Eigen::Index f = 0; f < features; ++f) variance += (in(f, i) - mean) * (in(f, i) - mean);
            using std::sqrt;
            const S one_over = S(1) / sqrt(variance * share + S(static_cast<S>(l.eps)));
            scale(0, i) = one_over;
            for (Eigen::Index f = 0; f < features; ++f) {
                normal(f, i) = (in(f, i) - mean) * one_over;
                out(f, i) = normal(f, i) * p[f];
                if (centred) out(f, i) += p[features + f];
            }
        }
    }
    template <class S>
    static void backward(const LayerSpec& l, const S* p, const Matrix<S>& d_out, Matrix<S>* d_in, S* d_p, const Kept<S>& kept) {
        const bool centred = l.kind == LayerKind::layer_norm;
        const Matrix<S>&normal = kept[0], &scale = kept[1];
        const Eigen::Index features = d_out.rows(), n = d_out.cols();
        const S share = S(1) / S(static_cast<S>(static_cast<double>(features)));
        for (Eigen::Index f = 0; f < features; ++f) {
            S along(0), total(0);
            for (Eigen::Index i = 0; i < n; ++i) {
                along += d_out(f, i) * normal(f, i);
                total += d_out(f, i);
            }
            d_p[f] = along;
            if (centred) d_p[features + f] = total;
        }
        if (!d_in) return;
        for (Eigen::Index i = 0; i < n; ++i) {
            S along(0), total(0);
            for (Eigen::Index f = 0; f < features; ++f) {
                const S d = d_out(f, i) * p[f];
                along += d * normal(f, i);
                if (centred) total += d;
            }
            for (Eigen::Index f = 0; f < features; ++f) (*d_in)(f, i) = scale(0, i) * (d_out(f, i) * p[f] - share * total - normal(f, i) * (share * along));
        }
    }
};

}  // namespace thalweg
