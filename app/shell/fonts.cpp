#include "app/shell/fonts.hpp"

#include "app/shell/font_files.hpp"
#include "app/shell/hats.hpp"

#if __has_include(<imgui_freetype.h>)
#include <imgui_freetype.h>
#define THALWEG_FREETYPE 1
#endif

#include <array>
#include <deque>
#include <initializer_list>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace thalweg::app {
namespace {

using Characters = std::set<char32_t>;

Characters wanted_characters() {
    struct Range { char32_t first, last; };
    static constexpr std::array ranges{Range{0x20, 0x7E}, Range{0xA0, 0x17F}, Range{0x2C6, 0x2C7}, Range{0x391, 0x3C9}, Range{0x3D1, 0x3F5},
                                       Range{0x2010, 0x2027}, Range{0x2070, 0x209C}, Range{0x2190, 0x2195}};
    static constexpr std::u32string_view singles =
        U"′″‹›‖⁄ℓℝℕℤ∀∂∃∅∆∇∈∉∏∑−∓∕∗∘∙√∝∞∠∣∥∧∨∩∪∫∼≈≠≡≤≥≪≫⊂⊆⊕⊖⊗⊘⊙⊤⊥⋅⋯⌈⌉⌊⌋⟂⟨⟩⟵⟶↦⇐⇒⇔ᵀᵗᵏᵢⱼᵣ■□▪▲▼◆●○✓✕";
    Characters set;
    for (const Range& r : ranges)
        for (char32_t c = r.first; c <= r.last; ++c) set.insert(c);
    set.insert(singles.begin(), singles.end());
    std::erase_if(set, [](char32_t c) { return c < 0x20 || c > 0xFFFF; });  // the packaged ImGui has 16-bit characters
    return set;
}

struct Faces {
    FontFile text, semibold, mono;
    std::vector<FontFile> fallbacks;  // asked in order for what a face lacks
};

FontFile require(std::initializer_list<const char*> families, FontWeight weight, const char* packages) {
    for (const char* family : families)
        if (const auto file = find_font(family, weight)) return *file;
    throw std::runtime_error(std::string("no usable font found: install the package ") + packages);
}

Faces find_faces() {
    constexpr const char* text_packages = "fonts-inter or fonts-dejavu-core";
    Faces faces{require({"Inter", "DejaVu Sans"}, FontWeight::regular, text_packages),
                require({"Inter", "DejaVu Sans"}, FontWeight::semibold, text_packages),
                require({"JetBrains Mono", "DejaVu Sans Mono"}, FontWeight::regular, "fonts-jetbrains-mono or fonts-dejavu-core"),
                {}};
    for (const char* family : {"DejaVu Sans", "DejaVu Sans Mono"})
        if (const auto file = find_font(family)) faces.fallbacks.push_back(*file);
    return faces;
}

// Which character comes from which file. Asking the files is safer than a list: releases of one face differ.
struct Part {
    FontFile file;
    Characters characters;
};

std::vector<Part> share_out(const FontFile& face, const std::vector<FontFile>& fallbacks, Characters wanted) {
    std::vector<Part> parts;
    const auto take = [&](const FontFile& file) {
        Characters here = characters_in(file, wanted);
        if (here.empty()) return false;
        for (const char32_t c : here) wanted.erase(c);
        parts.push_back({file, std::move(here)});
        return true;
    };
    take(face);
    for (const FontFile& file : fallbacks) take(file);
    for (int round = 0; round < 3 && !wanted.empty(); ++round) {
        const auto file = find_font_covering(wanted);
        if (!file || !take(*file)) break;
    }
    return parts;
}

using Ranges = std::vector<ImWchar>;

Ranges to_ranges(const Characters& characters) {
    Ranges ranges;
    for (auto it = characters.begin(); it != characters.end();) {
        const char32_t first = *it;
        char32_t last = first;
        while (++it != characters.end() && *it == last + 1) ++last;
        ranges.push_back(static_cast<ImWchar>(first));
        ranges.push_back(static_cast<ImWchar>(last));
    }
    ranges.push_back(0);
    return ranges;
}

struct Job {
    ImFont** target;
    const std::vector<Part>* parts;
    float em;
};

}  // namespace

Fonts build_fonts(float scale) {
    const Faces faces = find_faces();
    const Characters wanted = wanted_characters();
    const std::vector<Part> text = share_out(faces.text, faces.fallbacks, wanted);
    const std::vector<Part> semibold = share_out(faces.semibold, faces.fallbacks, wanted);
    const std::vector<Part> mono = share_out(faces.mono, faces.fallbacks, wanted);

    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.TexGlyphPadding = 1;
#ifdef THALWEG_FREETYPE
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#endif

    Fonts fonts;
    const std::array jobs{Job{&fonts.body, &text, 14}, Job{&fonts.semibold, &semibold, 14}, Job{&fonts.title, &semibold, 17},
                          Job{&fonts.heading, &semibold, 12}, Job{&fonts.small, &text, 12}, Job{&fonts.mono, &mono, 12.5f}, Job{&fonts.formula, &text, 18}};
    std::deque<Ranges> ranges;  // the atlas keeps pointers into these until it is built
    std::vector<HatSlots> hats;
    for (const Job& job : jobs) {
        ImFont* font = nullptr;
        for (const Part& part : *job.parts) {
            // Fallback faces are drawn a little smaller: DejaVu's letters are larger than Inter's at the same em.
            const float em = job.em * scale * (font ? 0.95f : 1.0f);
            ImFontConfig config;
            config.MergeMode = font != nullptr;
            config.FontNo = part.file.index;
            config.PixelSnapH = true;
            ranges.push_back(to_ranges(part.characters));
            ImFont* added = atlas.AddFontFromFileTTF(part.file.path.c_str(), pixels_for_em(part.file, em), &config, ranges.back().data());
            if (!font) font = added;
        }
        *job.target = font;
        hats.push_back(reserve_hats(atlas, font->ConfigData ? font->ConfigData->SizePixels : job.em * scale * 1.3f));
    }
    if (!atlas.Build()) throw std::runtime_error("the fonts could not be rasterised");
    for (std::size_t i = 0; i < jobs.size(); ++i) compose_hats(atlas, **jobs[i].target, hats[i]);
    ImGui::GetIO().FontDefault = fonts.body;
    return fonts;
}

}  // namespace thalweg::app
