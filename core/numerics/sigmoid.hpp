// σ(h) = 1/(1 + exp(-h)), for any scalar that a formula is written in.
#pragma once

#include "core/numerics/dual.hpp"

namespace thalweg {

// Far to the left exp(-h) would overflow and its derivatives become inf·0. It stops growing at exp(350): σ is 1e-152 there, and
// the squares that a Hessian is made of stay finite.
template <class T>
T sigmoid(const T& h) {
    return 1.0 / (1.0 + exp(min(T(350.0), -h)));  // in this order a NaN stays one
}

}  // namespace thalweg
