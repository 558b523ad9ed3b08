// Pictures to disk: either the whole file appears under its name, or nothing changes.
#pragma once

#include "app/gpu/framebuffer.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace thalweg::app {

// Opaque RGB, whatever the alpha channel holds. Returns what went wrong, in words for the user, or nothing.
std::optional<std::string> write_png(const std::filesystem::path& path, const Image& image);

}  // namespace thalweg::app
