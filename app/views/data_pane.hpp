// Where the pane of a regression's data stands: beside the pictures, above what is inside the racers. A surface has none.
#pragma once

#include "app/shell/panes.hpp"

namespace thalweg::app {

// Gives the tree a pane for the data, or takes it away; where it is as wanted already, nothing changes.
void show_data(Pane& root, bool shown);

}  // namespace thalweg::app
