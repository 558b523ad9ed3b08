// Icons drawn as shapes: they scale, follow the theme and need no icon font.
#pragma once

#include "app/shell/theme.hpp"

#include <imgui.h>

namespace thalweg::app {

enum class Icon {
    to_start, step_back, play, pause, step_forward, to_end,
    plus, close, check, duplicate, eye, eye_off, chevron_down, chevron_right, chevron_left, chevron_up,
    up, down, reset, link, camera, help, folder, save, undo, redo, sun, moon, gear, more, grid,
};

// Within a square of `size` pixels around the centre.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float size, ImU32 colour);

// Racer markers; radius as of a disc with the same visual weight.
void draw_marker(ImDrawList& list, Marker marker, ImVec2 centre, float radius, ImU32 colour, ImU32 rim);

}  // namespace thalweg::app
