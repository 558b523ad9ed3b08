#include "app/shell/hats.hpp"

#include <algorithm>
#include <cmath>

namespace thalweg::app {
namespace {

constexpr ImWchar circumflex = 0x2C6;  // the spacing one: combining marks have no width of their own to centre

struct Bitmap {
    int x, y, width, height;  // in the font's coordinates: y grows downwards from the top of the line
    int source_x, source_y;   // in the atlas
};

Bitmap bitmap_of(const ImFontAtlas& atlas, const ImFontGlyph& glyph) {
    const auto whole = [](float v) { return static_cast<int>(std::lround(v)); };
    return {whole(glyph.X0), whole(glyph.Y0), whole(glyph.X1 - glyph.X0), whole(glyph.Y1 - glyph.Y0),
            whole(glyph.U0 * static_cast<float>(atlas.TexWidth)), whole(glyph.V0 * static_cast<float>(atlas.TexHeight))};
}

template <class Pixel>
void blit(Pixel* pixels, int stride, const Bitmap& from, int to_x, int to_y) {
    for (int y = 0; y < from.height; ++y)
        for (int x = 0; x < from.width; ++x) {
            Pixel& target = pixels[(to_y + y) * stride + to_x + x];
            target = std::max(target, pixels[(from.source_y + y) * stride + from.source_x + x]);
        }
}

void compose(ImFontAtlas& atlas, ImFont& font, ImWchar base_code, ImWchar code, int slot) {
    const ImFontGlyph* base_glyph = font.FindGlyphNoFallback(base_code);
    const ImFontGlyph* hat_glyph = font.FindGlyphNoFallback(circumflex);
    const ImFontGlyph* x_glyph = font.FindGlyphNoFallback('x');
    const ImFontAtlasCustomRect* room = atlas.GetCustomRectByIndex(slot);
    if (!base_glyph || !hat_glyph || !x_glyph || !room || !room->IsPacked()) return;

    const Bitmap base = bitmap_of(atlas, *base_glyph);
    Bitmap hat = bitmap_of(atlas, *hat_glyph);
    // The hat stands above x-height by nature; over a tall letter (d, h, θ) it keeps the same gap.
    const int gap = std::max(1, static_cast<int>(std::lround(x_glyph->Y0)) - (hat.y + hat.height));
    hat.x = base.x + static_cast<int>(std::lround(static_cast<float>(base.width - hat.width) * 0.5f));
    hat.y = std::min(hat.y, base.y - gap - hat.height);

    const int left = std::min(base.x, hat.x), top = std::min(base.y, hat.y);
    const int right = std::max(base.x + base.width, hat.x + hat.width), bottom = std::max(base.y + base.height, hat.y + hat.height);
    if (right - left > room->Width || bottom - top > room->Height) return;
    for (const Bitmap& part : {base, hat}) {
        const int x = room->X + part.x - left, y = room->Y + part.y - top;
        if (atlas.TexPixelsAlpha8) blit(atlas.TexPixelsAlpha8, atlas.TexWidth, part, x, y);
        if (atlas.TexPixelsRGBA32) blit(atlas.TexPixelsRGBA32, atlas.TexWidth, part, x, y);
    }
    const float w = static_cast<float>(atlas.TexWidth), h = static_cast<float>(atlas.TexHeight);
    const float advance = base_glyph->AdvanceX;  // copied: AddGlyph may move the glyphs
    font.AddGlyph(nullptr, code, static_cast<float>(left), static_cast<float>(top), static_cast<float>(right), static_cast<float>(bottom),
                  static_cast<float>(room->X) / w, static_cast<float>(room->Y) / h, static_cast<float>(room->X + right - left) / w,
                  static_cast<float>(room->Y + bottom - top) / h, advance);
    font.BuildLookupTable();
}

}  // namespace

HatSlots reserve_hats(ImFontAtlas& atlas, float font_pixels) {
    HatSlots slots;
    const int side = static_cast<int>(font_pixels * 1.4f) + 2;
    for (int& slot : slots) slot = atlas.AddCustomRectRegular(side, side);
    return slots;
}

void compose_hats(ImFontAtlas& atlas, ImFont& font, const HatSlots& slots) {
    for (std::size_t i = 0; i < hat_count; ++i)
        compose(atlas, font, static_cast<ImWchar>(hat_base(i)), static_cast<ImWchar>(hat_code(i)), slots[i]);
}

}  // namespace thalweg::app
