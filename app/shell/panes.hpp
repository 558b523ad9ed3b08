// The tree of panes: splits and leaves, with folding. Pure geometry and text; drawing is in panes_view.hpp.
#pragma once

#include "app/widgets/rect.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg::app {

enum class SplitAxis { row, column };  // row: side by side; column: one above the other

struct Pane {
    std::string view;  // of a leaf; empty for a split
    bool folded = false;
    SplitAxis axis = SplitAxis::row;
    double ratio = 0.5;         // the first child's part
    std::vector<Pane> children;  // none or two

    bool is_leaf() const { return children.empty(); }
    friend bool operator==(const Pane&, const Pane&) = default;
};

Pane leaf(std::string view, bool folded = false);
Pane split(SplitAxis axis, double ratio, Pane first, Pane second);

struct PaneSize { float width = 120, height = 80; };

struct PaneMeasures {
    float splitter = 1;  // between two panes
    float strip = 28;    // what is left of a folded pane
    std::function<PaneSize(std::string_view view)> minimum;  // none: a default for all
};

struct PlacedPane {
    std::string view;
    Rect rect;
    bool folded;
    SplitAxis along;  // of a folded one: row means an upright strip, column a lying one
};

struct PlacedSplitter {
    std::vector<int> path;  // 0 and 1 from the root to the split
    SplitAxis axis;
    Rect rect;
    Rect area;  // of both children
    bool movable;
};

struct PaneLayout {
    std::vector<PlacedPane> panes;
    std::vector<PlacedSplitter> splitters;
};

PaneLayout layout(const Pane& root, const Rect& area, const PaneMeasures& measures);

// Drags the splitter to this pixel; sizes stay within the minima.
void move_splitter(Pane& root, const PlacedSplitter& splitter, float position, const PaneMeasures& measures);

Pane* find_pane(Pane& root, std::string_view view);
const Pane* find_pane(const Pane& root, std::string_view view);
bool set_folded(Pane& root, std::string_view view, bool folded);

// One line: (row 0.23 racers (column 0.7 contour ~loss)); ~ marks a folded pane.
std::string format_panes(const Pane& root);

struct ParsedPanes {
    Pane root;
    std::string problem;  // why the fallback was taken; empty when all is well
};

// `known` are the views of the program. Anything that does not make sense gives the fallback and the reason.
ParsedPanes parse_panes(std::string_view text, const Pane& fallback, const std::vector<std::string>& known);

}  // namespace thalweg::app
