#include "app/widgets/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

namespace thalweg::app {
namespace {

std::string chars(double value, std::chars_format format, int precision) {
    std::array<char, 400> buffer{};  // fixed notation of 1e308 is long
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    return result.ec == std::errc{} ? std::string(buffer.data(), result.ptr) : std::string("?");
}

double parsed(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

// 1e-08 → 1e-8; the sign stays: 3e+04 → 3e+4.
std::string compact_exponent(std::string text) {
    const std::size_t e = text.find('e');
    if (e == std::string::npos) return text;
    std::size_t digits = e + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    while (digits + 1 < text.size() && text[digits] == '0') text.erase(digits, 1);
    return text;
}

std::string not_finite(double value) { return std::isnan(value) ? "nan" : value > 0 ? "∞" : "-∞"; }

int exponent_of(double magnitude) { return static_cast<int>(std::floor(std::log10(magnitude))); }

bool same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::abs(b); }

std::string scientific(double value) {
    for (int digits = 0; digits < 2; ++digits)
        if (const std::string text = chars(value, std::chars_format::scientific, digits); same(parsed(text), value))
            return compact_exponent(text);
    return compact_exponent(chars(value, std::chars_format::scientific, 2));
}

}  // namespace

std::string format_number(double value) {
    if (!std::isfinite(value)) return not_finite(value);
    const double magnitude = std::abs(value);
    if (magnitude == 0) return "0";
    if (magnitude < 1e-3 || magnitude >= 1e5) return scientific(value);
    if (magnitude >= 100 && value == std::round(value)) return chars(value, std::chars_format::fixed, 0);

    int decimals = std::clamp(2 - exponent_of(magnitude), 1, 6);
    if (magnitude < 1) {
        decimals = std::max(decimals, 3);
        // 0.99995 must not read 1.000: near one, the distance to one is what matters.
        if (magnitude > 0.9) decimals = std::clamp(1 - exponent_of(1 - magnitude), 3, 9);
    }
    // A value that a person chose (0.9995, 12.345) is short; show all of it rather than round it.
    for (int more = decimals; more <= decimals + 2; ++more)
        if (const std::string text = chars(value, std::chars_format::fixed, more); same(parsed(text), value)) {
            std::string trimmed = text;
            const int least = magnitude > 0.9 && magnitude < 1 ? 3 : decimals;
            for (int have = more; have > least && trimmed.back() == '0'; --have) trimmed.pop_back();
            return trimmed;
        }
    return chars(value, std::chars_format::fixed, decimals);
}

std::string format_fixed(double value, int digits) {
    if (!std::isfinite(value)) return not_finite(value);
    return compact_exponent(chars(value, std::chars_format::scientific, std::max(digits, 0)));
}

std::string format_resolved(double value, double resolution) {
    if (!std::isfinite(value) || !(resolution > 0)) return format_number(value);
    const int decimals = -exponent_of(resolution);
    if (decimals < 0 || decimals > 17 || std::abs(value) >= 1e6) return format_number(value);
    const std::string plain = format_number(value);
    const std::size_t point = plain.find('.');
    if (point != std::string::npos && plain.find('e') == std::string::npos && plain.size() - point > static_cast<std::size_t>(decimals)) return plain;
    return chars(value, std::chars_format::fixed, decimals);
}

std::string format_exact(double value) {
    std::array<char, 64> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return compact_exponent(std::string(buffer.data(), result.ptr));
}

std::string superscript(int number) {
    static constexpr std::array digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = number < 0 ? "⁻" : "";
    for (const char c : std::to_string(std::abs(number))) text += digits[static_cast<std::size_t>(c - '0')];
    return text;
}

std::string power_of_ten_label(int exponent) { return "10" + superscript(exponent); }

std::optional<double> parse_number(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n", minus = "−";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(blanks) - first + 1);

    std::string plain(text);
    for (std::size_t at = 0; (at = plain.find(minus, at)) != std::string::npos;) plain.replace(at, minus.size(), "-");
    const char* begin = plain.data();
    const char* end = begin + plain.size();
    if (*begin == '+' && plain.size() > 1 && plain[1] != '-') ++begin;  // from_chars knows no plus sign
    double value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

double round_to_digits(double value, int significant_digits) {
    if (value == 0 || !std::isfinite(value)) return value;
    // Through decimal text: 0.1 + 0.2 style dirt would end in the scenario file.
    return parsed(chars(value, std::chars_format::scientific, std::max(significant_digits, 1) - 1));
}

}  // namespace thalweg::app
