// The iteration of Muon: X ← x·X + (A·XXᵀ + AA·(XXᵀ)²)·X brings singular values up to 1 close to 1, without a decomposition.
#pragma once

namespace thalweg {

// Jordan's x, A and AA: steepest at 0, for the price of values that end between 0.7 and 1.2.
inline constexpr double newton_schulz_x = 3.4445, newton_schulz_A = -4.7750, newton_schulz_AA = 2.0315;

}  // namespace thalweg
