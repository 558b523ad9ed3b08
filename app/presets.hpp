// Scenarios that come with the program: files of assets/presets, compiled into it. The first line of each, a comment, is its name:
// what it shows, then what it is.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

struct Preset {
    std::string id;           // its file without number and ending: "two_spirals"
    std::string name, shows;  // "Two spirals", "four optimizers, one network"
    Scenario scenario;
};

std::span<const Preset> presets();             // in the order of their files
const Preset* find_preset(std::string_view id);  // nullptr if there is none

// What the command line means by a word where a file may stand: a preset, unless there is such a file.
const Preset* preset_named(const std::string& word);

}  // namespace thalweg::app
