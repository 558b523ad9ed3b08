#include "core/training/landscape/principal_plane.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>

namespace thalweg {
namespace {

// Coordinates that are looked at together: the points' slices then fit into a cache, and a stop is heard soon.
constexpr Eigen::Index slice = 1024;

// A share of the variance below this is rounding.
constexpr double nothing = 1e-12;

}  // namespace

std::optional<PrincipalPlane> principal_plane(std::span<const std::span<const double>> points, const std::stop_token& stop) {
    const auto n = static_cast<Eigen::Index>(points.size());
    const Eigen::Index size = n > 0 ? static_cast<Eigen::Index>(points[0].size()) : 0;
    PrincipalPlane result{{Vector<double>::Zero(size), Vector<double>::Zero(size), Vector<double>::Zero(size)}};
    if (n == 0) return result;
    Vector<double>& mean = result.plane.origin;
    for (const auto& point : points) mean += Eigen::Map<const Vector<double>>(point.data(), size) / static_cast<double>(n);

    // With X the centred points as rows, XᵀX has one row per parameter, but XXᵀ only one per point, and the same eigenvalues: from its
    // eigenvector e to λ the direction is Xᵀe/√λ.
    Matrix<double> part;
    const auto centred = [&](Eigen::Index first, Eigen::Index count) {
        part.resize(count, n);
        for (Eigen::Index i = 0; i < n; ++i) part.col(i) = Eigen::Map<const Vector<double>>(points[static_cast<std::size_t>(i)].data() + first, count) - mean.segment(first, count);
    };
    Matrix<double> gram = Matrix<double>::Zero(n, n);
    for (Eigen::Index first = 0; first < size; first += slice) {
        if (stop.stop_requested()) return std::nullopt;
        centred(first, std::min(slice, size - first));
        gram.selfadjointView<Eigen::Lower>().rankUpdate(part.transpose());
    }
    const double whole = gram.trace();
    const Eigen::SelfAdjointEigenSolver<Matrix<double>> solved(gram);  // ascending, from the lower triangle
    std::array<double, 2> values{};
    Matrix<double> weights = Matrix<double>::Zero(n, 2);
    for (Eigen::Index k = 0; k < std::min<Eigen::Index>(2, n); ++k) {
        const double value = solved.eigenvalues()(n - 1 - k);
        if (!(value > nothing * whole)) break;
        values[static_cast<std::size_t>(k)] = value;
        weights.col(k) = solved.eigenvectors().col(n - 1 - k) / std::sqrt(value);
        // The first point's coordinate along the direction is √λ·e₀.
        if ((k == 0) == (weights(0, k) > 0)) weights.col(k) = -weights.col(k);
        ++result.rank;
    }
    if (result.rank == 0) return result;
    for (Eigen::Index first = 0; first < size; first += slice) {
        if (stop.stop_requested()) return std::nullopt;
        const Eigen::Index count = std::min(slice, size - first);
        centred(first, count);
        result.plane.u.segment(first, count) = part * weights.col(0);
        result.plane.v.segment(first, count) = part * weights.col(1);
    }
    result.share_u = values[0] / whole;
    result.share_v = values[1] / whole;
    return result;
}

}  // namespace thalweg
