#include "app/shell/panes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace thalweg::app {
namespace {

float along(const PaneSize& size, SplitAxis axis) { return axis == SplitAxis::row ? size.width : size.height; }

// The length that a subtree takes along the axis whatever the window's size: only folded panes are so rigid.
std::optional<float> rigid_length(const Pane& pane, SplitAxis axis, const PaneMeasures& m) {
    if (pane.is_leaf()) return pane.folded ? std::optional(m.strip) : std::nullopt;
    if (pane.axis != axis) return std::nullopt;
    const auto first = rigid_length(pane.children[0], axis, m), second = rigid_length(pane.children[1], axis, m);
    return first && second ? std::optional(*first + m.splitter + *second) : std::nullopt;
}

float least_length(const Pane& pane, SplitAxis axis, const PaneMeasures& m) {
    if (const auto rigid = rigid_length(pane, axis, m)) return *rigid;
    if (pane.is_leaf()) return along(m.minimum ? m.minimum(pane.view) : PaneSize{}, axis);
    const float first = least_length(pane.children[0], axis, m), second = least_length(pane.children[1], axis, m);
    return pane.axis == axis ? first + m.splitter + second : std::max(first, second);
}

struct Cut { Rect first, between, second; };

Cut cut_at(const Rect& area, SplitAxis axis, float first_length, float gap) {
    Cut cut{area, area, area};
    if (axis == SplitAxis::row) {
        cut.first.x1 = cut.between.x0 = area.x0 + first_length;
        cut.between.x1 = cut.second.x0 = std::min(cut.first.x1 + gap, area.x1);
    } else {
        cut.first.y1 = cut.between.y0 = area.y0 + first_length;
        cut.between.y1 = cut.second.y0 = std::min(cut.first.y1 + gap, area.y1);
    }
    return cut;
}

float length_of(const Rect& area, SplitAxis axis) { return axis == SplitAxis::row ? area.width() : area.height(); }

float first_length(const Pane& pane, const Rect& area, const PaneMeasures& m) {
    const float room = std::max(0.0f, length_of(area, pane.axis) - m.splitter);
    const auto rigid_first = rigid_length(pane.children[0], pane.axis, m), rigid_second = rigid_length(pane.children[1], pane.axis, m);
    if (rigid_first) return std::min(*rigid_first, room);
    if (rigid_second) return std::max(0.0f, room - *rigid_second);
    const float least_first = least_length(pane.children[0], pane.axis, m), least_second = least_length(pane.children[1], pane.axis, m);
    if (least_first + least_second >= room)  // too small for both: share the want
        return std::floor(room * least_first / std::max(least_first + least_second, 1.0f));
    return std::clamp(std::floor(static_cast<float>(pane.ratio) * room + 0.5f), least_first, room - least_second);
}

void place(const Pane& pane, const Rect& area, SplitAxis parent_axis, const PaneMeasures& m, std::vector<int>& path, PaneLayout& out) {
    if (pane.is_leaf()) {
        out.panes.push_back({pane.view, area, pane.folded, parent_axis});
        return;
    }
    const Cut cut = cut_at(area, pane.axis, first_length(pane, area, m), m.splitter);
    const bool movable = !rigid_length(pane.children[0], pane.axis, m) && !rigid_length(pane.children[1], pane.axis, m);
    out.splitters.push_back({path, pane.axis, cut.between, area, movable});
    for (const int side : {0, 1}) {
        path.push_back(side);
        place(pane.children[static_cast<std::size_t>(side)], side == 0 ? cut.first : cut.second, pane.axis, m, path, out);
        path.pop_back();
    }
}

template <class P>
P* find_in(P& root, std::string_view view) {
    if (root.is_leaf()) return root.view == view ? &root : nullptr;
    for (auto& child : root.children)
        if (P* found = find_in(child, view)) return found;
    return nullptr;
}

}  // namespace

Pane leaf(std::string view, bool folded) {
    Pane pane;
    pane.view = std::move(view);
    pane.folded = folded;
    return pane;
}

Pane split(SplitAxis axis, double ratio, Pane first, Pane second) {
    Pane pane;
    pane.axis = axis;
    pane.ratio = std::clamp(ratio, 0.02, 0.98);
    pane.children.push_back(std::move(first));
    pane.children.push_back(std::move(second));
    return pane;
}

PaneLayout layout(const Pane& root, const Rect& area, const PaneMeasures& measures) {
    PaneLayout result;
    std::vector<int> path;
    place(root, area, SplitAxis::row, measures, path, result);
    return result;
}

void move_splitter(Pane& root, const PlacedSplitter& splitter, float position, const PaneMeasures& m) {
    Pane* pane = &root;
    for (const int side : splitter.path) {
        if (pane->is_leaf()) return;  // the tree has changed since
        pane = &pane->children[static_cast<std::size_t>(side)];
    }
    if (pane->is_leaf() || pane->axis != splitter.axis) return;
    const float room = length_of(splitter.area, pane->axis) - m.splitter;
    if (room <= 0) return;
    const float start = pane->axis == SplitAxis::row ? splitter.area.x0 : splitter.area.y0;
    const float least_first = least_length(pane->children[0], pane->axis, m), least_second = least_length(pane->children[1], pane->axis, m);
    const float wanted = std::min(std::max(position - start - m.splitter * 0.5f, least_first), std::max(room - least_second, 0.0f));
    pane->ratio = std::clamp(static_cast<double>(wanted / room), 0.02, 0.98);
}

Pane* find_pane(Pane& root, std::string_view view) { return find_in(root, view); }
const Pane* find_pane(const Pane& root, std::string_view view) { return find_in(root, view); }

bool set_folded(Pane& root, std::string_view view, bool folded) {
    Pane* pane = find_pane(root, view);
    if (pane) pane->folded = folded;
    return pane != nullptr;
}

}  // namespace thalweg::app
