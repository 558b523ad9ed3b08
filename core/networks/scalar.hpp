// What networks compute in: doubles, floats, or tangents. A tangent is a number with its derivative along one direction of
// parameter space; carried through the backward pass it gives the exact product of the Hessian with that direction
// (Pearlmutter, "Fast exact multiplication by the Hessian", 1994), of every layer, without code of its own.
#pragma once

#include <Eigen/Core>

#include "core/numerics/float_lanes.hpp"

namespace thalweg {

using Tangent = Dual<double, double>;
inline Tangent& operator+=(Tangent& a, const Tangent& b) { return a = a + b; }
inline Tangent& operator-=(Tangent& a, const Tangent& b) { return a = a - b; }
inline Tangent& operator*=(Tangent& a, const Tangent& b) { return a = a * b; }
inline bool operator==(const Tangent& a, const Tangent& b) { return a.v == b.v && a.d == b.d; }

template <class S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;  // features × examples: a column per example
template <class S>
using Vector = Eigen::Matrix<S, Eigen::Dynamic, 1>;
template <class S>
using Weights = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  // outputs × inputs, as PyTorch stores them

// Several numbers that go through an activation or a loss together.
template <class S> struct Register { using type = S; static constexpr int lanes = 1; };
template <> struct Register<double> { using type = Lanes; static constexpr int lanes = native_lanes; };
template <> struct Register<float> { using type = FloatLanes; static constexpr int lanes = 2 * native_lanes; };

// Calls f(i, load, store) over n numbers, a register at a time: load(array) gives the numbers from i on, store(array, x) puts them
// back. The last ones travel through a register that is filled up with zeros.
template <class S, class F>
void each_register(Eigen::Index n, F&& f) {
    using R = typename Register<S>::type;
    constexpr Eigen::Index lanes = Register<S>::lanes;
    if constexpr (lanes == 1) {
        for (Eigen::Index i = 0; i < n; ++i) f([i](const S* a) { return a[i]; }, [i](S* a, const R& x) { a[i] = x; });
    } else {
        Eigen::Index i = 0;
        for (; i + lanes <= n; i += lanes) f([i](const S* a) { return R::load(a + i); }, [i](S* a, const R& x) { x.store(a + i); });
        if (i == n) return;
        const std::size_t rest = static_cast<std::size_t>(n - i) * sizeof(S);
        f(
            [&](const S* a) {
                S filled[static_cast<std::size_t>(lanes)] = {};
                std::memcpy(filled, a + i, rest);
                return R::load(filled);
            },
            [&](S* a, const R& x) { std::memcpy(a + i, &x.lanes, rest); });
    }
}

// A constant in whatever a formula is written in.
template <class T>
T constant(double x) {
    if constexpr (std::is_same_v<T, FloatLanes>) return FloatLanes(static_cast<float>(x));
    else return static_cast<T>(x);
}
template <class S>
using RegisterOf = typename Register<S>::type;

}  // namespace thalweg

namespace Eigen {
template <>
struct NumTraits<thalweg::Tangent> : GenericNumTraits<thalweg::Tangent> {
    using Real = thalweg::Tangent;
    using NonInteger = thalweg::Tangent;
    using Nested = thalweg::Tangent;
    using Literal = double;
    enum { IsComplex = 0, IsInteger = 0, IsSigned = 1, RequireInitialization = 1, ReadCost = 2, AddCost = 2, MulCost = 4 };
};
}  // namespace Eigen
