// The functions that the catalogue does without, for formulas of users and for plots: on doubles, lanes and dual numbers, in
// addition to elementary.hpp and dual.hpp.
//
// Conventions at kinks, those of PyTorch: min and max share the derivative evenly at a tie, relu has 0 at 0; floor and step are
// flat. min and max of NaN are NaN: what is not defined stays so. Infinite slopes count as 0 where they begin (cbrt at 0), as in sqrt.
#pragma once

#include <numbers>

#include "core/numerics/dual.hpp"
#include "core/numerics/sleef.hpp"

namespace thalweg {

// Errors are at most 1.0 ulp.
THALWEG_ELEMENTARY(tan, u10)
THALWEG_ELEMENTARY(asin, u10)
THALWEG_ELEMENTARY(acos, u10)
THALWEG_ELEMENTARY(atan, u10)
THALWEG_ELEMENTARY(sinh, u10)
THALWEG_ELEMENTARY(cosh, u10)
THALWEG_ELEMENTARY(asinh, u10)
THALWEG_ELEMENTARY(cbrt, u10)
THALWEG_ELEMENTARY(log2, u10)
THALWEG_ELEMENTARY(log10, u10)
THALWEG_ELEMENTARY(log1p, u10)

#define THALWEG_ELEMENTARY_2(name, word)                                                                                                                          \
    extern "C" [[gnu::const, gnu::nothrow]] double THALWEG_SLEEF_SCALAR(name, u10)(double, double);                                                               \
    extern "C" [[gnu::const, gnu::nothrow]] THALWEG_SLEEF_REGISTER THALWEG_SLEEF_LANES(name, u10)(THALWEG_SLEEF_REGISTER, THALWEG_SLEEF_REGISTER);                \
    inline double word(double x, double y) { return THALWEG_SLEEF_SCALAR(name, u10)(x, y); }                                                                      \
    inline Lanes word(const Lanes& x, const Lanes& y) {                                                                                                           \
        return Lanes::Vector(THALWEG_SLEEF_LANES(name, u10)(THALWEG_SLEEF_REGISTER(x.lanes), THALWEG_SLEEF_REGISTER(y.lanes)));                                   \
    }
THALWEG_ELEMENTARY_2(atan2, atan2)
THALWEG_ELEMENTARY_2(pow, raised)  // not pow: a number as exponent must not become lanes by conversion
#undef THALWEG_ELEMENTARY_2

inline double floor(double x) { return std::floor(x); }
inline Lanes floor(const Lanes& x) {
    Lanes r;
    for (int i = 0; i < native_lanes; ++i) r.lanes[i] = std::floor(x.lanes[i]);
    return r;
}

// The number inside a dual number, which decides comparisons.
inline double value_of(double x) { return x; }
inline Lanes value_of(const Lanes& x) { return x; }
template <class V, class D>
auto value_of(const Dual<V, D>& x) { return value_of(x.v); }
template <class T>
auto is_zero(const T& x) {
    const auto v = value_of(x);
    return v == std::remove_const_t<decltype(v)>(0.0);
}

inline Pair select(bool m, const Pair& yes, const Pair& no) { return m ? yes : no; }
template <class M, class V>
Gradient<V> select(const M& m, const Gradient<V>& yes, const Gradient<V>& no) { return {select(m, yes.x, no.x), select(m, yes.y, no.y)}; }
template <class M, class V, class D>
Dual<V, D> select(const M& m, const Dual<V, D>& yes, const Dual<V, D>& no) { return {select(m, yes.v, no.v), select(m, yes.d, no.d)}; }

// log x, and 0 at x = 0: the factor that keeps the derivative of 0^b finite.
template <class T>
T log_or_zero(const T& x) { return select(is_zero(x), T(0.0), log(x)); }

template <class V, class D>
Dual<V, D> tan(const Dual<V, D>& a) {
    const V t = tan(a.v);
    return {t, a.d * (1.0 + t * t)};
}
template <class V, class D>
Dual<V, D> asin(const Dual<V, D>& a) { return {asin(a.v), a.d * (1.0 / sqrt(1.0 - a.v * a.v))}; }
template <class V, class D>
Dual<V, D> acos(const Dual<V, D>& a) { return {acos(a.v), -a.d * (1.0 / sqrt(1.0 - a.v * a.v))}; }
template <class V, class D>
Dual<V, D> atan(const Dual<V, D>& a) { return {atan(a.v), a.d * (1.0 / (1.0 + a.v * a.v))}; }
template <class V, class D>
Dual<V, D> sinh(const Dual<V, D>& a) { return {sinh(a.v), a.d * cosh(a.v)}; }
template <class V, class D>
Dual<V, D> cosh(const Dual<V, D>& a) { return {cosh(a.v), a.d * sinh(a.v)}; }
template <class V, class D>
Dual<V, D> cbrt(const Dual<V, D>& a) {
    const V root = cbrt(a.v);
    return {root, a.d * ((1.0 / 3.0) * inverse_or_zero(root * root))};
}
template <class V, class D>
Dual<V, D> log2(const Dual<V, D>& a) { return {log2(a.v), a.d * (std::numbers::log2e / a.v)}; }
template <class V, class D>
Dual<V, D> log10(const Dual<V, D>& a) { return {log10(a.v), a.d * (std::numbers::log10e / a.v)}; }
template <class V, class D>
Dual<V, D> log1p(const Dual<V, D>& a) { return {log1p(a.v), a.d * (1.0 / (1.0 + a.v))}; }
template <class V, class D>
Dual<V, D> floor(const Dual<V, D>& a) { return {floor(a.v), D{}}; }
template <class V, class D>
Dual<V, D> atan2(const Dual<V, D>& y, const Dual<V, D>& x) { return {atan2(y.v, x.v), (y.d * x.v - x.d * y.v) * (1.0 / (x.v * x.v + y.v * y.v))}; }
template <class V, class D>
Dual<V, D> raised(const Dual<V, D>& a, const Dual<V, D>& b) {
    const V p = raised(a.v, b.v);
    return {p, a.d * (b.v * raised(a.v, b.v - 1.0)) + b.d * (p * log_or_zero(a.v))};
}

// 1/(1 + e^−x); the derivative from the value, so that it is 0 and not NaN where e^−x overflows.
template <class T>
T sigmoid(const T& x) { return T(1.0) / (T(1.0) + exp(-x)); }
template <class V, class D>
Dual<V, D> sigmoid(const Dual<V, D>& a) {
    const V s = sigmoid(a.v);
    return {s, a.d * (s * (1.0 - s))};
}
// log(1 + e^x) without overflow.
template <class T>
T softplus(const T& x) { return select(x > T(0.0), x, T(0.0)) + log1p(exp(-abs(x))); }
template <class V, class D>
Dual<V, D> softplus(const Dual<V, D>& a) { return {softplus(a.v), a.d * sigmoid(a.v)}; }

template <class T>
T larger(const T& a, const T& b) {
    return select(value_of(a) > value_of(b), a, select(value_of(b) > value_of(a), b, 0.5 * a + 0.5 * b));
}
template <class T>
T smaller(const T& a, const T& b) {
    return select(value_of(a) < value_of(b), a, select(value_of(b) < value_of(a), b, 0.5 * a + 0.5 * b));
}

}  // namespace thalweg
