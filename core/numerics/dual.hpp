// Dual numbers: a value with its derivatives along x and y, carried exactly through every formula (forward mode).
//
//   Dual<double, Pair>       one point; the gradient is one register
//   Dual<Quad, Quad>         two points, each value in both lanes above its gradient (Quad: Pack<double, 4>)
//   Dual<Lanes>              many points side by side
//   Dual<Dual<double>>       nested: value, gradient and Hessian (v.v, v.d, d.x.d, d.y.d)
//
// All of them run the same operations in the same order, so they agree bit for bit.
// Conventions at kinks, those of PyTorch: |x| has derivative 0 at 0, and so has sqrt (the subgradient of least norm); where
// the two sides of max or min are equal, its derivative is their mean.
#pragma once

#include <concepts>

#include "core/numerics/elementary.hpp"

namespace thalweg {

// Derivatives along x and along y.
template <class V>
struct Gradient {
    V x{0.0}, y{0.0};
    friend Gradient operator+(const Gradient& a, const Gradient& b) { return {a.x + b.x, a.y + b.y}; }
    friend Gradient operator-(const Gradient& a, const Gradient& b) { return {a.x - b.x, a.y - b.y}; }
    friend Gradient operator*(const Gradient& a, const V& s) { return {a.x * s, a.y * s}; }
    friend Gradient operator-(const Gradient& a) { return {-a.x, -a.y}; }
};

template <class V, class D = Gradient<V>>
struct Dual {
    V v;
    D d;

    Dual() = default;
    Dual(double constant) : v(constant), d{} {}
    Dual(const V& value, const D& derivative) : v(value), d(derivative) {}

    friend Dual operator-(const Dual& a) { return {-a.v, -a.d}; }
    friend Dual operator+(const Dual& a, const Dual& b) { return {a.v + b.v, a.d + b.d}; }
    friend Dual operator-(const Dual& a, const Dual& b) { return {a.v - b.v, a.d - b.d}; }
    friend Dual operator*(const Dual& a, const Dual& b) { return {a.v * b.v, a.d * b.v + b.d * a.v}; }
    friend Dual operator/(const Dual& a, const Dual& b) {
        const V quotient = a.v / b.v;
        return {quotient, (a.d - b.d * quotient) * (1.0 / b.v)};
    }
    // A constant has no derivative to carry.
    friend Dual operator+(const Dual& a, double c) { return {a.v + c, a.d}; }
    friend Dual operator+(double c, const Dual& a) { return {c + a.v, a.d}; }
    friend Dual operator-(const Dual& a, double c) { return {a.v - c, a.d}; }
    friend Dual operator-(double c, const Dual& a) { return {c - a.v, -a.d}; }
    friend Dual operator*(const Dual& a, double c) { return {a.v * c, a.d * V(c)}; }
    friend Dual operator*(double c, const Dual& a) { return {c * a.v, a.d * V(c)}; }
    friend Dual operator/(const Dual& a, double c) { return {a.v / c, a.d * V(1.0 / c)}; }
    friend Dual operator/(double c, const Dual& a) {
        const V quotient = c / a.v;
        return {quotient, -a.d * (quotient / a.v)};
    }
};

// 1/x, and 0 at x = 0: the factor that keeps sqrt's derivative at 0 finite.
inline double inverse_or_zero(double x) { return x != 0 ? 1 / x : 0; }
template <int N>
Pack<double, N> inverse_or_zero(const Pack<double, N>& x) { return select(x == Pack<double, N>(0.0), Pack<double, N>(0.0), Pack<double, N>(1.0) / x); }
template <class V, class D>
Dual<V, D> inverse_or_zero(const Dual<V, D>& x) {
    const V inverse = inverse_or_zero(x.v);
    return {inverse, -x.d * (inverse * inverse)};
}

template <class V, class D>
Dual<V, D> sign(const Dual<V, D>& a) { return {sign(a.v), D{}}; }
template <class V, class D>
Dual<V, D> abs(const Dual<V, D>& a) { return {abs(a.v), a.d * sign(a.v)}; }
template <class V, class D>
Dual<V, D> max(const Dual<V, D>& a, const Dual<V, D>& b) {
    const V share = 0.5 + 0.5 * sign(a.v - b.v);  // 1 where a is larger, 0 where b is
    return {max(a.v, b.v), a.d * share + b.d * (1.0 - share)};
}
template <class V, class D>
Dual<V, D> min(const Dual<V, D>& a, const Dual<V, D>& b) { return -max(-a, -b); }
template <class V, class D>
Dual<V, D> sqrt(const Dual<V, D>& a) {
    const V root = sqrt(a.v);
    return {root, a.d * (0.5 * inverse_or_zero(root))};
}
template <class V, class D>
Dual<V, D> exp(const Dual<V, D>& a) {
    const V e = exp(a.v);
    return {e, a.d * e};
}
template <class V, class D>
Dual<V, D> log(const Dual<V, D>& a) { return {log(a.v), a.d * (1.0 / a.v)}; }
template <class V, class D>
Dual<V, D> sin(const Dual<V, D>& a) { return {sin(a.v), a.d * cos(a.v)}; }
template <class V, class D>
Dual<V, D> cos(const Dual<V, D>& a) { return {cos(a.v), -a.d * sin(a.v)}; }
template <class V, class D>
Dual<V, D> tanh(const Dual<V, D>& a) {
    const V t = tanh(a.v);
    return {t, a.d * (1.0 - t * t)};
}
template <class V, class D>
Dual<V, D> pow(const Dual<V, D>& a, double p) { return {pow(a.v, p), a.d * (p * pow(a.v, p - 1))}; }

}  // namespace thalweg
