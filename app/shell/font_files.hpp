// Where the fonts lie (fontconfig) and what is inside them (FreeType).
#pragma once

#include <optional>
#include <set>
#include <string>

namespace thalweg::app {

struct FontFile {
    std::string path;
    int index = 0;  // face within a collection
};

enum class FontWeight { regular, semibold };

// The file of exactly this family, or nothing: fontconfig alone would answer with some other family.
std::optional<FontFile> find_font(const std::string& family, FontWeight weight = FontWeight::regular);
// Any scalable font that holds as many of these characters as possible.
std::optional<FontFile> find_font_covering(const std::set<char32_t>& characters);

std::set<char32_t> characters_in(const FontFile& file, const std::set<char32_t>& wanted);

// ImGui's size is ascender + descender, designers' is the em square.
float pixels_for_em(const FontFile& file, float em);

}  // namespace thalweg::app
