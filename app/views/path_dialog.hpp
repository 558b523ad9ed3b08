// Asks for a file name: to open, or to save.
#pragma once

#include <filesystem>
#include <string>

#include "app/session/edit.hpp"
#include "app/widgets/ui.hpp"

namespace thalweg::app {

class PathDialog {
public:
    enum class Purpose { open, save };

    void ask(Purpose purpose, const std::filesystem::path& suggestion);
    void draw(const Ui& ui, const Rect& window, Edits& edits);
    bool open() const { return open_; }

private:
    Purpose purpose_ = Purpose::open;
    std::string text_;
    bool open_ = false, appearing_ = false;
};

}  // namespace thalweg::app
