// What a file holds, by its name: points (.csv, .tsv, .txt), an image (.png), a network (.json), or else a scenario (TOML).
#pragma once

#include <filesystem>
#include <variant>

#include "core/scenario/scenario.hpp"

namespace thalweg {

// A scenario, a problem that names the file as its source, or one message that says what is wrong.
using Opened = std::variant<Scenario, ProblemChoice, std::string>;
Opened open_file(const std::filesystem::path& file);

}  // namespace thalweg
