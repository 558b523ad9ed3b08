// One hyperparameter: symbol, track, editable value.
#pragma once

#include "app/widgets/slider_map.hpp"
#include "app/widgets/ui.hpp"

#include <string_view>

namespace thalweg::app {

struct SliderSpec {
    std::string_view label;  // usually the symbol
    double min = 0, max = 1, reset_value = 0;
    SliderScale scale = SliderScale::linear;
    double typed_min = 0, typed_max = 0;  // what may be typed, where that is more than the track spans
    bool whole = false;                   // whole numbers only, on a scale that is not `integer`
    std::string_view tip = {};  // shown over the label: what the symbol means
    float label_width = 32;     // unscaled, so that the tracks of a card line up; a wider label takes what it needs
    float value_width = 72;
};

struct SliderResult {
    bool changed = false;    // the value is a new one, in this frame
    bool committed = false;  // the gesture ended: released, entered or reset. One undo entry reaches from here back to the last commit
    bool reset = false;
    bool active = false;     // in the user's hand
};

// Drag the track (values of two digits), or click the value, Ctrl-click or double-click the track and type; arrow keys after Tab.
// Typed values are clamped to what may be typed, Escape abandons them. Double-click on the label or a right click resets.
// Takes a row of the given width at the cursor.
SliderResult slider(const Ui& ui, const char* id, const SliderSpec& spec, double& value, float width);
float slider_height(const Ui& ui);

// The bar under a picture: which step is shown. Takes the given rectangle.
SliderResult seek_bar(const Ui& ui, const char* id, const Rect& rect, double& position, double last);

}  // namespace thalweg::app
