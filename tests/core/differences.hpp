// Derivatives by differences: for tests alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg::test {

// Ridders' method: central differences at shrinking h, extrapolated to h = 0. The disagreement between neighbouring
// extrapolations bounds the error, so each comparison brings its own tolerance.
struct Estimate {
    double value, error;
};
template <class F>
Estimate slope(const F& f, double h) {
    constexpr int n = 16;
    constexpr double shrink = 1.4;
    double table[n][n];
    Estimate best{0, std::numeric_limits<double>::max()};
    for (int i = 0; i < n; ++i, h /= shrink) {
        table[0][i] = (f(h) - f(-h)) / (2 * h);
        double factor = 1;
        for (int j = 1; j <= i; ++j) {
            factor *= shrink * shrink;
            table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1);
            const double error = std::max(std::abs(table[j][i] - table[j - 1][i]), std::abs(table[j][i] - table[j - 1][i - 1]));
            if (error < best.error) best = {table[j][i], error};
        }
    }
    return best;
}

}  // namespace thalweg::test
