// Formulas set as in a paper: fractions stacked, roots under their line, indices raised and lowered, hats.
#pragma once

#include <optional>
#include <span>

#include "app/widgets/math_box.hpp"
#include "core/formula/text.hpp"

namespace thalweg::app {

MathBox set_expression(const MathStyle& style, const Expression& expression, const Symbols& symbols = usual_symbol);

// "m ← β₁·m + (1 − β₁)·g", without its condition. Sums too wide are broken before a sign, each row further in than the
// name; nothing where even that is wider than `width`.
std::optional<MathBox> set_statement(const MathStyle& style, const Statement& statement, const Symbols& symbols, float width);

// Draws a statement from `top` on in the first style in which it fits, else as lines of plain text. Returns the y below it; an
// invisible colour only measures.
float draw_statement(ImDrawList& list, std::span<const MathStyle> styles, const Statement& statement, const Symbols& symbols, float x, float top, float width, ImU32 colour);

}  // namespace thalweg::app
