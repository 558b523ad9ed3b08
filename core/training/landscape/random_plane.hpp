// Random directions, filter-normalised: Li, Xu, Taylor, Studer & Goldstein, "Visualizing the loss landscape of neural nets" (NeurIPS
// 2018), section 4.
#pragma once

#include <cstdint>

#include "core/networks/architecture.hpp"
#include "core/training/landscape/plane.hpp"

namespace thalweg {

// Every filter of a direction, here the weights that lead into one output unit (a row of W; of a recurrent layer one of W_x and one of
// W_h), is standard normal and then scaled to the norm of the same filter of θ. Biases and the parameters of norms stay as they are, as
// in the code that came with the paper. So (a, b) = (1, 0) changes each filter by as much as it is long.
Vector<double> filter_normalised_direction(const Architecture& architecture, const Vector<double>& theta, std::uint64_t seed, std::uint32_t which);
Plane random_plane(const Architecture& architecture, const Vector<double>& theta, std::uint64_t seed);

}  // namespace thalweg
