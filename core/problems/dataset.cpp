#include "core/problems/dataset.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/facts/catalogue.hpp"
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

// A line with measurements that went wrong.
Dataset outliers() {
    Dataset data{.name = "y = x + 1 with outliers"};
    for (std::uint32_t i = 0; i < 24; ++i) {
        const double x = -2 + 4 * (i + 0.5) / 24, noise = 0.15 * normal(draw(0, Stream::dataset_noise, 2, i));
        data.values.insert(data.values.end(), {x, x + 1 + noise + (i == 17 || i == 20 || i == 22 ? -6.0 : 0.0)});
    }
    return data;
}

// Labels of which p(1) = σ(2x − 1): they overlap, so that the best weights are finite.
Dataset two_classes() {
    Dataset data{.name = "two classes"};
    for (std::uint32_t i = 0; i < 40; ++i) {
        const double x = -3 + 7 * uniform(draw(0, Stream::dataset_inputs, 3, i)), p = 1 / (1 + std::exp(1 - 2 * x));
        data.values.insert(data.values.end(), {x, uniform(draw(0, Stream::dataset_noise, 3, i)) < p ? 1.0 : 0.0});
    }
    return data;
}

// Two clouds on either side of the origin.
Dataset two_clouds() {
    Dataset data{.name = "two clouds", .features = 2};
    for (std::uint32_t i = 0; i < 60; ++i) {
        const double side = i % 2 ? 1 : -1, x1 = 0.9 * side + normal(draw(0, Stream::dataset_noise, 4, i)), x2 = 0.6 * side + normal(draw(0, Stream::dataset_noise, 5, i));
        data.values.insert(data.values.end(), {x1, x2, i % 2 ? 1.0 : 0.0});
    }
    return data;
}

constexpr std::array shipped{
    ShippedDataset{"four_points", "(1, 2), (2, 3), (3, 4), (4, 5): the line y = x + 1, without noise", four_points},
    ShippedDataset{"noisy_line", "100 points of y = 3x + 2 + 0.5·noise, x in 0 … 2", noisy_line},
    ShippedDataset{"two_features", "X = [[1, 2], [2, 3], [3, 4], [4, 5]], y = X·(1, 2) + 0.1·noise", two_features},
    ShippedDataset{"outliers", "24 points of y = x + 1, three of them far below: for Huber's and the absolute loss", outliers, Loss::huber},
    ShippedDataset{"two_classes", "40 labels along x with p(1) = σ(2x - 1): for the logistic loss", two_classes, Loss::logistic},
    ShippedDataset{"two_clouds", "60 labels in the plane, two clouds that overlap: for the logistic loss", two_clouds, Loss::logistic},
};

}  // namespace

std::span<const ShippedDataset> dataset_catalogue() { return shipped; }

const ShippedDataset* find_shipped(std::string_view id) { return find_by_id(dataset_catalogue(), id); }

std::shared_ptr<const Dataset> find_dataset(std::string_view id) {
    const ShippedDataset* entry = find_shipped(id);
    return entry ? std::make_shared<const Dataset>(entry->make()) : nullptr;
}

namespace {

template <class Change>
std::shared_ptr<const Dataset> own_points(const Dataset& data, Change&& change) {
    Dataset own{.name = std::string(own_points_name), .features = data.features, .values = data.values};
    change(own.values, data.features + 1);
    return std::make_shared<const Dataset>(std::move(own));
}

}  // namespace

std::shared_ptr<const Dataset> with_point(const Dataset& data, std::size_t index, const DataRow& row) {
    return own_points(data, [&](std::vector<double>& values, std::ptrdiff_t width) { std::copy_n(row.begin(), width, values.begin() + static_cast<std::ptrdiff_t>(index) * width); });
}
std::shared_ptr<const Dataset> with_new_point(const Dataset& data, const DataRow& row) {
    return own_points(data, [&](std::vector<double>& values, std::ptrdiff_t width) { values.insert(values.end(), row.begin(), row.begin() + width); });
}
std::shared_ptr<const Dataset> without_point(const Dataset& data, std::size_t index) {
    return own_points(data, [&](std::vector<double>& values, std::ptrdiff_t width) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(index) * width;
        values.erase(at, at + width);
    });
}

}  // namespace thalweg
