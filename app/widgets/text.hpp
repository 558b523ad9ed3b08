// All text of the window goes through draw_text, so a test can list every text with its place and find overlaps and clips.
#pragma once

#include "app/widgets/rect.hpp"

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace thalweg::app {

struct TextLogEntry {
    Rect rect, clip;     // from the top of the capitals to the baseline
    std::string string;  // as the caller wrote it
};

void set_text_log(std::vector<TextLogEntry>* log);  // nullptr: no log

// Draws at x (align 0: left edge, 0.5: middle, 1: right edge) with the capitals centred on centre_y, so faces of different
// sizes line up. Returns the right edge. "m̂" (m + U+0302) is drawn as one letter.
float draw_text(ImDrawList& list, ImFont* font, float x, float centre_y, ImU32 colour, std::string_view text, float align = 0);

// The same, ending with an ellipsis where the text is wider than max_width.
float draw_text_fitted(ImDrawList& list, ImFont* font, float x, float centre_y, ImU32 colour, std::string_view text, float max_width,
                       float align = 0);

// Reads upwards, centred on (centre_x, centre_y): for titles of folded strips and for y axes.
void draw_text_upwards(ImDrawList& list, ImFont* font, float centre_x, float centre_y, ImU32 colour, std::string_view text);

// Several lines, broken at spaces and at newlines. Returns the y below the last line; an invisible colour only measures.
float draw_text_wrapped(ImDrawList& list, ImFont* font, float x, float top, float width, ImU32 colour, std::string_view text,
                        float line_spacing = 1.35f);

float text_width(ImFont* font, std::string_view text);
float text_height(ImFont* font);  // of a line
std::string fit_text(ImFont* font, std::string_view text, float max_width);

}  // namespace thalweg::app
