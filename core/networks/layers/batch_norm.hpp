// Ioffe & Szegedy (2015), as PyTorch has it: each feature is brought to mean 0 and variance 1 over the batch (biased variance), then
// scaled by weight and shifted by bias. Evaluation takes the running statistics instead, whose variance is the unbiased one.
#pragma once

#include "core/networks/layers/pass.hpp"

namespace thalweg {

struct BatchNorm {
    // kept: the normalised input, 1/σ of every feature, and mean and variance on the way there. Columns are taken one after another,
    // all features of one together.
    template <class S>
    static void forward(const LayerSpec& l, const S* p, double* running, const Pass& pass, const Matrix<S>& in, Matrix<S>& out, Kept<S>& kept) {
        const Eigen::Index features = in.rows(), n = in.cols();
        const Eigen::Map<const Vector<S>> weight(p, features), bias(p + features, features);
        Matrix<S>&normal = kept.at(0), &scale = kept.at(1), &mean = kept.at(2), &variance = kept.at(3);
        normal.resize(features, n);
        scale.resize(features, 1);
        mean.setConstant(features, 1, S(0));
        variance.setConstant(features, 1, S(0));
        if (pass.training) {
            const S share = static_cast<S>(1 / static_cast<double>(n));
            for (Eigen::Index i = 0; i < n; ++i) mean += in.col(i);
            mean *= share;
            for (Eigen::Index i = 0; i < n; ++i) {
                normal.col(i) = in.col(i) - mean;
                variance += normal.col(i).cwiseProduct(normal.col(i));
            }
            if (pass.remembers)
                for (Eigen::Index f = 0; f < features; ++f) {
                    const double unbiased = n > 1 ? plain(variance(f, 0)) / static_cast<double>(n - 1) : plain(variance(f, 0));
                    running[f] += l.momentum * (plain(mean(f, 0)) - running[f]);
                    running[features + f] += l.momentum * (unbiased - running[features + f]);
                }
            variance *= share;
        } else {
            for (Eigen::Index f = 0; f < features; ++f) {
                mean(f, 0) = static_cast<S>(running[f]);
                variance(f, 0) = static_cast<S>(running[features + f]);
            }
            for (Eigen::Index i = 0; i < n; ++i) normal.col(i) = in.col(i) - mean;
        }
        for (Eigen::Index f = 0; f < features; ++f) {
            using std::sqrt;
            scale(f, 0) = S(1) / sqrt(variance(f, 0) + static_cast<S>(l.eps));
        }
        for (Eigen::Index i = 0; i < n; ++i) {
            normal.col(i) = normal.col(i).cwiseProduct(scale);
            out.col(i) = normal.col(i).cwiseProduct(weight) + bias;
        }
    }
    template <class S>
    static void backward(const LayerSpec&, const S* p, const Pass& pass, const Matrix<S>& d_out, Matrix<S>* d_in, S* d_p, const Kept<S>& kept) {
        const Matrix<S>&normal = kept[0], &scale = kept[1];
        const Eigen::Index features = d_out.rows(), n = d_out.cols();
        const Eigen::Map<const Vector<S>> weight(p, features);
        Eigen::Map<Vector<S>> along(d_p, features), total(d_p + features, features);
        along.setConstant(S(0));
        total.setConstant(S(0));
        for (Eigen::Index i = 0; i < n; ++i) {
            along += d_out.col(i).cwiseProduct(normal.col(i));
            total += d_out.col(i);
        }
        if (!d_in) return;
        const S share = static_cast<S>(pass.training ? 1 / static_cast<double>(n) : 0);  // running statistics do not depend on the input
        for (Eigen::Index i = 0; i < n; ++i)
            d_in->col(i) = weight.cwiseProduct(scale).cwiseProduct(d_out.col(i) - total * share - normal.col(i).cwiseProduct(along) * share);
    }
};

}  // namespace thalweg
