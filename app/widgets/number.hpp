// Numbers as people read and type them. No ImGui.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace thalweg::app {

// For values on screen: 0.0600, 0.999, 250, 1e-8, 3.4e+4. At least three digits that matter, as few more as the value needs.
std::string format_number(double value);

// Scientific with a fixed number of decimals, for columns that must not dance: 2.69e+0, -1.20e-3.
std::string format_fixed(double value, int digits = 2);

// With enough decimals to tell it from value + resolution: a position where one pixel is `resolution` wide.
std::string format_resolved(double value, double resolution);

// Enough digits to give the same double back, for text that is edited or copied.
std::string format_exact(double value);

std::string superscript(int number);           // -12 → ⁻¹²
std::string power_of_ten_label(int exponent);  // -2 → 10⁻²

// The whole text must be one finite number ("1e-6"; blanks around it and a typographic minus are fine).
std::optional<double> parse_number(std::string_view text);

double round_to_digits(double value, int significant_digits);

}  // namespace thalweg::app
