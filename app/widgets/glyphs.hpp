// Letters with hats. No font composes "m" + U+0302 by itself, so the atlas holds ready-made ones at private code points.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace thalweg::app {

inline constexpr std::array<char32_t, 12> hat_bases{U'm', U'v', U'g', U'n', U's', U'h', U'w', U'u', U'd', U'x', U'\u03B8', U'\u03B5'};  // … θ, ε
inline constexpr std::size_t hat_count = hat_bases.size();
inline constexpr char32_t first_hat_code = 0xE000;  // start of the private use area

constexpr char32_t hat_base(std::size_t index) { return hat_bases[index]; }
constexpr char32_t hat_code(std::size_t index) { return first_hat_code + static_cast<char32_t>(index); }

// Reads one code point and moves `position` behind it; U+FFFD for a malformed byte.
char32_t next_code_point(std::string_view utf8, std::size_t& position);
void append_utf8(std::string& out, char32_t code);

std::string to_glyphs(std::string_view utf8);  // base + U+0302 becomes the private code point
bool has_hat(std::string_view utf8);

}  // namespace thalweg::app
