// Order statistics of a small sample.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace thalweg {

struct Quantiles { double low, median, high; };  // 10, 50 and 90 %

// Between two order statistics, linear in the rank: NumPy's default. Values are reordered; there must be one at least, and
// no NaN.
inline Quantiles quantiles(std::span<double> values) {
    const auto place = [&](double part) { return part * static_cast<double>(values.size() - 1); };
    const auto rank = [&](double part) { return static_cast<std::ptrdiff_t>(place(part)); };
    const auto begin = values.begin(), end = values.end(), low = begin + rank(0.1), middle = begin + rank(0.5), high = begin + rank(0.9);
    std::nth_element(begin, middle, end);
    std::nth_element(begin, low, middle);
    if (high > middle) std::nth_element(middle + 1, high, end);
    // The next one in order is the least of what lies behind, and that reaches only up to the next element in its place.
    const auto between = [&](auto at, double part, auto behind) {
        const double rest = place(part) - std::floor(place(part));
        if (rest == 0 || at + 1 == end) return *at;
        const double next = *std::min_element(at + 1, behind);
        return next == *at ? next : *at + rest * (next - *at);
    };
    return {between(low, 0.1, low == middle ? end : middle + 1), between(middle, 0.5, high == middle ? end : high + 1), between(high, 0.9, end)};
}

}  // namespace thalweg
