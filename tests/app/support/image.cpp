#include "tests/app/support/image.hpp"

#include <stb/stb_image.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

namespace thalweg::test {

int distance(const Colour& a, const Colour& b) { return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)}); }

std::optional<Image> Image::read(const std::filesystem::path& png) {
    Image image;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(stbi_load(png.c_str(), &image.width_, &image.height_, nullptr, 3), stbi_image_free);
    if (!pixels) return std::nullopt;
    image.rgb_.assign(pixels.get(), pixels.get() + static_cast<std::size_t>(image.width_) * static_cast<std::size_t>(image.height_) * 3);
    return image;
}

Colour Image::at(int x, int y) const {
    const std::size_t i = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x));
    return {rgb_[i], rgb_[i + 1], rgb_[i + 2]};
}

template <class Visit>
void Image::each(const app::Rect& part, Visit&& visit) const {
    for (int y = std::max(0, static_cast<int>(part.y0)); y < std::min(height_, static_cast<int>(part.y1)); ++y)
        for (int x = std::max(0, static_cast<int>(part.x0)); x < std::min(width_, static_cast<int>(part.x1)); ++x) visit(x, y, at(x, y));
}

std::size_t Image::distinct_colours(const app::Rect& part) const {
    std::set<int> seen;
    each(part, [&](int, int, const Colour& c) { seen.insert(c.r << 16 | c.g << 8 | c.b); });
    return seen.size();
}

std::size_t Image::close_to(const Colour& colour, int tolerance, const app::Rect& part) const {
    std::size_t count = 0;
    each(part, [&](int, int, const Colour& c) { count += distance(c, colour) <= tolerance; });
    return count;
}

std::size_t Image::columns_with(const Colour& colour, int tolerance, const app::Rect& part) const {
    std::set<int> columns;
    each(part, [&](int x, int, const Colour& c) {
        if (distance(c, colour) <= tolerance) columns.insert(x);
    });
    return columns.size();
}

double Image::mean_brightness(const app::Rect& part) const {
    double sum = 0, count = 0;
    each(part, [&](int, int, const Colour& c) { sum += c.r + c.g + c.b, count += 3; });
    return count > 0 ? sum / count : 0;
}

std::size_t differing(const Image& a, const Image& b, const app::Rect& part, int tolerance) {
    std::size_t count = 0;
    const bool same_size = a.width() == b.width() && a.height() == b.height();
    for (int y = std::max(0, static_cast<int>(part.y0)); y < std::min(a.height(), static_cast<int>(part.y1)); ++y)
        for (int x = std::max(0, static_cast<int>(part.x0)); x < std::min(a.width(), static_cast<int>(part.x1)); ++x)
            count += !same_size || distance(a.at(x, y), b.at(x, y)) > tolerance;
    return count;
}

}  // namespace thalweg::test
