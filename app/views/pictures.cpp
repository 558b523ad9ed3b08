#include "app/views/pictures.hpp"

#include <utility>

namespace thalweg::app {
namespace {

bool is(const Pane& pane, std::string_view view) { return pane.is_leaf() && pane.view == view; }
bool holds(const Pane& pane, std::string_view view) { return find_pane(pane, view) != nullptr; }

bool rename(Pane& pane, std::string_view from, std::string_view to) {
    if (Pane* found = find_pane(pane, from)) return found->view = to, true;
    return false;
}

}  // namespace

std::optional<Pictures> pictures_by_key(std::string_view key) {
    for (std::size_t i = 0; i < picture_keys.size(); ++i)
        if (picture_keys[i] == key) return static_cast<Pictures>(i);
    return std::nullopt;
}

bool remove_pane(Pane& pane, std::string_view view) {
    if (pane.is_leaf()) return false;
    for (const std::size_t side : {0u, 1u}) {
        if (is(pane.children[side], view)) {
            Pane other = std::move(pane.children[1 - side]);
            pane = std::move(other);
            return true;
        }
        if (remove_pane(pane.children[side], view)) return true;
    }
    return false;
}

Pictures toggled_contour(Pictures p) { return p == Pictures::surface ? Pictures::both : Pictures::surface; }
Pictures toggled_surface(Pictures p) { return p == Pictures::contour ? Pictures::both : Pictures::contour; }

void show_pictures(Pane& root, Pictures pictures) {
    const bool contour = holds(root, "contour"), surface = holds(root, "surface");
    if (pictures == Pictures::both) {
        if (contour && surface) return;
        if (Pane* one = find_pane(root, contour ? "contour" : "surface")) *one = split(SplitAxis::row, 0.5, leaf("contour"), leaf("surface"));
        return;
    }
    const std::string_view wanted = pictures == Pictures::contour ? "contour" : "surface", other = pictures == Pictures::contour ? "surface" : "contour";
    if (contour && surface) remove_pane(root, other);
    else rename(root, other, wanted);
}

}  // namespace thalweg::app
