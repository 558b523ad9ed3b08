// exp, log, sin, cos, tanh and pow on doubles and on packs: one implementation for single runs, lanes and height fields
// alike, so that a pixel of a map is bit for bit the number that a run would compute.
//
// SLEEF's deterministic variants: the same bits at every vector width. Errors are at most 1.0 ulp for exp, log and pow,
// 3.5 ulp for sin, cos and tanh. Builds with and without FMA may differ in the last place.
#pragma once

#include "core/numerics/sleef.hpp"

namespace thalweg {

THALWEG_ELEMENTARY(exp, u10)
THALWEG_ELEMENTARY(log, u10)
THALWEG_ELEMENTARY(sin, u35)
THALWEG_ELEMENTARY(cos, u35)
THALWEG_ELEMENTARY(tanh, u35)

// x to a real power, for x >= 0.
inline double pow(double x, double p) { return THALWEG_SLEEF_SCALAR(pow, u10)(x, p); }
inline Lanes pow(const Lanes& x, double p) {
    return Lanes::Vector(THALWEG_SLEEF_LANES(pow, u10)(THALWEG_SLEEF_REGISTER(x.lanes), THALWEG_SLEEF_REGISTER(Lanes(p).lanes)));
}

// x to a whole power by repeated squaring: + and × only, so the same bits in every build.
template <int exponent, class T>
T power(const T& x) {
    static_assert(exponent >= 1);
    if constexpr (exponent == 1) return x;
    else if constexpr (exponent % 2 == 0) { const T half = power<exponent / 2>(x); return half * half; }
    else return power<exponent - 1>(x) * x;
}
template <class T>
T square(const T& x) { return x * x; }

}  // namespace thalweg
