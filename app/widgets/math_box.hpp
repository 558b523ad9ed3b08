// Boxes that formulas are set from: texts, rules and strokes about an axis, the middle of the capitals. Boxes join side by
// side, as fractions, under roots, in brackets and with raised and lowered indices. Lengths are pixels.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/ui.hpp"

namespace thalweg::app {

struct MathStyle {
    ImFont* text = nullptr;   // of the line
    ImFont* index = nullptr;  // of what is raised or lowered
    float scale = 1;          // of the window, for the width of rules
};

struct MathBox {
    struct Text {
        float x, y;  // left edge, middle of the capitals
        ImFont* font;
        std::string string;
    };
    struct Stroke {
        std::vector<ImVec2> points;
        float width;
    };

    float width = 0, above = 0, below = 0;  // of the axis; both positive
    std::vector<Text> texts;
    std::vector<Rect> rules;
    std::vector<Stroke> strokes;

    float height() const { return above + below; }
    bool tall(const MathStyle& style) const { return height() > 1.25f * style.text->FontSize; }
};

MathBox math_text(ImFont* font, std::string_view text);
MathBox math_symbol(const MathStyle& style, std::string_view symbol, const MathBox* raised = nullptr);  // "β₁", "v_max", "m̂"
MathBox math_gap(float width);

void append(MathBox& row, const MathBox& next, float lift = 0);  // to the right, raised by `lift`
void shift(MathBox& box, float dx, float dy);
MathBox math_rows(const std::vector<MathBox>& rows, float gap);  // left-aligned, the axis in the middle
MathBox math_fraction(const MathStyle& style, MathBox upper, MathBox lower);
MathBox math_root(const MathStyle& style, MathBox content);
MathBox math_raised(const MathStyle& style, MathBox base, const MathBox& index);
MathBox math_cases(const MathStyle& style, const std::vector<MathBox>& rows);  // behind a brace

enum class Fence { round, bar, double_bar };
MathBox math_fenced(const MathStyle& style, MathBox content, Fence fence = Fence::round);

void draw_math(ImDrawList& list, const MathBox& box, float x, float axis_y, ImU32 colour);

}  // namespace thalweg::app
