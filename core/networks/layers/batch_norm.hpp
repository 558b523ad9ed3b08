// Ioffe & Szegedy (2015), as PyTorch has it: each feature is brought to mean 0 and variance 1 over the batch (biased variance), then
// scaled by weight and shifted by bias. Evaluation takes the running statistics instead, whose variance is the unbiased one.
#pragma once

#include "core/networks/layers/pass.hpp"

namespace thalweg {

struct BatchNorm {
    // kept: the normalised input, and 1/σ of every feature.
    template <class S>
    static void forward(const LayerSpec& l, const S* p, double* running, const Pass& pass, const Matrix<S>& in, Matrix<S>& out, Kept<S>& kept) {
        const Eigen::Index features = in.rows(), n = in.cols();
        Matrix<S>&normal = kept.at(0), &scale = kept.at(1);
        normal.resize(features, n);
        scale.resize(features, 1);
        for (Eigen::Index f = 0; f < features; ++f) {
            S mean(static_cast<S>(running[f])), variance(static_cast<S>(running[features + f]));
            if (pass.training) {
                mean = S(0);
                variance = S(0);
                for (Eigen::Index i = 0; i < n; ++i) mean += in(f, i);
                mean = mean / S(static_cast<S>(static_cast<double>(n)));
                for (Eigen::Index i = 0; i < n; ++i) variance += (in(f, i) - mean) * (in(f, i) - mean);
                if (pass.remembers) {
                    const double unbiased = n > 1 ? plain(variance) / static_cast<double>(n - 1) : plain(variance);
                    running[f] += l.momentum * (plain(mean) - running[f]);
                    running[features + f] += l.momentum * (unbiased - running[features + f]);
                }
                variance = variance / S(static_cast<S>(static_cast<double>(n)));
            }
            using std::sqrt;
            const S one_over = S(1) / sqrt(variance + S(static_cast<S>(l.eps)));
            scale(f, 0) = one_over;
            for (Eigen::Index i = 0; i < n; ++i) {
                normal(f, i) = (in(f, i) - mean) * one_over;
                out(f, i) = normal(f, i) * p[f] + p[features + f];
            }
        }
    }
    template <class S>
    static void backward(const LayerSpec&, const S* p, const Pass& pass, const Matrix<S>& d_out, Matrix<S>* d_in, S* d_p, const Kept<S>& kept) {
        const Matrix<S>&normal = kept[0], &scale = kept[1];
        const Eigen::Index features = d_out.rows(), n = d_out.cols();
        const S share = S(1) / S(static_cast<S>(static_cast<double>(n)));
        for (Eigen::Index f = 0; f < features; ++f) {
            S along(0), total(0);
            for (Eigen::Index i = 0; i < n; ++i) {
                along += d_out(f, i) * normal(f, i);
                total += d_out(f, i);
            }
            d_p[f] = along;
            d_p[features + f] = total;
            if (!d_in) continue;
            const S factor = p[f] * scale(f, 0);
            for (Eigen::Index i = 0; i < n; ++i)
                (*d_in)(f, i) = pass.training ? S(factor * (d_out(f, i) - share * total - normal(f, i) * (share * along))) : S(factor * d_out(f, i));
        }
    }
};

}  // namespace thalweg
