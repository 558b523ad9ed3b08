// Srivastava et al. (2014), inverted as everywhere today: in training a feature is dropped with probability `rate`, and the others are
// scaled by 1/(1 − rate). Which are dropped depends on seed, update, layer, feature and example alone.
#pragma once

#include "core/networks/layers/pass.hpp"
#include "core/numerics/random.hpp"

namespace thalweg {

struct Dropout {
    // kept: the factor of every number.
    template <class S>
    static void forward(const LayerSpec& l, std::size_t layer, const Pass& pass, const Matrix<S>& in, Matrix<S>& out, Kept<S>& kept) {
        Matrix<S>& factor = kept.at(0);
        factor.setConstant(in.rows(), in.cols(), S(1));
        if (pass.training && pass.drops && l.rate > 0) {
            const S scale = static_cast<S>(1 / (1 - l.rate));
            const std::uint64_t seed = pass.seed + 0x9E3779B97F4A7C15 * (layer + 1);
            for (Eigen::Index i = 0; i < factor.size(); ++i)
                factor.data()[i] = uniform(draw(seed, Stream::dropout, pass.step, static_cast<std::uint32_t>(i))) < l.rate ? S(0) : scale;
        }
        out = in.cwiseProduct(factor);
    }
    template <class S>
    static void backward(const Matrix<S>& d_out, Matrix<S>* d_in, const Kept<S>& kept) {
        if (d_in) *d_in = d_out.cwiseProduct(kept[0]);
    }
};

}  // namespace thalweg
