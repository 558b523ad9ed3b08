#include "app/widgets/text.hpp"

#include "app/widgets/glyphs.hpp"

#include <cfloat>
#include <cmath>
#include <utility>

namespace thalweg::app {
namespace {

std::vector<TextLogEntry>* text_log = nullptr;

// Calls use(begin, end) with the text as the atlas knows it; most strings have no hat and are passed on untouched.
template <class Use>
auto with_glyphs(std::string_view text, Use&& use) {
    if (!has_hat(text)) return use(text.data(), text.data() + text.size());
    const std::string mapped = to_glyphs(text);
    return use(mapped.data(), mapped.data() + mapped.size());
}

struct CapRange { float top, bottom; };

CapRange capitals(ImFont* font) {
    const ImFontGlyph* glyph = font->FindGlyph('H');
    return glyph ? CapRange{glyph->Y0, glyph->Y1} : CapRange{0, font->FontSize};
}

void log_text(const ImDrawList& list, Rect rect, std::string_view text) {
    if (!text_log) return;
    const ImVec2 a = list.GetClipRectMin(), b = list.GetClipRectMax();
    text_log->push_back({rect, {a.x, a.y, b.x, b.y}, std::string(text)});
}

float snap(float v) { return std::floor(v + 0.5f); }

}  // namespace

void set_text_log(std::vector<TextLogEntry>* log) { text_log = log; }

float text_width(ImFont* font, std::string_view text) {
    if (text.empty()) return 0;
    return with_glyphs(text, [&](const char* begin, const char* end) {
        return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, begin, end).x;
    });
}

float text_height(ImFont* font) { return font->FontSize; }

float draw_text(ImDrawList& list, ImFont* font, float x, float centre_y, ImU32 colour, std::string_view text, float align) {
    if (text.empty()) return snap(x);
    const float width = text_width(font, text);
    const CapRange cap = capitals(font);
    const ImVec2 at{snap(x - width * align), snap(centre_y - (cap.top + cap.bottom) * 0.5f)};
    with_glyphs(text, [&](const char* begin, const char* end) { list.AddText(font, font->FontSize, at, colour, begin, end); });
    log_text(list, {at.x, at.y + cap.top, at.x + width, at.y + cap.bottom}, text);
    return at.x + width;
}

std::string fit_text(ImFont* font, std::string_view text, float max_width) {
    if (text_width(font, text) <= max_width) return std::string(text);
    std::vector<std::size_t> ends;  // where letters end, so that no letter is cut in half
    for (std::size_t at = 0; at < text.size();) {
        next_code_point(text, at);
        while (text.substr(at).starts_with("\xCC\x82")) at += 2;
        ends.push_back(at);
    }
    const auto shortened = [&](std::size_t letters) {
        std::string s(text.substr(0, letters == 0 ? 0 : ends[letters - 1]));
        while (!s.empty() && s.back() == ' ') s.pop_back();
        return s + "…";
    };
    std::size_t low = 0, high = ends.size();  // the most letters that fit
    while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (text_width(font, shortened(middle)) <= max_width) low = middle;
        else high = middle - 1;
    }
    return shortened(low);
}

float draw_text_fitted(ImDrawList& list, ImFont* font, float x, float centre_y, ImU32 colour, std::string_view text, float max_width,
                       float align) {
    return draw_text(list, font, x, centre_y, colour, fit_text(font, text, max_width), align);
}

void draw_text_upwards(ImDrawList& list, ImFont* font, float centre_x, float centre_y, ImU32 colour, std::string_view text) {
    const float width = text_width(font, text);
    const CapRange cap = capitals(font);
    const float half = (cap.bottom - cap.top) * 0.5f;
    const Rect place{snap(centre_x) - half, snap(centre_y) - width * 0.5f, snap(centre_x) + half, snap(centre_y) + width * 0.5f};
    log_text(list, place, text);

    // Drawn flat around the origin of a boundless clip (letters outside the clip would be left out), then turned by a quarter.
    const ImVec2 clip_min = list.GetClipRectMin(), clip_max = list.GetClipRectMax();
    if (place.x1 < clip_min.x || place.x0 > clip_max.x || place.y1 < clip_min.y || place.y0 > clip_max.y) return;
    list.PushClipRect({-16384, -16384}, {16384, 16384});
    const int first = list.VtxBuffer.Size;
    const ImVec2 at{0, -snap((cap.top + cap.bottom) * 0.5f)};
    with_glyphs(text, [&](const char* begin, const char* end) { list.AddText(font, font->FontSize, at, colour, begin, end); });
    for (int i = first; i < list.VtxBuffer.Size; ++i) {
        const ImVec2 p = list.VtxBuffer[i].pos;
        list.VtxBuffer[i].pos = {snap(centre_x) + p.y, snap(centre_y + width * 0.5f) - p.x};
    }
    list.PopClipRect();
}

namespace {

// How much of a word goes on a line: all of it, else up to a factor or a bracket of a formula, else as many letters as fit.
std::size_t part_that_fits(ImFont* font, std::string_view word, float width) {
    if (text_width(font, word) <= width) return word.size();
    std::size_t most = 0, at_operator = 0;
    for (std::size_t end = 1; end <= word.size(); ++end) {
        if (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xc0) == 0x80) continue;  // within a character
        if (most > 0 && text_width(font, word.substr(0, end)) > width) break;
        most = end;
        const std::string_view so_far = word.substr(0, end);
        if (so_far.ends_with("·") || so_far.ends_with("/") || so_far.ends_with(")")) at_operator = end;
    }
    return at_operator > 0 ? at_operator : most;
}

}  // namespace

float draw_text_wrapped(ImDrawList& list, ImFont* font, float x, float top, float width, ImU32 colour, std::string_view text,
                        float line_spacing) {
    const float step = std::floor(font->FontSize * line_spacing);
    const bool visible = (colour & IM_COL32_A_MASK) != 0;
    const auto put = [&](std::string_view line) {
        if (visible) draw_text(list, font, x, top + step * 0.5f, colour, line);
        top += step;
    };
    while (!text.empty()) {
        std::string_view paragraph = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), paragraph.size() + 1));
        std::size_t line_end = 0;
        if (paragraph.empty()) top += step * 0.5f;
        while (!paragraph.empty()) {
            // The longest run of words that fits; a single word that does not is broken.
            const std::size_t space = paragraph.find(' ', line_end + 1);
            const std::size_t next = std::min(space, paragraph.size());
            if (const std::size_t part = line_end == 0 ? part_that_fits(font, paragraph.substr(0, next), width) : next; part < next) {
                put(paragraph.substr(0, part));
                paragraph.remove_prefix(part);
            } else if (line_end > 0 && text_width(font, paragraph.substr(0, next)) > width) {
                put(paragraph.substr(0, line_end));
                paragraph.remove_prefix(std::min(paragraph.size(), line_end + 1));
                line_end = 0;
            } else if (next == paragraph.size()) {
                put(paragraph);
                break;
            } else {
                line_end = next;
            }
        }
    }
    return top;
}

}  // namespace thalweg::app
