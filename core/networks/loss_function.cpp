#include "core/networks/loss_function.hpp"

#include <limits>

#include "core/networks/layers/pass.hpp"

namespace thalweg {
namespace {

// Sums in a fixed order, one number after another, so that builds with other registers agree.
template <class S>
S sum(const S* terms, Eigen::Index n) {
    S total(0);
    for (Eigen::Index i = 0; i < n; ++i) total += terms[i];
    return total;
}

template <class S>
S squared(const Matrix<S>& out, const Matrix<S>& y, Matrix<S>& d) {
    const S share = static_cast<S>(1 / static_cast<double>(out.size()));
    S total(0);
    for (Eigen::Index i = 0; i < out.size(); ++i) {
        const S error = out.data()[i] - y.data()[i];
        total += error * error;
        d.data()[i] = S(2) * share * error;
    }
    return total * share;
}

template <class S>
S logistic(const Matrix<S>& out, const Matrix<S>& y, Matrix<S>& d) {
    using R = RegisterOf<S>;
    const S share = static_cast<S>(1 / static_cast<double>(out.size()));
    Matrix<S> terms(out.rows(), out.cols());
    each_register<S>(out.size(), [&](const auto& load, const auto& store) {
        const R z = load(out.data()), target = load(y.data());
        store(terms.data(), softplus(z) - z * target);
        store(d.data(), (sigmoid(z) - target) * constant<R>(1 / static_cast<double>(out.size())));
    });
    return sum(terms.data(), terms.size()) * share;
}

template <class S>
S softmax(const Matrix<S>& out, std::span<const int> labels, Matrix<S>& d) {
    const double share = 1 / static_cast<double>(out.cols());
    for (Eigen::Index i = 0; i < out.cols(); ++i) {
        S largest = out(0, i);
        for (Eigen::Index k = 1; k < out.rows(); ++k)
            if (value_of(out(k, i)) > value_of(largest)) largest = out(k, i);
        for (Eigen::Index k = 0; k < out.rows(); ++k) d(k, i) = out(k, i) - largest;
    }
    S total(0);
    for (Eigen::Index i = 0; i < out.cols(); ++i) total -= d(labels[static_cast<std::size_t>(i)], i);
    each_register<S>(d.size(), [&](const auto& load, const auto& store) { store(d.data(), exp(load(d.data()))); });
    for (Eigen::Index i = 0; i < out.cols(); ++i) {
        const S norm = sum(&d(0, i), d.rows());
        if constexpr (std::is_same_v<S, Tangent>) total += log(norm);
        else total += static_cast<S>(log(static_cast<double>(norm)));
        const S factor = static_cast<S>(share) / norm;
        for (Eigen::Index k = 0; k < out.rows(); ++k) d(k, i) = d(k, i) * factor;
        d(labels[static_cast<std::size_t>(i)], i) -= static_cast<S>(share);
    }
    return total * static_cast<S>(share);
}

}  // namespace

template <class S>
S loss_of(LossKind kind, const Matrix<S>& out, const BatchAnswers<S>& answers, Matrix<S>& d_out) {
    d_out.resize(out.rows(), out.cols());
    switch (kind) {
        case LossKind::mse: return squared(out, answers.targets, d_out);
        case LossKind::bce_with_logits: return logistic(out, answers.targets, d_out);
        case LossKind::cross_entropy: return softmax<S>(out, answers.labels, d_out);
    }
    return S(0);
}

template <class S>
double accuracy_of(LossKind kind, const Matrix<S>& out, const BatchAnswers<S>& answers) {
    if (kind == LossKind::mse) return std::numeric_limits<double>::quiet_NaN();
    int right = 0;
    for (Eigen::Index i = 0; i < out.cols(); ++i) {
        if (kind == LossKind::bce_with_logits) {
            bool all = true;
            for (Eigen::Index k = 0; k < out.rows(); ++k) all &= (plain(out(k, i)) > 0) == (plain(answers.targets(k, i)) > 0.5);
            right += all;
        } else {
            Eigen::Index best = 0;
            for (Eigen::Index k = 1; k < out.rows(); ++k)
                if (plain(out(k, i)) > plain(out(best, i))) best = k;
            right += best == answers.labels[static_cast<std::size_t>(i)];
        }
    }
    return out.cols() ? static_cast<double>(right) / static_cast<double>(out.cols()) : 0;
}

#define THALWEG_LOSS(S)                                                                          \
    template S loss_of<S>(LossKind, const Matrix<S>&, const BatchAnswers<S>&, Matrix<S>&);            \
    template double accuracy_of<S>(LossKind, const Matrix<S>&, const BatchAnswers<S>&);
THALWEG_LOSS(double)
THALWEG_LOSS(float)
THALWEG_LOSS(Tangent)

}  // namespace thalweg
