// Files to disk: either the whole content appears under its name, or nothing changes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace thalweg {

// Writes beside the file and renames, so that a full disk leaves the old file whole. Links are followed; a device or a pipe,
// such as /dev/stdout, is written to as it is. Returns what went wrong in words for the user, or an empty text.
std::string write_file(const std::filesystem::path& file, std::string_view content);

}  // namespace thalweg
