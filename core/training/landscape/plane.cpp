#include "core/training/landscape/plane.hpp"

#include <utility>

namespace thalweg {

Projector::Projector(Plane plane) : plane_(std::move(plane)), uu_(plane_.u.squaredNorm()), uv_(plane_.u.dot(plane_.v)), vv_(plane_.v.squaredNorm()) {}

Projection Projector::operator()(std::span<const double> theta) const {
    const Vector<double> away = Eigen::Map<const Vector<double>>(theta.data(), static_cast<Eigen::Index>(theta.size())) - plane_.origin;
    const double au = away.dot(plane_.u), av = away.dot(plane_.v), determinant = uu_ * vv_ - uv_ * uv_;
    const double a = (vv_ * au - uv_ * av) / determinant, b = (uu_ * av - uv_ * au) / determinant;
    return {a, b, (away - a * plane_.u - b * plane_.v).norm()};  // by the vector itself: ‖away‖² − ‖projection‖² would lose all digits next to the plane
}

}  // namespace thalweg
