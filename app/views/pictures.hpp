// Which pictures of the loss are shown: from above, in 3D, or both side by side.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "app/shell/panes.hpp"

namespace thalweg::app {

enum class Pictures { contour, surface, both };

inline constexpr std::array<std::string_view, 3> picture_keys{"contour", "3d", "both"};  // in files and on the command line
inline constexpr std::array<std::string_view, 3> picture_labels{"Contour", "3D", "Both"};

std::optional<Pictures> pictures_by_key(std::string_view key);
inline std::string_view key_of(Pictures p) { return picture_keys[static_cast<std::size_t>(p)]; }
inline bool shows_contour(Pictures p) { return p != Pictures::surface; }
inline bool shows_surface(Pictures p) { return p != Pictures::contour; }

// Each picture is turned on and off by itself; the last one gives way to the other.
Pictures toggled_contour(Pictures p);
Pictures toggled_surface(Pictures p);

// The tree without this leaf, whose neighbour takes the room; false if there is none, or nothing else.
bool remove_pane(Pane& root, std::string_view view);

// Makes the tree hold these pictures and no other; where it does already, their ratio stays.
void show_pictures(Pane& root, Pictures pictures);

}  // namespace thalweg::app
