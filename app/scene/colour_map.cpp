#include "app/scene/colour_map.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace thalweg::app {
namespace {

struct Lab {
    double l, a, b;
};

double decode(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double encode(double v) { return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055; }

// Oklab (Ottosson 2020): equal distances look about equally different, so few control points give an even ramp.
Lab to_lab(Rgb8 c) {
    const double r = decode(c.r / 255.0), g = decode(c.g / 255.0), b = decode(c.b / 255.0);
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

std::uint8_t to_byte(double linear) {
    return static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(encode(std::max(linear, 0.0)), 0.0, 1.0)));
}

Rgb8 to_rgb(Lab c) {
    const double l = std::pow(c.l + 0.3963377774 * c.a + 0.2158037573 * c.b, 3);
    const double m = std::pow(c.l - 0.1055613458 * c.a - 0.0638541728 * c.b, 3);
    const double s = std::pow(c.l - 0.0894841775 * c.a - 1.2914855480 * c.b, 3);
    return {to_byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s), to_byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            to_byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Lab mix(Lab p, Lab q, double t) { return {p.l + (q.l - p.l) * t, p.a + (q.a - p.a) * t, p.b + (q.b - p.b) * t}; }
ColourMap::Table interpolate(std::span<const std::uint32_t> controls) {
    std::vector<Lab> points;
    for (const std::uint32_t hex : controls) points.push_back(to_lab(rgb8(hex)));
    ColourMap::Table table{};
    const auto last = static_cast<double>(points.size() - 1);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double at = last * static_cast<double>(i) / static_cast<double>(table.size() - 1);
        const auto k = std::min(static_cast<std::size_t>(at), points.size() - 2);
        table[i] = to_rgb(mix(points[k], points[k + 1], at - static_cast<double>(k)));
    }
    return table;
}

// Maps grow lighter all the way up: the fraction from which they are lighter than Oklab lightness l.
double lighter_from(const ColourMap::Table& fill, double l) {
    const auto first = std::partition_point(fill.begin(), fill.end(), [l](Rgb8 c) { return to_lab(c).l < l; });
    return static_cast<double>(first - fill.begin()) / static_cast<double>(fill.size());
}

double relative_luminance(Rgb8 c) { return 0.2126 * decode(c.r / 255.0) + 0.7152 * decode(c.g / 255.0) + 0.0722 * decode(c.b / 255.0); }

struct InkFacts {
    std::uint32_t on_dark, on_light;
    double lightness;  // of the ground where the one gives way to the other
    double on_dark_strength, on_light_strength;
};

ColourMap make(ColourMapId id, std::string_view key, std::string_view label, std::span<const std::uint32_t> controls, const InkFacts& ink,
               std::uint32_t hole, std::uint32_t hole_line) {
    const ColourMap::Table fill = interpolate(controls);
    return {id, key, label, fill,
            {rgb8(ink.on_dark), rgb8(ink.on_light), ink.on_dark_strength, ink.on_light_strength, lighter_from(fill, ink.lightness)},
            rgb8(hole), rgb8(hole_line)};
}

constexpr std::array<std::uint32_t, 13> slate{0x0c121c, 0x0f1824, 0x152030, 0x1b2a3d, 0x24364a, 0x2e4258, 0x3d5268,
                                              0x4c6278, 0x62778b, 0x788d9e, 0x91a3b0, 0xaab9c3, 0xb7c5ce};
constexpr std::array<std::uint32_t, 10> viridis{0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e,
                                                0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725};
constexpr std::array<std::uint32_t, 10> cividis{0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173,
                                                0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838};
constexpr std::array<std::uint32_t, 6> light{0x93abc1, 0xb0c2d2, 0xc8d5e0, 0xdce4eb, 0xecf0f4, 0xf8f9fb};

const std::array<ColourMap, 4>& maps() {
    static const std::array<ColourMap, 4> all{
        make(ColourMapId::slate, "slate", "Slate", slate, {0xbfd1e0, 0x1f2e40, 0.56, 0.30, 0.38}, 0x1a1d22, 0x343a43),
        make(ColourMapId::viridis, "viridis", "Viridis", viridis, {0xffffff, 0x101820, 0.60, 0.28, 0.30}, 0x1a1d22, 0x343a43),
        make(ColourMapId::cividis, "cividis", "Cividis", cividis, {0xffffff, 0x101820, 0.58, 0.26, 0.32}, 0x1a1d22, 0x343a43),
        make(ColourMapId::light, "light", "Light", light, {0xffffff, 0x4a6078, 0.20, 0.30, 0.34}, 0xe6e8eb, 0xc3c8ce),
    };
    return all;
}

}  // namespace

Rgb8 ColourMap::text_at(double t) const {
    // At luminance 0.18 black and white text have the same contrast (4.6:1).
    return relative_luminance(at(t)) > 0.18 ? rgb8(0x0a0f16) : rgb8(0xf4f7fa);
}

const ColourMap& colour_map(ColourMapId id) { return maps()[static_cast<std::size_t>(id)]; }

std::span<const ColourMapId> colour_map_ids() {
    static constexpr std::array ids{ColourMapId::slate, ColourMapId::viridis, ColourMapId::cividis, ColourMapId::light};
    return ids;
}

std::optional<ColourMapId> colour_map_by_key(std::string_view key) {
    for (const ColourMap& map : maps())
        if (map.key == key) return map.id;
    return std::nullopt;
}

}  // namespace thalweg::app
