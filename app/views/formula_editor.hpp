// Where a formula is typed: what is wrong with it, and where, stands below it while it is typed.
#pragma once

#include <string>

#include "app/formula_library.hpp"
#include "app/session/edit.hpp"
#include "app/widgets/ui.hpp"

namespace thalweg::app {

class FormulaEditor {
public:
    void ask(const ProblemChoice& current);  // begins with its formula, if it has one
    // Enter accepts what is valid; Escape leaves everything as it was.
    void draw(const Ui& ui, const Rect& window, const ProblemChoice& current, FormulaLibrary& library, Edits& edits);
    bool open() const { return open_; }

private:
    std::string text_, name_;
    bool open_ = false, appearing_ = false;
    bool mending_ = false;  // Enter came too early: the cursor stays where it was wrong
};

}  // namespace thalweg::app
