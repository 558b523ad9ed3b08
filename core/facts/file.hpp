// Whole files. To disk: either the whole content appears under its name, or nothing changes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace thalweg {

// Writes beside the file and renames, so that a full disk leaves the old file whole. Links are followed; a device or a pipe,
// such as /dev/stdout, is written to as it is; a file that is replaced hands on its permissions. `lasting`: the content is on the disk
// when this returns, so that it outlives a power cut; otherwise it outlives the process. Returns what went wrong in words for the
// user, or an empty text.
std::string write_file(const std::filesystem::path& file, std::string_view content, bool lasting = true);

struct FileContent {
    std::string content, error;  // the error is in words for the user; empty if all went well
};

// The whole of a file that is no longer than `limit` bytes. `expected` says what to choose instead of a folder.
FileContent read_file(const std::filesystem::path& file, std::size_t limit, std::string_view expected);

}  // namespace thalweg
