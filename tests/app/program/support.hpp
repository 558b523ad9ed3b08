// The built program at its command line, without a display.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/app/support/process.hpp"

namespace thalweg::test {

inline Outcome thalweg(std::vector<std::string> arguments, const std::filesystem::path& folder = {}) {
    arguments.insert(arguments.begin(), THALWEG_PROGRAM);
    return run({.words = arguments, .environment = {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"XDG_RUNTIME_DIR", ""}}, .folder = folder}, Seconds(120));
}

inline testing::AssertionResult has(const std::string& text, const std::string& part) {
    if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "'" << part << "' is missing in: " << text.substr(0, 600);
}

// Code 2, nothing on standard output, and one message that says these things.
inline testing::AssertionResult refused(const Outcome& outcome, const std::vector<std::string>& says = {}) {
    if (outcome.code != 2) return testing::AssertionFailure() << "exit code " << outcome.code << ": " << outcome.errors;
    if (!outcome.output.empty()) return testing::AssertionFailure() << "on standard output: " << outcome.output.substr(0, 300);
    if (!outcome.errors.starts_with("thalweg: ") || !outcome.errors.ends_with("\n")) return testing::AssertionFailure() << "message: " << outcome.errors;
    for (const std::string& part : says)
        if (const auto there = has(outcome.errors, part); !there) return there;
    return testing::AssertionSuccess();
}

}  // namespace thalweg::test
