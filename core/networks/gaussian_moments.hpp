// What an activation does to a wide layer: means over z ~ N(0, variance), which sums of many independent terms tend to.
#pragma once

#include "core/networks/activation.hpp"

namespace thalweg {

struct GaussianMoments {
    double mean;          // E[φ(z)]
    double square;        // E[φ(z)²]
    double slope_square;  // E[φ′(z)²]
};
GaussianMoments gaussian_moments(const ActivationSpec& activation, double parameter, double variance);

}  // namespace thalweg
