#include "app/widgets/glyphs.hpp"

#include <optional>

namespace thalweg::app {
namespace {

constexpr std::string_view combining_hat = "\xCC\x82";  // U+0302

std::optional<char32_t> hat_of(char32_t base) {
    for (std::size_t i = 0; i < hat_count; ++i)
        if (hat_base(i) == base) return hat_code(i);
    return std::nullopt;
}

}  // namespace

char32_t next_code_point(std::string_view utf8, std::size_t& position) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const unsigned char lead = byte(position++);
    if (lead < 0x80) return lead;
    const int extra = lead >= 0xF0 && lead < 0xF8 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
    if (extra == 0 || lead >= 0xF8) return 0xFFFD;
    char32_t code = static_cast<char32_t>(lead & (0x3F >> extra));
    for (int i = 0; i < extra; ++i) {
        if (position >= utf8.size() || (byte(position) & 0xC0) != 0x80) return 0xFFFD;
        code = (code << 6) | (byte(position++) & 0x3Fu);
    }
    return code;
}

void append_utf8(std::string& out, char32_t code) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6)), put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12)), put(0x80 | ((code >> 6) & 0x3F)), put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18)), put(0x80 | ((code >> 12) & 0x3F)), put(0x80 | ((code >> 6) & 0x3F)), put(0x80 | (code & 0x3F));
    }
}

bool has_hat(std::string_view utf8) { return utf8.find(combining_hat) != std::string_view::npos; }

std::string to_glyphs(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t start = at;
        const char32_t code = next_code_point(utf8, at);
        if (utf8.substr(at).starts_with(combining_hat)) {
            if (const auto hat = hat_of(code)) {
                append_utf8(out, *hat);
                at += combining_hat.size();
                continue;
            }
        }
        out.append(utf8.substr(start, at - start));
    }
    return out;
}

}  // namespace thalweg::app
