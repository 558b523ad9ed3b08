// base^t for t = 1, 2, 3, … at the price of one multiplication a step.
#pragma once

#include "core/numerics/elementary.hpp"

namespace thalweg {

// Part of an optimizer's clock, so part of its checkpoint. While the base stays the same the power is a running product;
// when a schedule changes it, the power is that of the new base, base_t^t, as PyTorch computes it.
struct Power {
    double base = -1, value = 1;

    double at(double new_base, int t) {
        if (new_base == base) {
            value *= base;
        } else {
            base = new_base;
            value = pow(new_base, static_cast<double>(t));
        }
        if (1 - value == 1) value = 0;  // below rounding of 1 - value; else it would turn denormal and slow every step
        return value;
    }
};

// scale/(1 − p): the bias correction of an average that still has the share p of its start. In the long run p is 0: nothing is divided then.
inline double debiased(double scale, double p) { return p == 0 ? scale : scale / (1 - p); }

}  // namespace thalweg
