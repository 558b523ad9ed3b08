#pragma once

#include "app/widgets/ui.hpp"

namespace thalweg::app {

struct SplitterResult {
    float moved = 0;  // pixels in this frame
    bool held = false, released = false, reset = false;  // reset: double click
};

// A thin bar between two panes; `moves_x` when it separates left from right.
SplitterResult splitter(const Ui& ui, const char* id, const Rect& rect, bool moves_x);

}  // namespace thalweg::app
