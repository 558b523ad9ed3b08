// A menu for a long list: grouped under headings, with a field that filters by what is typed. Arrows and Enter choose, so does
// the mouse; the list scrolls within the window.
#pragma once

#include "app/widgets/ui.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace thalweg::app {

struct CatalogueEntry {
    std::string_view id, name;
    std::string_view group = {};  // entries of a group stand together
    std::string_view note = {};   // small and grey, in a second line
    bool checked = false;
};

// Opened by open_menu(id) like other menus; `width` unscaled. Returns the position of the entry that was chosen.
std::optional<std::size_t> catalogue_menu(const Ui& ui, const char* id, const Rect& anchor, float width, std::span<const CatalogueEntry> entries,
                                          std::string_view footnote = {});

}  // namespace thalweg::app
