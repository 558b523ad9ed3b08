// SLEEF's deterministic variants under one name: the same bits at every vector width.
#pragma once

#include <sleef.h>

#include "core/numerics/pack.hpp"

#if defined(__FMA__)
#define THALWEG_SLEEF_SCALAR(name, ulp) Sleef_finz_##name##d1_##ulp##purecfma
#else
#define THALWEG_SLEEF_SCALAR(name, ulp) Sleef_cinz_##name##d1_##ulp##purec
#endif
#if defined(__AVX512F__)
#define THALWEG_SLEEF_LANES(name, ulp) Sleef_finz_##name##d8_##ulp##avx512f
#define THALWEG_SLEEF_REGISTER __m512d
#elif defined(__AVX__) && defined(__FMA__)
#define THALWEG_SLEEF_LANES(name, ulp) Sleef_finz_##name##d4_##ulp##avx2
#define THALWEG_SLEEF_REGISTER __m256d
#elif defined(__AVX__)
#define THALWEG_SLEEF_LANES(name, ulp) Sleef_cinz_##name##d4_##ulp##avx
#define THALWEG_SLEEF_REGISTER __m256d
#else
#define THALWEG_SLEEF_LANES(name, ulp) Sleef_cinz_##name##d2_##ulp##sse2
#define THALWEG_SLEEF_REGISTER __m128d
#endif

// Defines `name` of one argument for doubles and for lanes, inside the namespace thalweg. The functions are declared once more as
// pure and never throwing: the compiler then takes a call on a loop-invariant argument (cos y along a row) out of the loop.
#define THALWEG_ELEMENTARY(name, ulp)                                                                                      \
    extern "C" [[gnu::const, gnu::nothrow]] double THALWEG_SLEEF_SCALAR(name, ulp)(double);                                \
    extern "C" [[gnu::const, gnu::nothrow]] THALWEG_SLEEF_REGISTER THALWEG_SLEEF_LANES(name, ulp)(THALWEG_SLEEF_REGISTER); \
    inline double name(double x) { return THALWEG_SLEEF_SCALAR(name, ulp)(x); }                                            \
    inline Lanes name(const Lanes& x) {                                                                                    \
        return Lanes::Vector(THALWEG_SLEEF_LANES(name, ulp)(THALWEG_SLEEF_REGISTER(x.lanes)));                             \
    }
