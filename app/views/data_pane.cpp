#include "app/views/data_pane.hpp"

#include <utility>

#include "app/views/pictures.hpp"

namespace thalweg::app {
namespace {

bool folded(const Pane& pane) { return pane.is_leaf() ? pane.folded : folded(pane.children[0]) && folded(pane.children[1]); }
bool holds(const Pane& pane, std::string_view view) { return find_pane(pane, view) != nullptr; }

// The largest part of the tree that holds the scope and no picture.
Pane* inside_of_racers(Pane& pane) {
    if (!holds(pane, "scope")) return nullptr;
    if (!holds(pane, "contour") && !holds(pane, "surface")) return &pane;
    for (Pane& child : pane.children)
        if (Pane* found = inside_of_racers(child)) return found;
    return nullptr;
}

}  // namespace

void show_data(Pane& root, bool shown) {
    if (shown == holds(root, "data")) return;
    if (!shown) {
        remove_pane(root, "data");
        return;
    }
    Pane* inside = inside_of_racers(root);
    if (!inside) return;
    // Beside strips there is no room but that of another strip.
    const bool strip = folded(*inside);
    Pane rest = std::move(*inside);
    *inside = split(strip ? SplitAxis::row : SplitAxis::column, 0.47, leaf("data", strip), std::move(rest));
}

}  // namespace thalweg::app
