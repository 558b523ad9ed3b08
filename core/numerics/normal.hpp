// Distributions from two uniform numbers in [0, 1), for doubles and for lanes.
#pragma once

#include <cmath>
#include <numbers>

#include "core/numerics/elementary.hpp"

namespace thalweg {

// Standard normal: Box & Muller (1958).
template <class T>
T box_muller(const T& u, const T& v) {
    return sqrt(T(-2.0) * log(T(1.0) - u)) * cos(T(2 * std::numbers::pi) * v);
}

inline double expm1(double x) { return std::expm1(x); }
inline Lanes expm1(const Lanes& x) {
    Lanes y;
    for (int lane = 0; lane < native_lanes; ++lane) y.lanes[lane] = std::expm1(x[lane]);
    return y;
}

// Student's t: Bailey, "Polar generation of random variates with the t-distribution" (1994).
template <class T>
T student_t(const T& u, const T& v, double freedom) {
    return sqrt(T(freedom) * expm1(T(-2 / freedom) * log(T(1.0) - u))) * cos(T(2 * std::numbers::pi) * v);
}

}  // namespace thalweg
