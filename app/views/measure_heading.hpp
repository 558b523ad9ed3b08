// The heading of a pane with a menu beside it: which of several measures is shown.
#pragma once

#include <functional>
#include <string_view>

#include "app/views/view.hpp"

namespace thalweg::app {

// `names(i)` of so many measures; those that are not offered have an empty name. Moves `index` to the one that was chosen.
// Returns the right edge.
float measure_heading(const ViewContext& context, std::string_view title, std::size_t count, const std::function<std::string_view(std::size_t)>& names, std::size_t& index, std::string_view tip);

}  // namespace thalweg::app
