#include "core/training/landscape/random_plane.hpp"

#include "core/numerics/random.hpp"

namespace thalweg {

Vector<double> filter_normalised_direction(const Architecture& architecture, const Vector<double>& theta, std::uint64_t seed, std::uint32_t which) {
    Vector<double> direction = Vector<double>::Zero(theta.size());
    for (const ParameterBlock& block : ParameterLayout(architecture).blocks) {
        if (!block.decays) continue;  // only weights do
        for (int row = 0; row < block.rows; ++row) {
            const Eigen::Index first = block.offset + static_cast<Eigen::Index>(row) * block.columns;
            auto filter = direction.segment(first, block.columns);
            for (Eigen::Index i = 0; i < block.columns; ++i) filter(i) = normal(draw(seed, Stream::landscape_direction, which, static_cast<std::uint32_t>(first + i)));
            filter *= theta.segment(first, block.columns).norm() / filter.norm();
        }
    }
    return direction;
}

Plane random_plane(const Architecture& architecture, const Vector<double>& theta, std::uint64_t seed) {
    return {theta, filter_normalised_direction(architecture, theta, seed, 0), filter_normalised_direction(architecture, theta, seed, 1)};
}

}  // namespace thalweg
