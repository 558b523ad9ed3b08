// A file that was compiled into the program.
#pragma once

#include <string_view>

namespace thalweg::app {

struct EmbeddedFile {
    std::string_view name, text;
};

}  // namespace thalweg::app
