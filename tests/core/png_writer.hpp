// Grey PNG files made by hand, for tests that read them.
#pragma once

#include <cstdint>
#include <fstream>
#include <filesystem>
#include <string>
#include <vector>

namespace thalweg::test {

class PngWriter {
public:
    // Samples row after row from the top, of 8 or 16 bits.
    static std::string grey(std::uint32_t width, std::uint32_t height, const std::vector<std::uint16_t>& samples, int bits = 8) {
        std::string raw;
        for (std::uint32_t row = 0; row < height; ++row) {
            raw += '\0';  // no filter
            for (std::uint32_t column = 0; column < width; ++column) {
                const std::uint16_t sample = samples[row * width + column];
                if (bits == 16) raw += static_cast<char>(sample >> 8);
                raw += static_cast<char>(sample & 0xff);
            }
        }
        return "\x89PNG\r\n\x1a\n" + chunk("IHDR", number(width) + number(height) + static_cast<char>(bits) + std::string(4, '\0')) + chunk("IDAT", stored(raw)) + chunk("IEND", "");
    }
    static void write(const std::filesystem::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

private:
    static std::string number(std::uint32_t value) {
        std::string bytes;
        for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
        return bytes;
    }
    static std::string chunk(const std::string& type, const std::string& content) {
        std::uint32_t sum = 0xffffffff;
        for (const char c : type + content) {
            sum ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit) sum = sum & 1 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
        }
        return number(static_cast<std::uint32_t>(content.size())) + type + content + number(~sum);
    }
    // A zlib stream of blocks that are not compressed.
    static std::string stored(const std::string& raw) {
        std::string out = "\x78\x01";
        for (std::size_t at = 0; at < raw.size(); at += 65535) {
            const std::size_t length = std::min<std::size_t>(65535, raw.size() - at);
            out += at + length == raw.size() ? '\1' : '\0';
            for (const std::size_t v : {length, ~length}) out += {static_cast<char>(v & 0xff), static_cast<char>(v >> 8 & 0xff)};
            out += raw.substr(at, length);
        }
        std::uint32_t a = 1, b = 0;
        for (const char c : raw) a = (a + static_cast<unsigned char>(c)) % 65521, b = (b + a) % 65521;
        return out + number(b << 16 | a);
    }
};

}  // namespace thalweg::test
