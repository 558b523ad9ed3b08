// Draws what lies between panes: splitters to drag and the strips of folded ones.
#pragma once

#include "app/shell/panes.hpp"
#include "app/widgets/ui.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace thalweg::app {

using PaneTitle = std::function<std::string(std::string_view view)>;

struct PanesResult {
    bool changed = false;    // the tree is different now: lay out again in the next frame
    bool committed = false;  // worth saving
};

// Measures in pixels of this scale; `minimum` gives unscaled sizes.
PaneMeasures pane_measures(const Ui& ui, std::function<PaneSize(std::string_view)> minimum);

// After the panes' contents, so that splitters lie above them.
PanesResult draw_panes(const Ui& ui, Pane& root, const PaneLayout& layout, const PaneMeasures& measures, const PaneTitle& title);

// The chevron that folds a pane, for the pane's own heading. True when it was folded by this click.
bool fold_button(const Ui& ui, Pane& root, std::string_view view, const Rect& rect, SplitAxis along);

}  // namespace thalweg::app
