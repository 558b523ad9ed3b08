// Unpacks .gz data.
#pragma once

#include "core/facts/file.hpp"

namespace thalweg {

bool is_gzip(std::string_view bytes);

// What is packed in `bytes`, if that is no longer than `limit`. Errors begin with the name.
FileContent unpacked_gzip(std::string_view bytes, const std::string& name, std::size_t limit);

}  // namespace thalweg
