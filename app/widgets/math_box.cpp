#include "app/widgets/math_box.hpp"

#include <numbers>

#include "app/widgets/glyphs.hpp"
#include "app/widgets/text.hpp"

namespace thalweg::app {
namespace {

constexpr std::string_view combining_hat = "\u0302";

float thin(const MathStyle& style) { return std::max(1.0f, std::floor(1.1f * style.scale + 0.3f)); }

// Splits "β₁" into "β" and "1", "v_max" and "v max" into "v" and "max".
struct Named {
    std::string base, index;
};

Named split_index(std::string_view symbol) {
    static constexpr std::u32string_view lowered = U"₀₁₂₃₄₅₆₇₈₉₊₋ₜₖ";
    static constexpr std::array<std::string_view, 14> plain{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "−", "t", "k"};
    std::size_t letter = 0;
    if (!symbol.empty()) next_code_point(symbol, letter);
    const std::size_t bar = symbol.substr(letter).starts_with(' ') ? letter : symbol.find('_');  // "v max", but not "reset k"
    if (bar != std::string_view::npos && bar > 0 && bar + 1 < symbol.size()) return {std::string(symbol.substr(0, bar)), std::string(symbol.substr(bar + 1))};
    Named named;
    for (std::size_t at = 0; at < symbol.size();) {
        const std::size_t start = at;
        const std::size_t which = lowered.find(next_code_point(symbol, at));
        if (which != std::u32string_view::npos) named.index += plain[which];
        else if (named.index.empty()) named.base += symbol.substr(start, at - start);
        else return {std::string(symbol), {}};  // something behind the index: no simple symbol
    }
    return named.base.empty() ? Named{std::string(symbol), {}} : named;
}

// A hat that the font has no ready-made letter for is drawn over its base.
MathBox hatted(const MathStyle& style, std::string_view text) {
    const std::string known = to_glyphs(text);
    if (!has_hat(known)) return math_text(style.text, text);
    std::string bare(known);
    for (std::size_t at; (at = bare.find(combining_hat)) != std::string::npos;) bare.erase(at, combining_hat.size());
    MathBox box = math_text(style.text, bare);
    const float size = style.text->FontSize, middle = box.width * 0.5f, half = 0.17f * size, foot = -0.38f * size;
    box.strokes.push_back({{{middle - half, foot}, {middle, foot - 0.12f * size}, {middle + half, foot}}, thin(style)});
    box.above += 0.1f * size;
    return box;
}

// Everything of `next` at its place; the extents are the caller's.
void merge(MathBox& box, MathBox next, float dx, float dy) {
    shift(next, dx, dy);
    box.above = std::max(box.above, next.above);
    box.below = std::max(box.below, next.below);
    box.width = std::max(box.width, dx + next.width);
    box.texts.insert(box.texts.end(), std::make_move_iterator(next.texts.begin()), std::make_move_iterator(next.texts.end()));
    box.rules.insert(box.rules.end(), next.rules.begin(), next.rules.end());
    box.strokes.insert(box.strokes.end(), std::make_move_iterator(next.strokes.begin()), std::make_move_iterator(next.strokes.end()));
}

float raise_of(const MathStyle& style, const MathBox& base) { return std::max(0.38f * style.text->FontSize, base.above - 0.3f * style.index->FontSize); }

std::vector<ImVec2> bracket(float top, float bottom, float from, float to) {
    std::vector<ImVec2> points;
    constexpr int pieces = 14;
    for (int i = 0; i <= pieces; ++i) {
        const float t = static_cast<float>(i) / pieces, bulge = std::sin(t * std::numbers::pi_v<float>);
        points.push_back({from + (to - from) * std::sqrt(bulge), top + (bottom - top) * t});
    }
    return points;
}

}  // namespace

MathBox math_text(ImFont* font, std::string_view text) {
    MathBox box;
    box.width = std::ceil(text_width(font, text));
    box.above = std::ceil(0.43f * font->FontSize);
    box.below = std::ceil(0.45f * font->FontSize);
    box.texts.push_back({0, 0, font, std::string(text)});
    return box;
}

MathBox math_gap(float width) {
    MathBox box;
    box.width = width;
    return box;
}

void shift(MathBox& box, float dx, float dy) {
    for (MathBox::Text& t : box.texts) t.x += dx, t.y += dy;
    for (Rect& r : box.rules) r = {r.x0 + dx, r.y0 + dy, r.x1 + dx, r.y1 + dy};
    for (MathBox::Stroke& s : box.strokes)
        for (ImVec2& p : s.points) p = {p.x + dx, p.y + dy};
    box.above -= dy;
    box.below += dy;
}

void append(MathBox& row, const MathBox& next, float lift) { merge(row, next, row.width, -lift); }

MathBox math_symbol(const MathStyle& style, std::string_view symbol, const MathBox* raised) {
    const auto [base, index] = split_index(symbol);
    MathBox box = hatted(style, base);
    const float edge = box.width + std::floor(0.06f * style.text->FontSize);
    const MathBox letter = box;
    if (!index.empty()) merge(box, math_text(style.index, index), edge, std::round(0.36f * style.text->FontSize));
    if (raised) merge(box, *raised, edge, -std::round(raise_of(style, letter)));
    return box;
}

MathBox math_rows(const std::vector<MathBox>& rows, float gap) {
    MathBox box;
    float total = -gap;
    for (const MathBox& row : rows) total += row.height() + gap;
    float y = -std::round(total * 0.5f);
    for (const MathBox& row : rows) {
        merge(box, row, 0, y + row.above);
        y += row.height() + gap;
    }
    return box;
}

MathBox math_fraction(const MathStyle& style, MathBox upper, MathBox lower) {
    MathBox box;
    const float size = style.text->FontSize, bar = thin(style), gap = std::ceil(0.08f * size), side = std::ceil(0.12f * size), lead = std::ceil(0.06f * size);
    const float inner = std::max(upper.width, lower.width) + 2 * side;
    const float half = std::floor(bar * 0.5f);
    merge(box, upper, lead + std::floor((inner - upper.width) * 0.5f), -(half + gap + upper.below));
    merge(box, lower, lead + std::floor((inner - lower.width) * 0.5f), bar - half + gap + lower.above);
    box.rules.push_back({lead, -half, lead + inner, bar - half});
    box.width = inner + 2 * lead;
    return box;
}

MathBox math_root(const MathStyle& style, MathBox content) {
    MathBox box;
    const float size = style.text->FontSize, bar = thin(style), gap = std::ceil(0.06f * size), sign = std::ceil(0.55f * size), tail = std::ceil(0.08f * size);
    const float top = -(content.above + gap), foot = content.below - 0.06f * size;
    merge(box, content, sign + tail * 0.5f, 0);
    box.width = std::ceil(sign + content.width + tail);
    box.strokes.push_back({{{0.04f * size, foot - 0.38f * size}, {0.14f * size, foot - 0.45f * size}}, bar});
    box.strokes.push_back({{{0.14f * size, foot - 0.45f * size}, {0.3f * size, foot}}, 1.6f * bar});
    box.strokes.push_back({{{0.3f * size, foot}, {sign, top + bar * 0.5f}}, bar});
    box.rules.push_back({std::floor(sign - bar * 0.5f), std::floor(top), box.width, std::floor(top) + bar});
    box.above = content.above + gap + bar;
    return box;
}

MathBox math_raised(const MathStyle& style, MathBox base, const MathBox& index) {
    append(base, index, std::round(raise_of(style, base)));
    return base;
}

MathBox math_fenced(const MathStyle& style, MathBox content, Fence fence) {
    const float size = style.text->FontSize, bar = thin(style);
    if (fence == Fence::round && !content.tall(style)) {
        MathBox box = math_text(style.text, "(");
        append(box, content);
        append(box, math_text(style.text, ")"));
        return box;
    }
    MathBox box;
    const float top = -content.above, bottom = content.below;
    if (fence == Fence::round) {
        const float wide = std::ceil(0.34f * size);
        merge(box, content, wide, 0);
        box.strokes.push_back({bracket(top, bottom, wide - 0.06f * size, 0.1f * size), 1.25f * bar});
        box.strokes.push_back({bracket(top, bottom, wide + content.width + 0.06f * size, 2 * wide + content.width - 0.1f * size), 1.25f * bar});
        box.width = 2 * wide + content.width;
        return box;
    }
    const int bars = fence == Fence::double_bar ? 2 : 1;
    const float step = std::ceil(bar + 0.12f * size), edge = std::ceil(0.12f * size), wide = edge + step * static_cast<float>(bars);
    merge(box, content, wide, 0);
    for (int i = 0; i < bars; ++i) {
        const float left = edge + step * static_cast<float>(i), right = wide + content.width + step * static_cast<float>(bars - 1 - i) + step - bar;
        box.rules.push_back({left, top, left + bar, bottom});
        box.rules.push_back({right, top, right + bar, bottom});
    }
    box.width = 2 * wide + content.width;
    return box;
}

MathBox math_cases(const MathStyle& style, const std::vector<MathBox>& rows) {
    const float size = style.text->FontSize, wide = std::ceil(0.42f * size), gap = std::ceil(0.2f * size);
    const MathBox content = math_rows(rows, gap);
    MathBox box;
    merge(box, content, wide + gap, 0);
    const float x = 0.5f * wide, hook = 0.22f * size, top = -content.above, bottom = content.below;
    box.strokes.push_back({{{wide, top}, {x + 0.1f * size, top + 0.3f * hook}, {x, top + hook}, {x, -hook}, {x - 0.1f * size, -0.3f * hook}, {0.06f * size, 0},
                            {x - 0.1f * size, 0.3f * hook}, {x, hook}, {x, bottom - hook}, {x + 0.1f * size, bottom - 0.3f * hook}, {wide, bottom}}, thin(style)});
    return box;
}

void draw_math(ImDrawList& list, const MathBox& box, float x, float axis_y, ImU32 colour) {
    x = std::floor(x + 0.5f), axis_y = std::floor(axis_y + 0.5f);
    for (const MathBox::Text& t : box.texts) draw_text(list, t.font, x + t.x, axis_y + t.y, colour, t.string);
    for (const Rect& r : box.rules) list.AddRectFilled({x + r.x0, axis_y + r.y0}, {x + r.x1, axis_y + r.y1}, colour);
    for (const MathBox::Stroke& s : box.strokes) {
        std::vector<ImVec2> points = s.points;
        for (ImVec2& p : points) p = {p.x + x, p.y + axis_y};
        list.AddPolyline(points.data(), static_cast<int>(points.size()), colour, ImDrawFlags_None, s.width);
    }
}

}  // namespace thalweg::app
