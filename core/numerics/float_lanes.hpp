// Floats side by side: as wide a register as Lanes, twice as many numbers. For networks that ask for floats.
#pragma once

#include "core/numerics/functions.hpp"
#include "core/numerics/sleef.hpp"

namespace thalweg {

using FloatLanes = Pack<float, 2 * native_lanes>;

#if defined(__AVX512F__)
#define THALWEG_SLEEF_FLOATS(name, ulp) Sleef_finz_##name##f16_##ulp##avx512f
#define THALWEG_SLEEF_FLOAT_REGISTER __m512
#elif defined(__AVX__) && defined(__FMA__)
#define THALWEG_SLEEF_FLOATS(name, ulp) Sleef_finz_##name##f8_##ulp##avx2
#define THALWEG_SLEEF_FLOAT_REGISTER __m256
#elif defined(__AVX__)
#define THALWEG_SLEEF_FLOATS(name, ulp) Sleef_cinz_##name##f8_##ulp##avx
#define THALWEG_SLEEF_FLOAT_REGISTER __m256
#else
#define THALWEG_SLEEF_FLOATS(name, ulp) Sleef_cinz_##name##f4_##ulp##sse2
#define THALWEG_SLEEF_FLOAT_REGISTER __m128
#endif
#define THALWEG_FLOAT_ELEMENTARY(name, ulp) \
    inline FloatLanes name(const FloatLanes& x) { return FloatLanes::Vector(THALWEG_SLEEF_FLOATS(name, ulp)(THALWEG_SLEEF_FLOAT_REGISTER(x.lanes))); }
THALWEG_FLOAT_ELEMENTARY(exp, u10)
THALWEG_FLOAT_ELEMENTARY(log, u10)
THALWEG_FLOAT_ELEMENTARY(sin, u35)
THALWEG_FLOAT_ELEMENTARY(cos, u35)
THALWEG_FLOAT_ELEMENTARY(tanh, u35)
THALWEG_FLOAT_ELEMENTARY(log1p, u10)
THALWEG_FLOAT_ELEMENTARY(erf, u10)
#undef THALWEG_FLOAT_ELEMENTARY
#undef THALWEG_SLEEF_FLOATS
#undef THALWEG_SLEEF_FLOAT_REGISTER

inline FloatLanes value_of(const FloatLanes& x) { return x; }

// The error function, for whatever else networks compute in.
THALWEG_ELEMENTARY(erf, u10)
template <class V, class D>
Dual<V, D> erf(const Dual<V, D>& a) { return {erf(a.v), a.d * (2 * std::numbers::inv_sqrtpi * exp(-a.v * a.v))}; }

}  // namespace thalweg
