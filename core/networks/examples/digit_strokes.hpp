// How the ten digits are written: strokes of a pen.
#pragma once

#include <Eigen/Core>
#include <vector>

namespace thalweg::examples {

using Stroke = std::vector<Eigen::Vector2d>;  // points joined by straight pieces

// In a box of about ±0.6 × ±1, y downwards. Most digits have a second manner: 1 with a foot, open 4, crossed 7, straight 9.
std::vector<Stroke> digit_strokes(int digit, bool second_manner);

}  // namespace thalweg::examples
