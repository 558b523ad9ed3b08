#include <array>
#include <cstring>

#include "core/facts/file.hpp"
#include "core/problems/height_map.hpp"

#define STB_IMAGE_STATIC  // the packaged libstb has the same symbols
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 4096
#include <stb/stb_image.h>

namespace thalweg {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

// The check sum of a chunk's type and content (CRC-32 of ISO 3309).
std::uint32_t check_sum(std::string_view bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> all{};
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            all[i] = i;
            for (int bit = 0; bit < 8; ++bit) all[i] = all[i] & 1 ? 0xEDB88320 ^ (all[i] >> 1) : all[i] >> 1;
        }
        return all;
    }();
    std::uint32_t sum = 0xffffffff;
    for (const char c : bytes) sum = table[(sum ^ static_cast<unsigned char>(c)) & 0xff] ^ (sum >> 8);
    return ~sum;
}

// stb_image believes what it reads; a file that was cut off or damaged on its way shall be refused.
std::string damage(std::string_view bytes) {
    std::string_view rest = bytes.substr(signature.size());
    while (rest.size() >= 12) {
        const std::uint32_t length = big_endian(rest);
        if (length > rest.size() - 12) break;
        const std::string_view content = rest.substr(4, length + 4);
        if (check_sum(content) != big_endian(rest.substr(8 + length))) return "a check sum does not fit: the file is damaged";
        if (content.starts_with("IEND")) return {};
        rest.remove_prefix(length + 12);
    }
    return "the file ends too early";
}

}  // namespace

HeightMapOrError parse_png(std::string_view bytes, std::string name) {
    if (!bytes.starts_with(signature)) return name + " is not a PNG image";
    constexpr std::size_t size_field = 16;  // after signature, length and type of the first chunk
    if (bytes.size() >= size_field + 8) {
        const std::uint32_t width = big_endian(bytes.substr(size_field)), height = big_endian(bytes.substr(size_field + 4));
        constexpr std::uint32_t least = min_image_side, most = max_image_side;
        if (width < least || height < least || width > most || height > most)
            return name + ": " + std::to_string(width) + " × " + std::to_string(height) + " pixels; expected " + std::to_string(least) + " to " + std::to_string(most) + " on each side";
    }
    if (const std::string wrong = damage(bytes); !wrong.empty()) return name + ": " + wrong;
    HeightMap map{.name = std::move(name)};
    int channels = 0;
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const std::unique_ptr<stbi_us, void (*)(void*)> pixels(stbi_load_16_from_memory(data, static_cast<int>(bytes.size()), &map.columns, &map.rows, &channels, 1), stbi_image_free);
    if (!pixels) return map.name + " is not a PNG image that can be read (" + stbi_failure_reason() + ")";
    const auto columns = static_cast<std::size_t>(map.columns), rows = static_cast<std::size_t>(map.rows);
    map.grey.resize(columns * rows);
    for (std::size_t row = 0; row < rows; ++row) std::memcpy(&map.grey[row * columns], pixels.get() + (rows - 1 - row) * columns, columns * sizeof(stbi_us));
    return std::make_shared<const HeightMap>(std::move(map));
}

HeightMapOrError load_height_map(const std::filesystem::path& file) {
    const FileContent read = read_file(file, max_image_bytes, "a PNG image");
    if (!read.error.empty()) return read.error;
    return parse_png(read.content, file.filename().string());
}

}  // namespace thalweg
