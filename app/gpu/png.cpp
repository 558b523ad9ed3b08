#include "app/gpu/png.hpp"

#define STB_IMAGE_WRITE_STATIC  // the packaged libstb has the same symbols
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#include <cstring>

#include "core/facts/file.hpp"

namespace thalweg::app {
namespace {

std::string encode(const Image& image) {
    const std::size_t pixels = static_cast<std::size_t>(image.size.width) * static_cast<std::size_t>(image.size.height);
    std::vector<std::uint8_t> rgb(3 * pixels);
    std::string png;
    for (std::size_t i = 0; i < pixels; ++i) std::memcpy(&rgb[3 * i], &image.rgba[4 * i], 3);
    const auto append = [](void* to, void* data, int size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
    };
    stbi_write_png_to_func(append, &png, image.size.width, image.size.height, 3, rgb.data(), image.size.width * 3);
    return png;
}

}  // namespace

std::optional<std::string> write_png(const std::filesystem::path& path, const Image& image) {
    const std::string png = encode(image);
    if (png.empty()) return "cannot write " + path.string() + ": not enough memory";
    const std::string wrong = write_file(path, png);
    return wrong.empty() ? std::nullopt : std::optional(wrong);
}

}  // namespace thalweg::app
