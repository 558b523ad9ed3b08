// A height field as a function again: cubic between its samples, as the contour's shader has it.
#pragma once

#include <memory>

#include "app/scene/height_field.hpp"

namespace thalweg::app {

// Catmull & Rom (1974) along both axes. NaN where a sample nearby has no finite value; beyond the field its border goes on.
RowSampler interpolated(std::shared_ptr<const HeightField> field);

}  // namespace thalweg::app
