// x to a whole power that is known only when the program runs. power<n>(x) of elementary.hpp, where n is known before, gives the same bits.
#pragma once

namespace thalweg {

template <class T>
T whole_power(const T& x, int exponent) {  // exponent >= 1
    if (exponent == 1) return x;
    if (exponent % 2 != 0) return whole_power(x, exponent - 1) * x;
    const T half = whole_power(x, exponent / 2);
    return half * half;
}

}  // namespace thalweg
