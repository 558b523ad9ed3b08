// One of several words: a label and, where a slider has its track, a button that opens a menu.
#pragma once

#include "app/widgets/slider.hpp"

#include <span>
#include <string_view>

namespace thalweg::app {

struct ChoiceRow {
    bool clicked;
    Rect button;  // to hang a menu on
};

// Takes a row of the given width at the cursor, as high as a slider. `label_width` unscaled: of the label at least.
ChoiceRow choice_row(const Ui& ui, const char* id, std::string_view label, std::string_view current, float width, std::string_view tip = {}, float label_width = 15);

// The same with its menu. `index` is a position in `options`; underscores are shown as blanks.
SliderResult choice_slider(const Ui& ui, const char* id, std::string_view label, std::span<const std::string_view> options, double& index, float width, std::string_view tip = {}, float label_width = 15);

}  // namespace thalweg::app
