// Draws letters with hats into the font atlas: the letter and a circumflex, centred over it, as one glyph.
#pragma once

#include "app/widgets/glyphs.hpp"

#include <imgui.h>

#include <array>

namespace thalweg::app {

using HatSlots = std::array<int, hat_count>;  // rectangles of the atlas

HatSlots reserve_hats(ImFontAtlas& atlas, float font_pixels);                      // before Build
void compose_hats(ImFontAtlas& atlas, ImFont& font, const HatSlots& slots);        // after Build

}  // namespace thalweg::app
