// The plane in which paths through parameter space move most: principal component analysis of all their points together
// (Gallagher & Downs 2003; Li et al. 2018, section 7).
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/training/landscape/plane.hpp"

namespace thalweg {

struct PrincipalPlane {
    Plane plane;          // through the mean of the points; orthonormal directions, the first one that of the largest variance
    double share_u = 0, share_v = 0;  // of the points' variance that lies along each direction
    int rank = 0;         // of the centred points, but not more than 2; directions beyond it are zero
};

// Each point has as many numbers. Signs are chosen so that the first point, where runs begin, has a ≤ 0 and b ≥ 0. Empty where a
// stop was asked for.
std::optional<PrincipalPlane> principal_plane(std::span<const std::span<const double>> points, const std::stop_token& stop = {});

}  // namespace thalweg
