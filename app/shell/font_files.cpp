#include "app/shell/font_files.hpp"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <cmath>
#include <filesystem>
#include <memory>

namespace thalweg::app {
namespace {

struct DestroyPattern { void operator()(FcPattern* p) const { FcPatternDestroy(p); } };
struct DestroyCharSet { void operator()(FcCharSet* c) const { FcCharSetDestroy(c); } };
using Pattern = std::unique_ptr<FcPattern, DestroyPattern>;
using CharSet = std::unique_ptr<FcCharSet, DestroyCharSet>;

// One face opened by FreeType for as long as the object lives.
class Face {
public:
    explicit Face(const FontFile& file) {
        if (FT_Init_FreeType(&library_) != 0) return;
        if (FT_New_Face(library_, file.path.c_str(), file.index, &face_) != 0) face_ = nullptr;
    }
    ~Face() {
        if (face_) FT_Done_Face(face_);
        if (library_) FT_Done_FreeType(library_);
    }
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;
    FT_Face get() const { return face_; }

private:
    FT_Library library_ = nullptr;
    FT_Face face_ = nullptr;
};

Pattern best_match(FcPattern& request) {
    FcPatternAddBool(&request, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(nullptr, &request, FcMatchPattern);
    FcDefaultSubstitute(&request);
    FcResult result = FcResultNoMatch;
    return Pattern(FcFontMatch(nullptr, &request, &result));
}

bool has_family(FcPattern& pattern, const std::string& family) {
    FcChar8* name = nullptr;
    for (int i = 0; FcPatternGetString(&pattern, FC_FAMILY, i, &name) == FcResultMatch; ++i)
        if (FcStrCmpIgnoreCase(name, reinterpret_cast<const FcChar8*>(family.c_str())) == 0) return true;
    return false;
}

// ImGui aborts on a missing or unreadable file, so only files that FreeType opens leave this room.
std::optional<FontFile> readable_file(FcPattern& pattern) {
    FcChar8* path = nullptr;
    if (FcPatternGetString(&pattern, FC_FILE, 0, &path) != FcResultMatch) return std::nullopt;
    FontFile file{reinterpret_cast<const char*>(path), 0};
    FcPatternGetInteger(&pattern, FC_INDEX, 0, &file.index);
    file.index &= 0xFFFF;  // the upper half names an instance of a variable font, which ImGui cannot ask for
    std::error_code error;
    if (!std::filesystem::is_regular_file(file.path, error) || !Face(file).get()) return std::nullopt;
    return file;
}

}  // namespace

std::optional<FontFile> find_font(const std::string& family, FontWeight weight) {
    const Pattern request(FcPatternCreate());
    FcPatternAddString(request.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family.c_str()));
    FcPatternAddInteger(request.get(), FC_WEIGHT, weight == FontWeight::semibold ? FC_WEIGHT_DEMIBOLD : FC_WEIGHT_REGULAR);
    FcPatternAddInteger(request.get(), FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddInteger(request.get(), FC_WIDTH, FC_WIDTH_NORMAL);
    const Pattern match = best_match(*request);
    if (!match || !has_family(*match, family)) return std::nullopt;
    return readable_file(*match);
}

std::optional<FontFile> find_font_covering(const std::set<char32_t>& characters) {
    const Pattern request(FcPatternCreate());
    const CharSet set(FcCharSetCreate());
    for (const char32_t c : characters) FcCharSetAddChar(set.get(), c);
    FcPatternAddCharSet(request.get(), FC_CHARSET, set.get());
    FcPatternAddString(request.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>("sans-serif"));
    const Pattern match = best_match(*request);
    return match ? readable_file(*match) : std::nullopt;
}

std::set<char32_t> characters_in(const FontFile& file, const std::set<char32_t>& wanted) {
    std::set<char32_t> found;
    const Face face(file);
    if (!face.get()) return found;
    for (const char32_t c : wanted)
        if (FT_Get_Char_Index(face.get(), c) != 0) found.insert(c);
    return found;
}

float pixels_for_em(const FontFile& file, float em) {
    const Face face(file);
    if (!face.get() || face.get()->units_per_EM == 0) return std::round(em);
    const float line = static_cast<float>(face.get()->ascender - face.get()->descender);
    return std::round(em * line / static_cast<float>(face.get()->units_per_EM));
}

}  // namespace thalweg::app
