// While one of these lives, its thread flushes denormal numbers to zero. Moments that decay towards 0 (m after a racer has
// come to rest, a vanishing gradient) otherwise turn denormal and make every later step several times slower.
#pragma once

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace thalweg {

class DenormalsFlushed {
public:
    DenormalsFlushed(const DenormalsFlushed&) = delete;
    DenormalsFlushed& operator=(const DenormalsFlushed&) = delete;
#if defined(__SSE2__)
    DenormalsFlushed() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040U); }  // FTZ and DAZ
    ~DenormalsFlushed() { _mm_setcsr(before_); }

private:
    unsigned before_;
#else
    DenormalsFlushed() = default;
#endif
};

}  // namespace thalweg
