#include "app/gpu/png.hpp"

#define STB_IMAGE_WRITE_STATIC   // the packaged libstb has the same symbols
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

namespace thalweg::app {
namespace {

std::vector<std::uint8_t> encode(const Image& image) {
    const std::size_t pixels = static_cast<std::size_t>(image.size.width) * static_cast<std::size_t>(image.size.height);
    std::vector<std::uint8_t> rgb(3 * pixels), png;
    for (std::size_t i = 0; i < pixels; ++i) std::memcpy(&rgb[3 * i], &image.rgba[4 * i], 3);
    const auto append = [](void* to, void* data, int size) {
        const auto* bytes = static_cast<const std::uint8_t*>(data);
        auto& out = *static_cast<std::vector<std::uint8_t>*>(to);
        out.insert(out.end(), bytes, bytes + size);
    };
    stbi_write_png_to_func(append, &png, image.size.width, image.size.height, 3, rgb.data(), image.size.width * 3);
    return png;
}

/// Returns 0 or errno. The data is on the disk when this returns: only then may the name move.
int write_all(const char* path, const std::vector<std::uint8_t>& bytes) {
    std::FILE* file = std::fopen(path, "wb");
    if (file == nullptr) return errno;
    int error = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fflush(file) != 0)
        error = errno != 0 ? errno : EIO;
    else if (fsync(fileno(file)) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)   // pipes and some file systems cannot sync
        error = errno;
    if (std::fclose(file) != 0 && error == 0) error = errno;
    return error;
}

}  // namespace

std::optional<std::string> write_png(const std::filesystem::path& path, const Image& image) {
    const auto failed = [&](int error) { return "cannot write " + path.string() + ": " + std::generic_category().message(error); };
    const std::vector<std::uint8_t> bytes = encode(image);
    if (bytes.empty()) return failed(ENOMEM);
    std::error_code ignored;
    const bool special = std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
    if (special && !std::filesystem::is_directory(path, ignored)) {   // /dev/stdout and the like have no temporary neighbour
        const int error = write_all(path.c_str(), bytes);
        return error == 0 ? std::nullopt : std::optional(failed(error));
    }
    std::filesystem::path temporary = path;
    temporary += ".part" + std::to_string(getpid());
    int error = write_all(temporary.c_str(), bytes);
    if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
    if (error == 0) return std::nullopt;
    std::filesystem::remove(temporary, ignored);
    return failed(error);
}

}  // namespace thalweg::app
