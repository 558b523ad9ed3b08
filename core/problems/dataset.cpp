#include "core/problems/dataset.hpp"

#include <array>

#include "core/numerics/random.hpp"

namespace thalweg {
namespace {

Dataset four_points() { return {"four points", 1, {1, 2, 2, 3, 3, 4, 4, 5}}; }

Dataset noisy_line() {
    Dataset data{.name = "y = 3x + 2 + noise"};
    for (std::uint32_t i = 0; i < 100; ++i) {
        const double x = 2 * uniform(draw(0, Stream::dataset_inputs, 0, i));
        data.values.insert(data.values.end(), {x, 3 * x + 2 + 0.5 * normal(draw(0, Stream::dataset_noise, 0, i))});
    }
    return data;
}

Dataset two_features() {
    Dataset data{.name = "y = x₁ + 2x₂ + noise", .features = 2};
    for (std::uint32_t i = 0; i < 4; ++i) {
        const double x1 = i + 1, x2 = i + 2;
        data.values.insert(data.values.end(), {x1, x2, x1 + 2 * x2 + 0.1 * normal(draw(0, Stream::dataset_noise, 1, i))});
    }
    return data;
}

constexpr std::array shipped{
    ShippedDataset{"four_points", "(1, 2), (2, 3), (3, 4), (4, 5): the line y = x + 1, without noise", four_points},
    ShippedDataset{"noisy_line", "100 points of y = 3x + 2 + 0.5·noise, x in 0 … 2", noisy_line},
    ShippedDataset{"two_features", "X = [[1, 2], [2, 3], [3, 4], [4, 5]], y = X·(1, 2) + 0.1·noise", two_features},
};

}  // namespace

std::span<const ShippedDataset> dataset_catalogue() { return shipped; }

std::shared_ptr<const Dataset> find_dataset(std::string_view id) {
    for (const ShippedDataset& entry : shipped)
        if (entry.id == id) return std::make_shared<const Dataset>(entry.make());
    return nullptr;
}

}  // namespace thalweg
