// How large many numbers are: their magnitudes on a logarithmic scale, and which of them have no logarithm.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/networks/architecture.hpp"

namespace thalweg {

struct Distribution {
    static constexpr int bins_per_decade = 8;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    std::size_t count = 0;               // of all numbers
    std::size_t zeros = 0, broken = 0;   // exactly 0; NaN or infinite
    int first = 0;                       // bin k is 10^(k/8) ≤ |x| < 10^((k + 1)/8), bins[0] the one called first
    std::vector<std::uint32_t> bins;     // of the others, between the smallest and the largest
    double low = none, median = none, high = none;  // 5 %, 50 % and 95 % of their magnitudes, interpolated between neighbours

    std::size_t sized() const { return count - zeros - broken; }
};

Distribution distribution_of(std::span<const double> numbers);

// What belongs together in θ: a layer with weights, its biases, and the norms behind it. From the input to the output they cover θ.
struct ParameterGroup {
    std::string label;  // "layer 3", "cell", "output"
    Eigen::Index offset, size;
};
std::vector<ParameterGroup> parameter_groups(const Architecture& architecture);

}  // namespace thalweg
