// How many seeds are raced, where chance has a part.
#pragma once

#include "app/views/view.hpp"

namespace thalweg::app {

// Takes a row at the cursor, or nothing.
void ensemble_slider(const ViewContext& context, float width);

}  // namespace thalweg::app
