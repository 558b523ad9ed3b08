#include "core/training/distribution.hpp"

#include <algorithm>
#include <cmath>

#include "core/training/flow.hpp"

namespace thalweg {
namespace {

double quantile(std::span<const double> sorted, double part) {
    const double at = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at), above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

int bin_of(double magnitude) { return static_cast<int>(std::floor(std::log10(magnitude) * Distribution::bins_per_decade)); }

}  // namespace

Distribution distribution_of(std::span<const double> numbers) {
    Distribution d;
    d.count = numbers.size();
    std::vector<double> sorted;
    sorted.reserve(numbers.size());
    for (const double x : numbers) {
        if (!std::isfinite(x)) ++d.broken;
        else if (x == 0) ++d.zeros;
        else sorted.push_back(std::abs(x));
    }
    if (sorted.empty()) return d;
    std::sort(sorted.begin(), sorted.end());
    d.low = quantile(sorted, 0.05), d.median = quantile(sorted, 0.5), d.high = quantile(sorted, 0.95);
    d.first = bin_of(sorted.front());
    d.bins.assign(static_cast<std::size_t>(bin_of(sorted.back()) - d.first + 1), 0);
    for (const double x : sorted) ++d.bins[static_cast<std::size_t>(bin_of(x) - d.first)];
    return d;
}

std::vector<ParameterGroup> parameter_groups(const Architecture& architecture) {
    const ParameterLayout layout(architecture);
    std::vector<ParameterGroup> groups;
    int layer = -1;
    for (const FlowRow& row : flow_rows(architecture)) {
        if (row.layer == layer) continue;  // another time step of the same cell
        layer = row.layer;
        groups.push_back({row.time > 0 ? "cell" : row.label, groups.empty() ? 0 : layout.first[static_cast<std::size_t>(layer)], 0});
    }
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].size = (i + 1 < groups.size() ? groups[i + 1].offset : layout.size()) - groups[i].offset;
    return groups;
}

}  // namespace thalweg
