// Scenarios as TOML files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "core/scenario/scenario.hpp"

namespace thalweg {

// Either the scenario or one message that names file, line and key and says what was expected.
using ScenarioOrError = std::variant<Scenario, std::string>;

// Data files that the text names are looked up beside `file`, which need not exist.
ScenarioOrError parse_scenario(std::string_view text, const std::filesystem::path& file);
ScenarioOrError load_scenario(const std::filesystem::path& file);

// Every value in full, so that a file means the same in every version: parse(format(s)) == s.
std::string format_scenario(const Scenario&);

// Returns what went wrong, or an empty text; then the file that was there is whole.
std::string save_scenario(const Scenario&, const std::filesystem::path& file);

}  // namespace thalweg
