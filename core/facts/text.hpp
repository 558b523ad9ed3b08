// Small pieces of text that messages and files are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

std::string shortest(double value);                   // fewest digits that read back as the same double
std::string seventeen_digits(double value);           // 17 significant digits
std::optional<double> number(std::string_view text);  // the whole text is one finite number
std::string quoted_text(std::string_view text);       // in double quotes, escaped as JSON and TOML both read it
std::string size_text(std::size_t bytes);             // "512 MiB"
std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");

// The entry of `known` that a mistyped `word` most likely meant, or an empty text.
std::string closest(std::string_view word, const std::vector<std::string>& known);

// "unknown optimizer 'adm'; did you mean 'adam'? Known: adam, sgd, …"
std::string unknown(std::string_view what, std::string_view word, const std::vector<std::string>& known);

}  // namespace thalweg
