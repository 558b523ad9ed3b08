#include "app/scene/field_sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace thalweg::app {
namespace {

struct Cell {
    int first;  // of the four samples
    std::array<double, 4> weights;
};

Cell cell(double at, int count) {
    const double inside = std::clamp(at, -1.0, static_cast<double>(count));
    const auto i = static_cast<int>(std::floor(inside));
    const double f = inside - i;
    return {i - 1, {f * (-0.5 + f * (1 - 0.5 * f)), 1 + f * f * (-2.5 + 1.5 * f), f * (0.5 + f * (2 - 1.5 * f)), f * f * (-0.5 + 0.5 * f)}};
}

}  // namespace

RowSampler interpolated(std::shared_ptr<const HeightField> field) {
    return [field = std::move(field)](std::span<const double> x, double y, double* out) {
        const HeightField& h = *field;
        const auto clamped = [](int i, int count) { return std::clamp(i, -HeightField::apron, count + HeightField::apron - 1); };
        const Cell row = cell((y - h.rect.y_lo) / h.dy() - 0.5, h.height);
        for (std::size_t k = 0; k < x.size(); ++k) {
            const Cell column = cell((x[k] - h.rect.x_lo) / h.dx() - 0.5, h.width);
            double sum = 0, lowest = std::numeric_limits<double>::infinity();
            bool hole = false;
            for (int j = 0; j < 4; ++j)
                for (int i = 0; i < 4; ++i) {
                    const float v = h.at(clamped(column.first + i, h.width), clamped(row.first + j, h.height));
                    hole |= v >= no_value;
                    sum += column.weights[static_cast<std::size_t>(i)] * row.weights[static_cast<std::size_t>(j)] * static_cast<double>(v);
                    lowest = std::min(lowest, static_cast<double>(v));
                }
            // Beside a cliff the cubic dips far below its samples, which a logarithm would turn into a chasm: what is above the base stays above it.
            out[k] = hole ? std::numeric_limits<double>::quiet_NaN() : h.base + (lowest > 0 ? std::max(sum, 0.5 * lowest) : sum);
        }
    };
}

}  // namespace thalweg::app
