// A picture from a PNG file, and what can be said about its content.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "app/widgets/rect.hpp"

namespace thalweg::test {

struct Colour {
    int r = 0, g = 0, b = 0;
    bool operator==(const Colour&) const = default;
};

int distance(const Colour& a, const Colour& b);  // the largest difference of a channel

class Image {
public:
    static std::optional<Image> read(const std::filesystem::path& png);

    int width() const { return width_; }
    int height() const { return height_; }
    Colour at(int x, int y) const;

    // In a part of the picture; parts outside it do not count.
    std::size_t distinct_colours(const app::Rect& part) const;
    std::size_t close_to(const Colour& colour, int tolerance, const app::Rect& part) const;  // pixels
    std::size_t columns_with(const Colour& colour, int tolerance, const app::Rect& part) const;
    double mean_brightness(const app::Rect& part) const;
    app::Rect all() const { return {0, 0, static_cast<float>(width_), static_cast<float>(height_)}; }

private:
    template <class Visit>
    void each(const app::Rect& part, Visit&& visit) const;

    int width_ = 0, height_ = 0;
    std::vector<std::uint8_t> rgb_;
};

// Pixels that differ by more than `tolerance`; all of them where the sizes differ.
std::size_t differing(const Image& a, const Image& b, const app::Rect& part, int tolerance = 8);

}  // namespace thalweg::test
