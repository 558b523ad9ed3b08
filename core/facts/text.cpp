#include "core/facts/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace thalweg {

std::string shortest(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string seventeen_digits(double value) {
    std::array<char, 40> text{};  // not printf: it writes a decimal comma in some languages
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 17).ptr;
    return {text.data(), end};
}

std::optional<double> number(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string quoted_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            (out += '\\') += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            static constexpr std::string_view hex = "0123456789abcdef";
            out += "\\u00";
            (out += hex[byte >> 4]) += hex[byte & 15];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string size_text(std::size_t bytes) {
    if (bytes >= (std::size_t{1} << 20)) return std::to_string(bytes >> 20) + " MiB";
    return bytes >= 1024 ? std::to_string(bytes >> 10) + " KiB" : std::to_string(bytes) + " bytes";
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    std::string all;
    for (const std::string& word : words) {
        if (!all.empty()) all += separator;
        all += word;
    }
    return all;
}

std::string closest(std::string_view word, const std::vector<std::string>& known) {
    std::string best;
    std::size_t best_distance = word.size() / 3 + 2;  // farther than this is a guess, not a typo
    for (const std::string& candidate : known) {
        std::vector<std::size_t> row(candidate.size() + 1);
        for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j < row.size(); ++j) {
                const std::size_t above = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1)});
                diagonal = above;
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

std::string unknown(std::string_view what, std::string_view word, const std::vector<std::string>& known) {
    std::string message = "unknown " + std::string(what) + " '" + std::string(word) + "'";
    if (const std::string guess = closest(word, known); !guess.empty()) message += "; did you mean '" + guess + "'?";
    else message += '.';
    return message + " Known: " + joined(known);
}

}  // namespace thalweg
